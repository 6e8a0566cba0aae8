"""Asking for the second step, and looking after one's own ways to pass it."""

from dps.identity.second_step.commands.challenges import (
    Outcome,
    ask_by,
    begin,
    forget_failures,
    forget_what_is_over,
    try_code,
    try_passkey,
    what_to_sign,
)
from dps.identity.second_step.commands.ways import (
    add_passkey,
    choose,
    confirm_app,
    make_recovery_codes,
    remove_app,
    remove_passkey,
    rename_passkey,
    reset_second_step,
    set_up_app,
)

__all__ = [
    "Outcome",
    "add_passkey",
    "ask_by",
    "begin",
    "choose",
    "confirm_app",
    "forget_failures",
    "forget_what_is_over",
    "make_recovery_codes",
    "remove_app",
    "remove_passkey",
    "rename_passkey",
    "reset_second_step",
    "set_up_app",
    "try_code",
    "try_passkey",
    "what_to_sign",
]
