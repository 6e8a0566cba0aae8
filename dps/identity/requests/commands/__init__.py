"""Asking for access, deciding, ending and reviewing it."""

from dps.identity.requests.commands.asking import ask_for, ask_for_removal, ask_to_keep, withdraw
from dps.identity.requests.commands.deciding import AlreadyDecided, agree, refuse
from dps.identity.requests.commands.ending import (
    end_what_is_over,
    forget_caseloads_no_longer_held,
    forget_old_reminders,
    remind,
)
from dps.identity.requests.commands.reviewing import note_download, review

__all__ = [
    "AlreadyDecided",
    "agree",
    "ask_for",
    "ask_for_removal",
    "ask_to_keep",
    "end_what_is_over",
    "forget_caseloads_no_longer_held",
    "forget_old_reminders",
    "note_download",
    "refuse",
    "remind",
    "review",
    "withdraw",
]
