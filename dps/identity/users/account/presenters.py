"""One account in words."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from dps.identity.models import Account
from dps.identity.users import rules
from dps.identity.users.account.queries import RoleHeld
from dps.identity.users.search.presenters import STATUS_TAGS
from dps.platform import local_time
from dps.platform.access import SYSTEM


@dataclass(frozen=True, slots=True)
class Question:
    """A page that asks whether one is sure. `{name}` and `{what}` are filled in; `done` is said afterwards."""

    heading: str
    words: str
    button: str
    done: str
    warning: bool = False


UNLOCK = Question(
    "Unlock the account of {name}?",
    "The account was locked after too many wrong passwords or codes. Check who is asking before you unlock it.",
    "Unlock account",
    "The account of {name} is unlocked",
)
ACTIVATE = Question(
    "Activate the account of {name}?",
    "They will be able to sign in again, with the roles and caseloads they had.",
    "Activate account",
    "The account of {name} is active",
)
SIGN_OUT = Question(
    "Sign {name} out everywhere?",
    "Every browser in which they are signed in is signed out at once. What they have not saved is lost.",
    "Sign out everywhere",
    "{name} is signed out everywhere",
    warning=True,
)
RESET_SECOND_STEP = Question(
    "Reset the second step of {name}?",
    "Their authenticator app, passkeys and recovery codes stop working and they are signed out everywhere. "
    "Do this only when you are sure who is asking.",
    "Reset second step",
    "The second step of {name} is reset",
    warning=True,
)
FIRST_PASSWORD = Question(
    "Send {name} a new link?",
    "An email with a link to choose a first password is sent to {what}. The link works for seven days. Earlier links "
    "stop working.",
    "Send link",
    "A new link was sent to {what}",
)
REMOVE_ROLE = Question(
    "Remove {what} from {name}?",
    "They can no longer do what this role allows. If the role came from NOMIS it does not come back by itself.",
    "Remove role",
    "{what} was removed from {name}",
    warning=True,
)
REMOVE_CASELOAD = Question(
    "Remove the caseload {what} from {name}?",
    "They can no longer see people in this prison. If the caseload came from NOMIS it does not come back by itself.",
    "Remove caseload",
    "{what} was removed from the caseloads of {name}",
    warning=True,
)
REMOVE_PRISON = Question(
    "Remove {what} from the prisons {name} looks after?",
    "They can no longer see or change the accounts of people who work there.",
    "Remove prison",
    "{name} no longer looks after {what}",
    warning=True,
)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role on the page of an account. `action`: take, ask or nothing."""

    code: str
    name: str
    description: str
    given: str
    ticket: str
    until: str
    action: str


def role_rows(held: list[RoleHeld], administrator: rules.Administrator, *, own: bool) -> list[RoleRow]:
    """Roles in the order given, each with what the administrator may do about it."""
    return [
        RoleRow(
            one.code,
            one.name,
            one.description,
            _given(one),
            one.reference,
            local_time.short_date(one.ends_on),
            ""
            if own
            else "take"
            if rules.may_take(administrator, one.offered)
            else "ask"
            if rules.must_ask(administrator, one.offered)
            else "",
        )
        for one in held
    ]


def _given(held: RoleHeld) -> str:
    if held.given_at is None:
        return "From NOMIS"
    by = "the system" if held.given_by == SYSTEM.username else held.given_by
    return f"{local_time.short_date(held.given_at)} by {by}"


def status_tag(account: Account) -> tuple[str, str]:
    """The state of an account: words and colour."""
    return STATUS_TAGS[status_of(account)]


def status_of(account: Account) -> rules.Status:
    """The state of an account."""
    return rules.status_of(
        inactive=account.inactive,
        locked=account.locked,
        has_password=account.has_usable_password(),
        must_change_password=account.must_change_password,
    )


def to_the_second(moment: datetime | None) -> str:
    """`22 November 2026 - 09:05:07`, London (identity.md 2.14); Never for none."""
    return f"{local_time.long_date(moment)} - {local_time.in_london(moment):%H:%M:%S}" if moment else "Never"


def kind_words(account: Account) -> str:
    """What an account is for."""
    return "Administrator" if account.is_administrator else "General"


def whom_to_ask(held: RoleHeld) -> str:
    """Who can remove a role that an administrator may not remove themselves."""
    if rules.SYSTEM_TYPE in held.offered.admin_types:
        return "This role is looked after by the team that runs the service it opens. Only that team can remove it."
    return (
        "This role is looked after centrally, so that it is not lost by accident. "
        "Only a central administrator can remove it."
    )


_HELPERS = {
    rules.Helper.LOCAL: "Ask a local system administrator of their prison, or a central administrator.",
    rules.Helper.CENTRAL: "Ask a central administrator.",
    rules.Helper.HOLDER: f"Ask a central administrator who holds {' and '.join(sorted(rules.ONLY_FROM_A_HOLDER))}.",
    rules.Helper.NOBODY: "As things are, no administrator can give all of these roles. Ask a central administrator "
    "whether they are still needed, or whoever looks after the catalogue of roles to put them right.",
}


def beyond_words(held: list[RoleHeld], administrator: rules.Administrator) -> str:
    """Why an administrator may not change how somebody proves who they are, and whom to ask; '' when they may."""
    beyond = rules.beyond(administrator, [one.offered for one in held])
    if not beyond:
        return ""
    codes = {role.code for role in beyond}
    named = ", ".join(one.name for one in held if one.code in codes)
    return f"It holds roles that you cannot give: {named}. {_HELPERS[rules.who_helps(beyond)]}"


def where_to_ask(username: str, code: str) -> str:
    """The page on which the removal of a role is asked for; '' where this product has no such service."""
    try:
        return reverse("access_requests:removal", args=[username, code])
    except NoReverseMatch:
        return ""
