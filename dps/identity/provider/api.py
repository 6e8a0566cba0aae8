"""Operations about people and tokens, for other systems. Source: identity.md 3.1 and 7."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.estate import queries as estate
from dps.identity.models import Account
from dps.identity.provider import queries, rules, tokens
from dps.identity.provider.permissions import ProviderPermission
from dps.platform import audit
from dps.platform.access import PUBLIC, SIGNED_IN, Actor
from dps.platform.api import ApiSchema, Caller, Unauthenticated, operation
from dps.platform.web.refusals import Invalid, NotFound

users, token = Router(tags=["Users"]), Router(tags=["Tokens"])


class User(ApiSchema):
    username: str
    active: bool = Field(description="Whether the account may be used now")
    name: str
    auth_source: str = Field(description="auth, nomis, delius, azuread, or none for a system")
    user_id: str | None = Field(description="What the account's own source knows it by")
    uuid: UUID | None = Field(description="The same for the life of the account")
    staff_id: int | None
    active_case_load_id: str | None


class RoleHeld(ApiSchema):
    role_code: str = Field(description="Without ROLE_")


class Caseload(ApiSchema):
    id: str
    name: str


class Caseloads(ApiSchema):
    username: str
    active_caseload: Caseload | None
    caseloads: list[Caseload]


class Email(ApiSchema):
    username: str
    email: str
    verified: bool


class TokenGiven(ApiSchema):
    token: str = Field(min_length=1, max_length=8_000)


class Verdict(ApiSchema):
    active: bool


@operation(users.get, "/me", capability=SIGNED_IN, response=User)
def me(request: HttpRequest) -> User:
    """Who the token stands for: a person, or a system that acts by itself."""
    account = queries.account_of(request.actor)
    return _user(account) if account is not None else _system(request.actor)


@operation(users.get, "/me/roles", capability=SIGNED_IN, response=list[RoleHeld])
def my_roles(request: HttpRequest) -> list[RoleHeld]:
    """The roles held now, whatever the token said when it was made."""
    return _roles(request.actor.roles)


@operation(users.get, "/me/caseloads", capability=SIGNED_IN, response=Caseloads)
def my_caseloads(request: HttpRequest) -> Caseloads:
    """The prisons somebody works in, and the one they are working in now."""
    actor = request.actor
    named = {code: Caseload(id=code, name=estate.agency_name(code)) for code in actor.caseloads}
    return Caseloads(
        username=actor.username, active_caseload=named.get(actor.active_caseload), caseloads=list(named.values())
    )


@operation(users.get, "/me/email", capability=SIGNED_IN, response=Email)
def my_email(request: HttpRequest) -> Email:
    """One's own email address, and whether it was confirmed."""
    account = queries.account_of(request.actor)
    if account is None or not account.email:
        raise NotFound("no email address")
    return Email(username=account.username, email=account.email, verified=account.email_verified)


@operation(users.get, "/{str:username}", capability=ProviderPermission.SEE_USER, response=User)
def user(request: HttpRequest, username: str) -> User:
    """One account. Local administrators see those of the prisons they look after."""
    account = queries.account_named(username)
    if account is None or not queries.may_know_of(request.actor, account):
        raise NotFound(username)
    return _user(account)


@operation(users.get, "/{str:username}/roles", capability=ProviderPermission.SEE_ROLES, response=list[RoleHeld])
def roles_of(request: HttpRequest, username: str) -> list[RoleHeld]:
    """The roles somebody else holds now. Recorded."""
    account = queries.account_named(username)
    if account is None:
        raise NotFound(username)
    audit.record("VIEW_USER_ROLES", by=request.actor, subject_type="account", subject_id=account.username)
    return _roles(account.roles)


@operation(token.post, "/verify", capability=PUBLIC, response=Verdict)
def verify(request: HttpRequest, given: TokenGiven) -> Verdict:
    """Whether an access token is still in force. One that is none of ours, or has expired, is a bad request."""
    try:
        tokens.check(given.token)
    except tokens.NotAToken as refused:
        raise Invalid({"token": str(refused)}) from None
    except tokens.NotGood:
        return Verdict(active=False)
    return Verdict(active=True)


def caller_of(given: str) -> Caller:
    """How the API knows callers by their tokens. Raises Unauthenticated."""
    try:
        good = tokens.check(given)
    except tokens.NotGood as refused:
        raise Unauthenticated(str(refused)) from None
    who = f"account {good.account.pk}" if good.account is not None else f"acting for {good.actor.username}"
    return Caller(good.actor, f"client {good.client.pk}, {who}", good.scopes, good.client.client_id)


def _user(account: Account) -> User:
    name = rules.capitalised(f"{account.first_name} {account.last_name}".strip()) or account.username
    return User(
        username=account.username,
        active=account.is_active,
        name=name,
        auth_source=account.source,
        user_id=rules.user_id(
            source=account.source, staff_id=account.staff_id, email=account.email, key=str(account.key)
        ),
        uuid=account.key,
        staff_id=account.staff_id,
        active_case_load_id=account.active_caseload or None,
    )


def _system(actor: Actor) -> User:
    return User(
        username=actor.username, active=True, name=actor.display_name, auth_source=rules.NO_SOURCE,
        user_id=None, uuid=None, staff_id=None, active_case_load_id=None,
    )  # fmt: skip


def _roles(codes: "frozenset[str] | list[str]") -> list[RoleHeld]:
    return [RoleHeld(role_code=code) for code in sorted(codes)]
