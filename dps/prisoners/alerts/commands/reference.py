"""Looking after the types and codes of alerts and who may use a restricted one (prisoners.md 6.3)."""

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from dps.estate import commands as estate_commands
from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.platform import audit, events
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.alerts.models import PrivilegedUser, RestrictedCode
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.rules import reference as rules


class Catalogue(StrEnum):
    """The two lists, by their names in the estate's codes."""

    TYPES = "ALERT"
    CODES = "ALERT_CODE"


_NAMED = {Catalogue.TYPES: "alert-type", Catalogue.CODES: "alert-code"}


@transaction.atomic
def add(catalogue: Catalogue, *, code: str, description: str, by: Actor, at: datetime, type: str = "") -> ReferenceCode:
    """Add a type, or a code of a type. Raises Invalid with every problem, Conflict when there is one, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    code, description = code.strip().upper(), description.strip()
    problems = {"code": rules.code_problem(code), "description": rules.description_problem(description)}
    if catalogue == Catalogue.CODES and estate.code_in(Catalogue.TYPES, type) is None:
        problems["type"] = "Choose the type of alert"
    if found := {field: words for field, words in problems.items() if words}:
        raise Invalid(found)
    made = estate_commands.add_code(catalogue, code, description=description, parent=type)
    _record(catalogue, "created", made.code, by=by, at=at, changes={"description": [None, description]})
    return made


@transaction.atomic
def describe(catalogue: Catalogue, *, code: str, description: str, by: Actor, at: datetime) -> bool:
    """Change what a type or a code is called. Says whether it changed. Raises Invalid, NotFound, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    description = description.strip()
    if words := rules.description_problem(description):
        raise Invalid({"description": words})
    before = _existing(catalogue, code).description
    _, changed = estate_commands.change_code(catalogue, code, description=description)
    if changed:
        _record(catalogue, "updated", code, by=by, at=at, changes={"description": [before, description]})
    return changed


@transaction.atomic
def deactivate(catalogue: Catalogue, *, code: str, by: Actor, at: datetime, today: date) -> bool:
    """Offer a type or a code no more. Alerts that have it stay. Raises NotFound, NotAllowed."""
    return _use(catalogue, code, False, by=by, at=at, today=today)


@transaction.atomic
def reactivate(catalogue: Catalogue, *, code: str, by: Actor, at: datetime, today: date) -> bool:
    """Offer a type or a code again. Raises NotFound, NotAllowed."""
    return _use(catalogue, code, True, by=by, at=at, today=today)


@transaction.atomic
def restrict(*, code: str, by: Actor, at: datetime) -> bool:
    """Let only named users write alerts of a code. Raises NotFound, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    _existing(Catalogue.CODES, code)
    _, made = RestrictedCode.objects.get_or_create(
        code=code, defaults={"restricted_at": at, "restricted_by": by.username}
    )
    if made:
        _record(Catalogue.CODES, "updated", code, by=by, at=at, changes={"restricted": [False, True]})
    return made


@transaction.atomic
def lift_restriction(*, code: str, by: Actor, at: datetime) -> bool:
    """Let everybody who writes alerts write those of a code. Who was named is kept. Raises NotFound, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    _existing(Catalogue.CODES, code)
    gone, _ = RestrictedCode.objects.filter(code=code).delete()
    if gone:
        _record(Catalogue.CODES, "updated", code, by=by, at=at, changes={"restricted": [True, False]})
    return bool(gone)


@transaction.atomic
def name_user(*, code: str, username: str, by: Actor, at: datetime) -> bool:
    """Let somebody use a restricted code. Raises Invalid, NotFound, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    _existing(Catalogue.CODES, code)
    username = username.strip().upper()
    if words := rules.username_problem(username):
        raise Invalid({"username": words})
    _, made = PrivilegedUser.objects.get_or_create(
        code=code, username=username, defaults={"added_at": at, "added_by": by.username}
    )
    if made:
        _audit(Catalogue.CODES, "USER_NAMED", code, by=by, at=at, details={"username": username})
    return made


@transaction.atomic
def drop_user(*, code: str, username: str, by: Actor, at: datetime) -> None:
    """Let somebody use a restricted code no more. Raises NotFound, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    gone, _ = PrivilegedUser.objects.filter(code=code, username=username.strip().upper()).delete()
    if not gone:
        raise NotFound(username)
    _audit(Catalogue.CODES, "USER_DROPPED", code, by=by, at=at, details={"username": username.strip().upper()})


def _existing(catalogue: Catalogue, code: str) -> ReferenceCode:
    found = estate.code_in(catalogue, code)
    if found is None:
        raise NotFound(code)
    return found


def _use(catalogue: Catalogue, code: str, active: bool, *, by: Actor, at: datetime, today: date) -> bool:
    require(by, AlertPermission.ADMINISTER)
    if active and catalogue == Catalogue.CODES:
        kind = estate.code_in(Catalogue.TYPES, _existing(catalogue, code).parent)
        if kind is None:
            raise Conflict("This code has no type, so it cannot be offered")
    _, changed = estate_commands.change_code(catalogue, code, active=active, on=today)
    if changed:
        what = "reactivated" if active else "deactivated"
        _record(catalogue, what, code, by=by, at=at, changes={"active": [not active, active]})
    return changed


def _record(
    catalogue: Catalogue, what: str, code: str, *, by: Actor, at: datetime, changes: dict[str, list[object]]
) -> None:
    _audit(catalogue, what.upper(), code, by=by, at=at, details={"changes": changes})
    data = {("alertTypeCode" if catalogue == Catalogue.TYPES else "alertCode"): code, "source": "DPS"}
    events.publish(f"prisoner-alerts.{_NAMED[catalogue]}-{what}", data=data, at=at)


def _audit(catalogue: Catalogue, what: str, code: str, *, by: Actor, at: datetime, details: dict[str, object]) -> None:
    named = _NAMED[catalogue].replace("-", "_")
    audit.record(f"{named.upper()}_{what}", by=by, subject_type=named, subject_id=code, details=details, at=at)
