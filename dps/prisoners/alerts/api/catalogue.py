"""Types and codes of alerts."""

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.alerts.commands import reference as commands
from dps.prisoners.alerts.commands.reference import Catalogue
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.queries import catalogue
from dps.prisoners.alerts.queries.catalogue import Entry, Kind
from dps.prisoners.alerts.rules import reference as rules

types, codes = Router(tags=["Alert types"]), Router(tags=["Alert codes"])


class CodeOut(ApiSchema):
    alert_type_code: str
    code: str
    description: str
    list_sequence: int
    is_active: bool
    deactivated_on: date | None
    is_restricted: bool


class TypeOut(ApiSchema):
    code: str
    description: str
    list_sequence: int
    is_active: bool
    deactivated_on: date | None
    alert_codes: list[CodeOut]


class Which(ApiSchema):
    include_inactive: bool = False


class NewType(ApiSchema):
    code: str = Field(min_length=1, max_length=12)
    description: str = Field(min_length=1, max_length=rules.LONGEST_DESCRIPTION)


class NewCode(NewType):
    parent: str = Field(min_length=1, max_length=12, description="The type it belongs to")


class Described(ApiSchema):
    description: str = Field(min_length=1, max_length=rules.LONGEST_DESCRIPTION)


class Users(ApiSchema):
    code: str
    usernames: list[str]


@operation(types.get, "", capability=AlertPermission.SEE_CODES, response=list[TypeOut])
def alert_types(request: HttpRequest, which: Query[Which]) -> list[TypeOut]:
    """Every type of alert with its codes."""
    return [_type(kind) for kind in catalogue.kinds(inactive_too=which.include_inactive)]


@operation(types.get, "/{str:code}", capability=AlertPermission.SEE_CODES, response=TypeOut)
def alert_type(request: HttpRequest, code: str) -> TypeOut:
    """One type of alert with all its codes."""
    return _type(catalogue.kind(code))


@operation(types.post, "", capability=AlertPermission.ADMINISTER, response={201: TypeOut})
def add_type(request: HttpRequest, new: NewType) -> Status[TypeOut]:
    """Add a type of alert."""
    made = commands.add(
        Catalogue.TYPES, code=new.code, description=new.description, by=request.actor, at=local_time.now()
    )
    return Status(201, _type(catalogue.kind(made.code)))


@operation(types.patch, "/{str:code}", capability=AlertPermission.ADMINISTER, response=TypeOut)
def describe_type(request: HttpRequest, code: str, described: Described) -> TypeOut:
    """Change what a type is called."""
    commands.describe(
        Catalogue.TYPES, code=code, description=described.description, by=request.actor, at=local_time.now()
    )
    return _type(catalogue.kind(code))


@operation(types.patch, "/{str:code}/deactivate", capability=AlertPermission.ADMINISTER, response=TypeOut)
def deactivate_type(request: HttpRequest, code: str) -> TypeOut:
    """Offer a type no more."""
    commands.deactivate(Catalogue.TYPES, code=code, by=request.actor, at=local_time.now(), today=local_time.today())
    return _type(catalogue.kind(code))


@operation(types.patch, "/{str:code}/reactivate", capability=AlertPermission.ADMINISTER, response=TypeOut)
def reactivate_type(request: HttpRequest, code: str) -> TypeOut:
    """Offer a type again."""
    commands.reactivate(Catalogue.TYPES, code=code, by=request.actor, at=local_time.now(), today=local_time.today())
    return _type(catalogue.kind(code))


@operation(codes.get, "", capability=AlertPermission.SEE_CODES, response=list[CodeOut])
def alert_codes(request: HttpRequest, which: Query[Which]) -> list[CodeOut]:
    """Every code of every type."""
    return [_code(entry) for entry in catalogue.codes(inactive_too=which.include_inactive)]


@operation(codes.get, "/{str:code}", capability=AlertPermission.SEE_CODES, response=CodeOut)
def alert_code(request: HttpRequest, code: str) -> CodeOut:
    """One code."""
    return _code(catalogue.code(code))


@operation(codes.post, "", capability=AlertPermission.ADMINISTER, response={201: CodeOut})
def add_code(request: HttpRequest, new: NewCode) -> Status[CodeOut]:
    """Add a code to a type."""
    made = commands.add(
        Catalogue.CODES,
        code=new.code,
        description=new.description,
        type=new.parent,
        by=request.actor,
        at=local_time.now(),
    )
    return Status(201, _code(catalogue.code(made.code)))


@operation(codes.patch, "/{str:code}", capability=AlertPermission.ADMINISTER, response=CodeOut)
def describe_code(request: HttpRequest, code: str, described: Described) -> CodeOut:
    """Change what a code is called."""
    commands.describe(
        Catalogue.CODES, code=code, description=described.description, by=request.actor, at=local_time.now()
    )
    return _code(catalogue.code(code))


@operation(codes.patch, "/{str:code}/deactivate", capability=AlertPermission.ADMINISTER, response=CodeOut)
def deactivate_code(request: HttpRequest, code: str) -> CodeOut:
    """Offer a code no more."""
    commands.deactivate(Catalogue.CODES, code=code, by=request.actor, at=local_time.now(), today=local_time.today())
    return _code(catalogue.code(code))


@operation(codes.patch, "/{str:code}/reactivate", capability=AlertPermission.ADMINISTER, response=CodeOut)
def reactivate_code(request: HttpRequest, code: str) -> CodeOut:
    """Offer a code again."""
    commands.reactivate(Catalogue.CODES, code=code, by=request.actor, at=local_time.now(), today=local_time.today())
    return _code(catalogue.code(code))


@operation(codes.patch, "/{str:code}/restrict", capability=AlertPermission.ADMINISTER, response=CodeOut)
def restrict_code(request: HttpRequest, code: str) -> CodeOut:
    """Let only named users write alerts of a code."""
    commands.restrict(code=code, by=request.actor, at=local_time.now())
    return _code(catalogue.code(code))


@operation(codes.patch, "/{str:code}/remove-restriction", capability=AlertPermission.ADMINISTER, response=CodeOut)
def lift_restriction(request: HttpRequest, code: str) -> CodeOut:
    """Let everybody who writes alerts write those of a code."""
    commands.lift_restriction(code=code, by=request.actor, at=local_time.now())
    return _code(catalogue.code(code))


@operation(codes.get, "/{str:code}/privileged-users", capability=AlertPermission.ADMINISTER, response=Users)
def privileged_users(request: HttpRequest, code: str) -> Users:
    """Who is named for a code."""
    return _users(catalogue.code(code))


@operation(
    codes.post, "/{str:code}/privileged-user/{str:username}", capability=AlertPermission.ADMINISTER, response=Users
)
def name_user(request: HttpRequest, code: str, username: str) -> Users:
    """Let somebody write alerts of a restricted code."""
    commands.name_user(code=code, username=username, by=request.actor, at=local_time.now())
    return _users(catalogue.code(code))


@operation(
    codes.delete, "/{str:code}/privileged-user/{str:username}", capability=AlertPermission.ADMINISTER, response=Users
)
def drop_user(request: HttpRequest, code: str, username: str) -> Users:
    """Let somebody write alerts of a restricted code no more."""
    commands.drop_user(code=code, username=username, by=request.actor, at=local_time.now())
    return _users(catalogue.code(code))


def _code(entry: Entry) -> CodeOut:
    return CodeOut(
        alert_type_code=entry.type,
        code=entry.code,
        description=entry.description,
        list_sequence=entry.sequence,
        is_active=entry.active,
        deactivated_on=entry.deactivated_on,
        is_restricted=entry.restricted,
    )


def _type(kind: Kind) -> TypeOut:
    entry = kind.entry
    return TypeOut(
        code=entry.code,
        description=entry.description,
        list_sequence=entry.sequence,
        is_active=entry.active,
        deactivated_on=entry.deactivated_on,
        alert_codes=[_code(code) for code in kind.codes],
    )


def _users(entry: Entry) -> Users:
    return Users(code=entry.code, usernames=[user.username for user in catalogue.privileged(entry.code)])
