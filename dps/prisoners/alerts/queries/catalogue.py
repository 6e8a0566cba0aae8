"""Types and codes of alerts as pages and the API show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.platform.web.refusals import NotFound
from dps.prisoners.alerts.models import PrivilegedUser, RestrictedCode


@dataclass(frozen=True, slots=True)
class Entry:
    """A type or a code. `type` is '' for a type."""

    code: str
    description: str
    sequence: int
    active: bool
    deactivated_on: date | None
    type: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A type with its codes."""

    entry: Entry
    codes: list[Entry]


def _entry(row: ReferenceCode, restricted: frozenset[str] = frozenset()) -> Entry:
    return Entry(
        row.code, row.description, row.sequence, row.active, None if row.active else row.expires_on, row.parent,
        row.code in restricted,
    )  # fmt: skip


def kinds(*, inactive_too: bool = False) -> list[Kind]:
    """Every type A to Z by what it is called, with its codes A to Z. Three statements."""
    restricted = frozenset(RestrictedCode.objects.values_list("code", flat=True))
    codes: dict[str, list[Entry]] = {}
    for row in estate.codes_in("ALERT_CODE"):
        if row.active or inactive_too:
            codes.setdefault(row.parent, []).append(_entry(row, restricted))
    return [
        Kind(_entry(row), sorted(codes.get(row.code, []), key=lambda one: (one.description.casefold(), one.code)))
        for row in sorted(estate.codes_in("ALERT"), key=lambda one: (one.description.casefold(), one.code))
        if row.active or inactive_too
    ]


def codes(*, inactive_too: bool = False) -> list[Entry]:
    """Every code in order of its description. Two statements."""
    restricted = frozenset(RestrictedCode.objects.values_list("code", flat=True))
    rows = [_entry(row, restricted) for row in estate.codes_in("ALERT_CODE") if row.active or inactive_too]
    return sorted(rows, key=lambda one: (one.description.casefold(), one.code))


def kind(code: str) -> Kind:
    """One type with all its codes. Raises NotFound."""
    for found in kinds(inactive_too=True):
        if found.entry.code == code:
            return found
    raise NotFound(code)


def code(wanted: str) -> Entry:
    """One code. Two statements. Raises NotFound."""
    row = estate.code_in("ALERT_CODE", wanted)
    if row is None:
        raise NotFound(wanted)
    return _entry(row, frozenset(RestrictedCode.objects.filter(pk=wanted).values_list("code", flat=True)))


def privileged(wanted: str) -> list[PrivilegedUser]:
    """Who is named for a code, by user name. One statement."""
    return list(PrivilegedUser.objects.filter(code=wanted).order_by("username"))


def named_for_each() -> dict[str, int]:
    """Code to how many users are named for it. One statement."""
    rows = PrivilegedUser.objects.values("code").annotate(number=Count("id")).values_list("code", "number")
    return dict(rows)
