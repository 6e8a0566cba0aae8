"""Looking after the services on the home page."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import transaction

from dps.identity.home import rules
from dps.identity.models import Role, Service
from dps.identity.permissions import IdentityPermission
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class ServiceDetails:
    """What an administrator types about a service."""

    name: str
    description: str
    address: str
    roles: tuple[str, ...]
    prisons: tuple[str, ...]
    contact: str
    enabled: bool


def _check(details: ServiceDetails, prisons: Collection[str], more: dict[str, str]) -> None:
    known = set(Role.objects.filter(code__in=details.roles).values_list("code", flat=True))
    problems = more | {
        "name": "" if details.name else "Enter a name",
        "address": rules.address_problem(details.address),
        "roles": rules.codes_problem("role", details.roles, known),
        "prisons": rules.codes_problem("prison", details.prisons, prisons),
    }
    problems = {field: words for field, words in problems.items() if words}
    if problems:
        raise Invalid(problems)


@transaction.atomic
def add_service(*, code: str, details: ServiceDetails, prisons: Collection[str], by: Actor) -> Service:
    """Put a service on the home page. `prisons` are the codes there are. Raises NotAllowed, Invalid."""
    require(by, IdentityPermission.LOOK_AFTER_SERVICES)
    problem = rules.code_problem(code)
    if not problem and Service.objects.filter(pk=code).exists():
        problem = "There is already a service with this code"
    _check(details, prisons, {"code": problem})
    service = Service.objects.create(code=code, **_stored(details))
    audit.record("SERVICE_ADDED", by=by, subject_type="service", subject_id=code, details=asdict(details))
    return service


@transaction.atomic
def change_service(*, code: str, details: ServiceDetails, prisons: Collection[str], version: int, by: Actor) -> None:
    """Change a service. Raises NotAllowed, NotFound, Invalid, and Conflict when somebody changed it meanwhile."""
    require(by, IdentityPermission.LOOK_AFTER_SERVICES)
    service = Service.objects.select_for_update().filter(pk=code).first()
    if service is None:
        raise NotFound(code)
    _check(details, prisons, {})
    if service.version != version:
        raise Conflict(code)
    wanted = _stored(details)
    changes = {
        field: [getattr(service, field), value] for field, value in wanted.items() if getattr(service, field) != value
    }
    if changes:
        Service.objects.filter(pk=code).update(**wanted, version=version + 1)
        audit.record("SERVICE_CHANGED", by=by, subject_type="service", subject_id=code, details={"changes": changes})


def _stored(details: ServiceDetails) -> dict[str, object]:
    return {**asdict(details), "roles": list(details.roles), "prisons": list(details.prisons)}
