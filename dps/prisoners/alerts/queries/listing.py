"""The list of a person's alerts, a page at a time, and one alert with its history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from dps.identity.models import Account
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.alerts.commands.writing import KIND
from dps.prisoners.alerts.models import AlertReview, PrivilegedUser, RestrictedCode
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Alert

_ACTIVE = "(a.active_to IS NULL OR a.active_to > %(today)s)"
_INACTIVE = "a.active_to <= %(today)s"
SORTS = {
    "started": "a.active_from DESC, a.created_at DESC, a.id",
    "-started": "a.active_from, a.created_at, a.id",
    "closed": "a.active_to DESC, a.active_from DESC, a.id",
    "-closed": "a.active_to, a.active_from, a.id",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list. Empty values filter nothing."""

    active: bool = True
    types: tuple[str, ...] = ()
    started_from: date | None = None
    started_to: date | None = None
    sort: str = "started"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many alerts a person has: active and inactive ones, and of each type among those shown."""

    active: int
    inactive: int
    types: dict[str, int]


def counts(number: str, *, active: bool, today: date) -> Counted:
    """How many of each type, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT a.type, count(*) FILTER (WHERE {_ACTIVE}), count(*) FILTER (WHERE {_INACTIVE})
                  FROM prisoners_alert a WHERE a.person_id = %(number)s AND a.deleted_at IS NULL GROUP BY a.type""",
            {"number": number, "today": today},
        )
        rows = cursor.fetchall()
    place = 1 if active else 2
    return Counted(
        sum(row[1] for row in rows), sum(row[2] for row in rows), {row[0]: row[place] for row in rows if row[place]}
    )


def page(number: str, filters: Filters, *, today: date, start: int, size: int | None) -> tuple[list[Alert], int]:
    """Some of a person's alerts (all when `size` is none) and how many there are so narrowed. Two statements."""
    where = ["a.person_id = %(number)s", "a.deleted_at IS NULL", _ACTIVE if filters.active else _INACTIVE]
    values: dict[str, Any] = {"number": number, "today": today, "start": start, "size": size}
    if filters.types:
        where.append("a.type = ANY (%(types)s)")
        values["types"] = list(filters.types)
    if filters.started_from:
        where.append("a.active_from >= %(started_from)s")
        values["started_from"] = filters.started_from
    if filters.started_to:
        where.append("a.active_from <= %(started_to)s")
        values["started_to"] = filters.started_to
    condition = " AND ".join(where)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM prisoners_alert a WHERE {condition}", values)
        total = int(cursor.fetchone()[0])
    sql = (
        f"SELECT a.* FROM prisoners_alert a WHERE {condition} ORDER BY {SORTS[filters.sort]}"
        " OFFSET %(start)s LIMIT %(size)s"
    )
    return list(Alert.objects.raw(sql, values)), total


@dataclass(frozen=True, slots=True)
class Codes:
    """Which codes a member of staff may not write: restricted ones they are not named for, and those never shared."""

    by: Actor
    restricted: frozenset[str]
    privileged: frozenset[str]

    def may_write(self, code: str, *, centrally: bool = False) -> bool:
        """Whether they may add, change or close alerts of a code, as far as the code goes."""
        username = self.by.username
        privileged = (username.upper(),) if code in self.privileged else ()
        return rules.may_write_code(
            code, username, centrally=centrally, restricted=code in self.restricted, privileged=privileged
        )


def codes_of(by: Actor) -> Codes:
    """What a member of staff may write. Two statements."""
    restricted = frozenset(RestrictedCode.objects.values_list("code", flat=True))
    privileged = frozenset(PrivilegedUser.objects.filter(username=by.username.upper()).values_list("code", flat=True))
    return Codes(by, restricted, privileged)


SYSTEMS = {"SYS": "System", "BULK_ALERTS": "Bulk Alerts Operation"}


def names_of(usernames: Sequence[str]) -> dict[str, str]:
    """User name to the name of whoever has it. One statement, none for nobody."""
    wanted = {name for name in usernames if name}
    if not wanted:
        return {}
    found = Account.objects.filter(username__in=wanted).values_list("username", "first_name", "last_name")
    return SYSTEMS | {username: f"{first} {last}".strip() for username, first, last in found if first or last}


@dataclass(frozen=True, slots=True)
class WithHistory:
    """One alert and all that was done to it here."""

    alert: Alert
    changes: list[Change]
    reviews: list[AlertReview]
    others: list[Alert] = field(default_factory=list)
    """Active alerts of the same person under the same flag."""


def one(number: str, alert_id: UUID, *, codes: Sequence[str], today: date) -> WithHistory:
    """One alert of a person with its history, and their active alerts of `codes`. Four statements. Raises NotFound."""
    alert = Alert.objects.filter(pk=alert_id, person_id=number, deleted_at=None).first()
    if alert is None:
        raise NotFound(str(alert_id))
    changes = list(Change.objects.filter(person_id=number, kind=KIND, key=str(alert_id)).order_by("-id"))
    reviews = list(AlertReview.objects.filter(alert=alert).order_by("-at"))
    same = Alert.objects.filter(person_id=number, code__in=[*codes, alert.code], deleted_at=None)
    others = [
        a for a in same.order_by("code", "active_from") if a.pk != alert.pk and rules.is_active(a.active_to, today)
    ]
    return WithHistory(alert, changes, reviews, others)


def active_codes(number: str, today: date) -> frozenset[str]:
    """The codes of a person's active alerts. One statement."""
    rows = Alert.objects.filter(person_id=number, deleted_at=None).values_list("code", "active_to")
    return frozenset(code for code, ends in rows if rules.is_active(ends, today))
