"""Reads of the estate. Labels are kept in the process for a minute: they change a few times a year."""

import csv
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.db.models import Q

from dps.estate.models import Agency, Location, ReferenceCode
from dps.estate.rules import REGIONS, label_of

DATA = Path(__file__).parent / "data"
KEEP_SECONDS = 60.0
MOST_CODES = 300
T = TypeVar("T")
_kept: dict[object, tuple[float, object]] = {}


def _keep(key: object, read: Callable[[], T]) -> T:
    found = _kept.get(key)
    if found is not None and found[0] > time.monotonic():
        return found[1]  # type: ignore[return-value]
    value = read()
    _kept[key] = (time.monotonic() + KEEP_SECONDS, value)
    return value


def forget_kept() -> None:
    """Read labels afresh next time. For commands that change them, and for tests."""
    _kept.clear()


def _all_labels() -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    rows = ReferenceCode.objects.order_by("domain", "sequence", "description", "code")
    for domain, code, description in rows.values_list("domain", "code", "description"):
        labels.setdefault(domain, {})[code] = description
    return labels


def labels(domain: str) -> dict[str, str]:
    """Code to label of one list, in display order, inactive codes included."""
    return _keep("labels", _all_labels).get(domain, {})


def label(domain: str, code: str) -> str:
    """The label of a code; the code itself when unknown."""
    return labels(domain).get(code, code)


def _agency_names() -> dict[str, str]:
    return dict(Agency.objects.values_list("code", "name"))


def agency_name(code: str) -> str:
    """What people call an agency; the code itself when unknown."""
    return _keep("agencies", _agency_names).get(code, code)


def regions() -> dict[str, str]:
    """Code to region, in words, of every prison that is in one; a region nobody has words for by its code."""
    return _keep(
        "regions",
        lambda: {
            code: label_of(REGIONS, region)
            for code, region in Agency.objects.exclude(region="").values_list("code", "region")
        },
    )


def prisons() -> dict[str, str]:
    """Code to name of every open prison, by name."""
    return _keep(
        "prisons",
        lambda: dict(
            Agency.objects.filter(type="INST", active=True).order_by("name", "code").values_list("code", "name")
        ),
    )


@dataclass(frozen=True, slots=True)
class Wing:
    """A top-level residential location."""

    path: str
    name: str


def wings(agency: str) -> list[Wing]:
    """The wings or houseblocks of a prison, in natural order."""

    def read() -> list[Wing]:
        rows = Location.objects.filter(
            agency=agency, parent_id=None, active=True, type__in=["WING", "BLK", "CB", "RESI", "SPUR", "LAND"]
        ).order_by("sort_key", "id")
        return [Wing(path, name or path) for path, name in rows.values_list("path", "local_name")]

    return _keep(("wings", agency), read)


@dataclass(frozen=True, slots=True)
class Flag:
    """A coloured label on a person for one or more alert codes (reference-data.md 5.1)."""

    label: str
    codes: tuple[str, ...]
    family: str


@cache
def alert_flags() -> tuple[Flag, ...]:
    """All flags, by label."""
    with (DATA / "alert_flags.csv").open(encoding="utf-8", newline="") as file:
        rows = [Flag(row["label"], tuple(row["codes"].split()), row["family"]) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda flag: flag.label.casefold()))


def search_agencies(words: str, *, only_open: bool, serves: str) -> list[Agency]:
    """Prisons whose name, Welsh name or code holds `words`, by name. One statement."""
    found = Agency.objects.filter(type="INST")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(welsh_name__icontains=words) | Q(code__iexact=words))
    if only_open:
        found = found.filter(active=True)
    if serves:
        found = found.filter(serves__contains=serves)
    return list(found.order_by("name", "code"))


@dataclass(frozen=True, slots=True)
class Unit:
    """One location of a prison page, with how many people live in it now."""

    path: str
    local_name: str
    type: str
    capacity: int | None
    active: bool
    cells: int
    places: int


def residential_units(agency: str) -> list[Unit]:
    """Wings and landings of a prison with their cells and working capacity counted. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT u.path, u.local_name, u.type, u.operational_capacity, u.active, count(c.id),
                   coalesce(sum(c.operational_capacity), 0)
              FROM estate_location u
              LEFT JOIN estate_location c ON c.agency = u.agency AND c.type = 'CELL' AND c.active
                   AND starts_with(c.path, u.path || '-')
             WHERE u.agency = %s AND u.type IN ('WING', 'LAND', 'SPUR', 'BLK', 'CB', 'TIER')
             GROUP BY u.id ORDER BY u.sort_key, u.id
            """,
            [agency],
        )
        return [Unit(*row) for row in cursor.fetchall()]


def search_codes(words: str, domain: str) -> list[ReferenceCode]:
    """Reference codes by list and words, at most one more than MOST_CODES so that a page can say there are more."""
    found = ReferenceCode.objects.all()
    if domain:
        found = found.filter(domain=domain)
    if words:
        found = found.filter(Q(description__icontains=words) | Q(code__icontains=words))
    return list(found.order_by("domain", "sequence", "description", "code")[: MOST_CODES + 1])


def codes_in(domain: str) -> list[ReferenceCode]:
    """Every code of one list in display order, those out of use too. One statement."""
    return list(ReferenceCode.objects.filter(domain=domain).order_by("sequence", "description", "code"))


def code_in(domain: str, code: str) -> ReferenceCode | None:
    """One code of one list as it is now; None when the list has no such code. One statement."""
    return ReferenceCode.objects.filter(domain=domain, code=code).first()


def domains() -> list[str]:
    """Names of all coded lists."""
    return sorted(_keep("labels", _all_labels))
