"""Prison staff as other services may ask for them. Works where they have a caseload."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Collate, Upper

from dps.identity.models import Account

MOST = 100
_CAPITAL_NAMES = {
    "last_in_capitals": Collate(Upper("last_name"), "C"),
    "first_in_capitals": Collate(Upper("first_name"), "C"),
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works at a prison."""

    staff_id: int
    username: str
    first_name: str
    last_name: str
    email: str


def find_staff(prison: str, typed: str, *, without: Collection[int] = ()) -> list[StaffMember]:
    """Active accounts of prison staff with a caseload at `prison`, found by the beginning of a name, the whole work
    e-mail address or user name; at most `MOST`, by name. `without`: staff ids left out. One statement."""
    found = _active_at(prison).alias(**_CAPITAL_NAMES)
    words = typed.upper().split()
    named = Q()
    for word in words:
        named &= Q(last_in_capitals__startswith=word) | Q(first_in_capitals__startswith=word)
    found = found.filter(named | Q(username=typed.strip().upper()) | Q(email=typed.strip().lower()))
    if without:
        found = found.exclude(staff_id__in=list(without))
    return _read(found.order_by("last_in_capitals", "first_in_capitals", "id")[:MOST]) if words else []


def staff_member(prison: str, username: str) -> StaffMember | None:
    """One of them by user name; None when there is no such active account at the prison. One statement."""
    return next(iter(_read(_active_at(prison).filter(username=username.strip().upper())[:1])), None)


def staff_member_by_id(prison: str, staff_id: int) -> StaffMember | None:
    """The same by staff id; of several accounts the oldest. One statement."""
    return next(iter(_read(_active_at(prison).filter(staff_id=staff_id).order_by("id")[:1])), None)


def addresses_of(account_ids: Collection[int], prison: str) -> list[tuple[int, str, str, str, frozenset[str]]]:
    """(id, user name, first name, verified e-mail address, roles) of those of these accounts that are active and work
    at the prison. One statement."""
    found = Account.objects.filter(
        pk__in=list(account_ids), inactive=False, caseloads__contains=[prison], email_verified=True
    ).exclude(email="")
    rows = found.order_by("id").values_list("pk", "username", "first_name", "email", "roles")
    return [(pk, username, first, email, frozenset(roles)) for pk, username, first, email, roles in rows]


def _active_at(prison: str) -> QuerySet[Account]:
    return Account.objects.filter(inactive=False, staff_id__isnull=False, caseloads__contains=[prison])


def _read(found: QuerySet[Account]) -> list[StaffMember]:
    rows = found.values_list("staff_id", "username", "first_name", "last_name", "email")
    return [StaffMember(*row) for row in rows]
