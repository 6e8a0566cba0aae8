"""Whose password can be chosen anew by e-mail, and whom to ask otherwise. Source: identity.md 2.2 to 2.4."""

MAILS_AN_HOUR = 3
"""For one account, or one mailbox nobody has an account with."""
REQUESTS_AN_HOUR_FROM_ONE_ADDRESS = 10
KEPT_ELSEWHERE = {"delius": "Delius", "azuread": "Microsoft"}
"""Sources whose passwords this product never sees."""


def can_be_chosen_here(source: str, *, inactive: bool) -> bool:
    """Whether a link may lead to a new password. Locked by wrong tries it may; closed by an administrator never."""
    return source not in KEPT_ELSEWHERE and not inactive


def whom_to_ask(source: str) -> str:
    """What to do when it may not, for the e-mail that says so."""
    if kept_by := KEPT_ELSEWHERE.get(source):
        return (
            f"Your password is kept by {kept_by}, not by Digital Prison Services. "
            f"Ask the service desk that looks after your {kept_by} account."
        )
    return "The account is closed. Ask your local system administrator, or whoever gave you the account, to open it."


def is_a_user_name(typed: str) -> bool:
    """Whether it is to be read as a user name: whatever is no e-mail address."""
    return "@" not in typed
