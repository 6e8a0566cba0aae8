"""Every way a password comes to be: first, forgotten, changed, forced (identity.md 2.3 to 2.7)."""

from dps.identity.passwords.commands.answering import answer
from dps.identity.passwords.commands.asking import ask
from dps.identity.passwords.commands.choosing import choose_by_link, choose_when_forced, say_which_account, set_password
from dps.identity.passwords.commands.first import send_first_link_again, send_first_password
from dps.identity.passwords.commands.telling import tell_locked

__all__ = [
    "answer",
    "ask",
    "choose_by_link",
    "choose_when_forced",
    "say_which_account",
    "send_first_link_again",
    "send_first_password",
    "set_password",
    "tell_locked",
]
