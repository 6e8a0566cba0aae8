"""Words, dates and tag colours for the pages of this room."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from dps.estate import queries as estate
from dps.identity.models import Account
from dps.identity.permissions import ROLES
from dps.identity.requests.commands.deciding import reference
from dps.identity.requests.commands.reviewing import Outcome
from dps.identity.requests.commands.telling import wish
from dps.identity.requests.models import AccessRequest, AccessReview
from dps.identity.requests.queries import Catalogued, Held, Holder
from dps.identity.requests.rules import BASE_ROLES, Kind
from dps.platform import local_time
from dps.platform.access import Grant, Scope, all_grants

State = AccessRequest.State
TAGS = {
    State.OPEN: ("Waiting", "yellow"),
    State.AGREED: ("Agreed", "green"),
    State.REFUSED: ("Refused", "red"),
    State.WITHDRAWN: ("Withdrawn", "grey"),
}
KINDS = {
    Kind.ROLE: "A role",
    Kind.CASELOAD: "A prison",
    Kind.KEEP_ROLE: "Keep a role",
    Kind.KEEP_CASELOAD: "Keep a prison",
    Kind.REMOVAL: "Take a role away",
}
_CAPABILITIES = {
    "clients:client:administer": "Look after the systems that sign people in here",
    "clients:client:see": "See the systems that sign people in here",
    "clients:secret:rotate": "Replace the secrets of other systems",
    "estate:estate:see": "Look up prisons and codes",
    "external:groups:change": "Change the groups of people outside prisons",
    "external:groups:download": "Download who is in the groups of people outside prisons",
    "external:groups:see": "See the groups of people outside prisons",
    "external:users:change": "Change accounts of people outside prisons, in your groups",
    "external:users:change_everybody": "Change accounts of people outside prisons, in every group",
    "external:users:see": "See accounts of people outside prisons, in your groups",
    "external:users:see_everybody": "See accounts of people outside prisons, in every group",
    "identity:access-request:decide": "Decide what others ask for",
    "identity:access:review": "Review who may do what",
    "identity:api:see-roles": "Ask for anybody's roles, as another system",
    "identity:api:see-user": "Ask who anybody is, as another system",
    "identity:caseload:switch": "Change the prison you work in",
    "identity:services:change": "Look after the services on the home page",
    "identity:token:check-any": "Check a sign-in, as another system",
    "legacy:link:see": "See how the link to NOMIS is doing",
    "notify:content:read": "Read the emails and texts that were sent",
    "notify:messages:act": "Send emails and texts again, or stop them",
    "notify:messages:see": "See which emails and texts were sent",
    "prisoners:person:see": "Open the pages of people in your prisons",
    "prisoners:search:global": "Search for people in every establishment",
    "prisoners:search:prison": "Search for people",
    "second-step:ways:reset": "Let somebody set up their second step again",
    "users:account:create": "Create accounts of prison staff",
    "users:account:operate": "Open, close and unlock accounts of prison staff",
    "users:account:see": "See accounts of prison staff you look after",
    "users:account:see-everywhere": "See accounts of prison staff in every prison",
    "users:bulk:change": "Change the roles of many people at once",
    "users:caseload:change": "Add and take away the prisons of prison staff",
    "users:caseload:choose": "Choose the prison somebody works in",
    "users:details:change": "Change names and email addresses of prison staff",
    "users:email_domains:maintain": "Say which email domains are allowed",
    "users:menu:open": "Open the menu of user accounts",
    "users:role:give": "Give and take away roles",
    "users:role:give-central": "Give and take away roles that are given centrally",
    "users:roles:change": "Change the catalogue of roles",
    "users:roles:delete": "Delete roles from the catalogue",
    "users:roles:see": "See the catalogue of roles",
}
_SCOPES = {
    Scope.ACTIVE_CASELOAD: "in the prison you are working in",
    Scope.ANY_CASELOAD: "in each of your prisons",
    Scope.EVERYWHERE: "",
}


_SPACES = str.maketrans("-_", "  ")


def capability_words(grant: Grant) -> str:
    """What a line of the permission table lets somebody do. One without words of its own is read from its name."""
    _, thing, action = ([*str(grant.capability).split(":"), "", ""])[:3]
    made = f"{action} {thing}".translate(_SPACES).strip().capitalize()
    return f"{_CAPABILITIES.get(str(grant.capability), made)} {_SCOPES[grant.scope]}".strip()


def may_do() -> dict[str, list[str]]:
    """Role to what it lets somebody do here, in words: the permission table, by role."""
    found: dict[str, list[str]] = {}
    for grant in all_grants():
        words = capability_words(grant)
        if words not in found.setdefault(grant.role, []):
            found[grant.role].append(words)
    return {role: sorted(words) for role, words in found.items()}


def role_description(held: Held | Catalogued) -> str:
    """What a role is for: the product's own words for those it knows, else those of the catalogue."""
    return ROLES.get(held.code) or held.description


def came_from(held: Held, account: Account) -> str:
    """Where a role or caseload came from, in words."""
    if held.given_at is not None:
        on = local_time.long_date(held.given_at)
        return f"Given by {held.given_by} on {on}" + (f" ({held.reference})" if held.reference else "")
    if held.code in BASE_ROLES:
        return "Comes with your account"
    if account.source == Account.Source.LOCAL:
        return "Given with your account"
    return {"nomis": "From NOMIS", "delius": "From Delius"}.get(account.source, "From your Microsoft account")


def held_rows(
    held: Iterable[Held], account: Account, requests: Iterable[AccessRequest], today: date
) -> list[dict[str, object]]:
    """Rows of roles or caseloads: what, why, until when, and the request it was given for when that is one's own."""
    by_reference = {reference(request): request.pk for request in requests}
    grants = may_do()
    return [
        {
            "held": one,
            "description": role_description(one),
            "may": grants.get(one.code, []),
            "from": came_from(one, account),
            "request": by_reference.get(one.reference),
            "until": local_time.long_date(one.ends_on) or "No end",
            "ends": one.ends_on is not None,
            "soon": one.ends_on is not None and (one.ends_on - today).days <= 14,
        }
        for one in held
    ]


def request_row(
    request: AccessRequest, roles: dict[str, Catalogued], names: Mapping[str, str] | None = None
) -> dict[str, object]:
    """One request for a list or a page."""
    words, colour = TAGS[State(request.state)]
    asked = wish(request, roles)
    return {
        "request": request,
        "what": asked[0].upper() + asked[1:],
        "kind": KINDS[Kind(request.kind)],
        "tag": words,
        "colour": colour,
        "until": local_time.long_date(request.ends_on) or ("" if request.kind == Kind.REMOVAL else "No end"),
        "asked_by": (names or {}).get(request.asked_by, request.asked_by),
        "decided_by": (names or {}).get(request.decided_by, request.decided_by),
        "person": request.account,
        "prisons": ", ".join(estate.agency_name(code) for code in request.account.caseloads[:3])
        + (f" and {len(request.account.caseloads) - 3} more" if len(request.account.caseloads) > 3 else ""),
    }


REVIEW_COLUMNS = [
    "User name",
    "Name",
    "Role",
    "Role name",
    "Last signed in",
    "Given by",
    "Given on",
    "Ends on",
    "Last review",
    "Reviewed by",
    "Reviewed on",
]


def review_line(row: Holder, role_name: str) -> list[str]:
    """One person and role as a line of the file. Dates as 22/11/2026, London."""
    return [
        row.username,
        row.name,
        row.role,
        role_name,
        local_time.short_date(row.last_signed_in),
        row.given_by,
        local_time.short_date(row.given_at),
        local_time.short_date(row.ends_on),
        AccessReview.Verdict(row.verdict).label if row.verdict else "",
        row.reviewed_by,
        local_time.short_date(row.reviewed_at),
    ]


def review_words(done: Outcome) -> list[str]:
    """What saving a review did, a sentence each."""
    words = []
    if done.needed:
        words.append(f"Still needed: {', '.join(done.needed)}")
    if done.taken_away:
        words.append(f"Taken away: {', '.join(done.taken_away)}")
    if done.asked:
        words.append(f"Those who may take it away have been asked to: {', '.join(done.asked)}")
    if done.gone:
        words.append(f"{done.gone} no longer had it")
    return words or ["Nothing was chosen, so nothing was saved"]


def address_of_review(prison: str, role: str, query: QueryDict) -> str:
    """The query of the page a review was saved on."""
    kept = {"prison": prison, "role": role, "page": query.get("page", "")}
    return "?" + urlencode({name: value for name, value in kept.items() if value})
