"""Every change of how somebody is reached and named (identity.md 2.8 and 2.9)."""

from dps.identity.contact.commands.confirming import confirm, note_asked, note_skipped, send_again, send_on_the_way
from dps.identity.contact.commands.emails import (
    change_backup_email,
    change_email,
    change_email_of,
    send_confirmation_again,
)
from dps.identity.contact.commands.mobiles import change_mobile, confirm_mobile
from dps.identity.contact.commands.names import change_name, use_email_as_user_name
from dps.identity.contact.commands.undeliverable import note_undeliverable

__all__ = [
    "change_backup_email",
    "change_email",
    "change_email_of",
    "change_mobile",
    "change_name",
    "confirm",
    "confirm_mobile",
    "note_asked",
    "note_skipped",
    "note_undeliverable",
    "send_again",
    "send_confirmation_again",
    "send_on_the_way",
    "use_email_as_user_name",
]
