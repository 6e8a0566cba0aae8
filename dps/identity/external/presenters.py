"""Words and colours for the pages about people outside prisons."""

from dataclasses import dataclass

from dps.identity.external.rules import Reach
from dps.identity.models import Account
from dps.identity.users.rules import Status, status_of
from dps.platform.local_time import long_date_and_time

_TAGS = {
    Status.INVITED: ("Invited", "blue"),
    Status.ACTIVE: ("Active", "green"),
    Status.PASSWORD_CHANGE_REQUIRED: ("New password needed", "yellow"),
    Status.LOCKED: ("Locked", "orange"),
    Status.INACTIVE: ("Inactive", "grey"),
}


def status(account: Account) -> Status:
    """One word for the state of an account."""
    return status_of(
        inactive=account.inactive,
        locked=account.locked,
        has_password=account.has_usable_password(),
        must_change_password=account.must_change_password,
    )


def tag(account: Account) -> tuple[str, str]:
    """The state of an account as words and colour."""
    return _TAGS[status(account)]


def user_name_and_email(account: Account) -> str:
    """Both, or one where they are the same."""
    if not account.email or account.username == account.email.upper():
        return account.email or account.username
    return f"{account.username} / {account.email}"


def last_signed_in(account: Account) -> str:
    """When somebody last signed in, in words."""
    return long_date_and_time(account.last_login) or "Never"


def beyond_words(beyond: list[str], reach: Reach) -> str:
    """Why somebody may not change where a person's e-mail goes, and whom to ask; '' when `beyond` names no role."""
    if not beyond:
        return ""
    whom = (
        "Ask an administrator who can give them, or have them removed if they are no longer needed."
        if reach.everybody
        else "Ask an administrator who looks after all external users."
    )
    return f"They hold roles that you cannot give: {', '.join(beyond)}. {whom}"


@dataclass(frozen=True, slots=True)
class Question:
    """A page that asks whether one is sure. `{name}` and `{what}` are filled in; `done` is said afterwards."""

    heading: str
    words: str
    button: str
    done: str
    warning: bool = False


ENABLE = Question(
    "Activate the account of {name}?",
    "They can sign in again, with the roles and groups they had. We send them an email.",
    "Activate account",
    "The account of {name} is active",
)
UNLOCK = Question(
    "Unlock the account of {name}?",
    "The account was locked after too many wrong passwords or codes. Check who is asking before you unlock it.",
    "Unlock account",
    "The account of {name} is unlocked",
)
FIRST_PASSWORD = Question(
    "Send {name} a new link?",
    "An email with a link to choose a first password is sent to {what}. Earlier links stop working.",
    "Send link",
    "A new link was sent to {what}",
)
REMOVE_ROLE = Question(
    "Remove {what} from {name}?",
    "They can no longer do what this role allows.",
    "Remove role",
    "{what} is removed from {name}",
    warning=True,
)
LEAVE_GROUP = Question(
    "Take {name} out of {what}?",
    "Roles they were given stay: remove those separately. Managers of the group no longer see them, unless they share "
    "another group.",
    "Remove group",
    "{name} is no longer in {what}",
    warning=True,
)
DELETE_GROUP = Question(
    "Delete {name}?",
    "Nobody is in the group any more. Everybody keeps their roles. {what}",
    "Delete group",
    "{name} is deleted",
    warning=True,
)
REMOVE_CHILD = Question(
    "Remove the child group {what} from {name}?",
    "Other systems that know it by its code no longer find it.",
    "Remove child group",
    "{what} is removed from {name}",
    warning=True,
)
REMOVE_GROUP_ROLE = Question(
    "Remove {what} from {name}?",
    "Managers of the group can no longer give this role. Members who have it keep it.",
    "Remove role",
    "{what} is removed from {name}",
    warning=True,
)
