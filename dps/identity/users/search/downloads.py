"""Lists of accounts to keep, as comma-separated values, written while they are read."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from dps.estate import queries as estate
from dps.identity.users import rules
from dps.identity.users.search.queries import Found

COLUMNS = (
    "staffId", "username", "firstName", "lastName", "activeCaseLoadId", "accountStatus", "lockedFlag", "expiredFlag",
    "active", "email", "dpsRoleCount",
)  # fmt: skip
LOCAL_ADMINISTRATOR_COLUMNS = (*COLUMNS, "lsaCaseloadId", "lsaCaseload")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What a csv writer writes to: gives back the line."""

    def write(self, line: str) -> str:
        return line


def safe(value: object) -> str:
    """A value no spreadsheet runs as a formula."""
    words = str(value)
    return f"'{words}" if words.startswith(_FORMULA) else words


def lines(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The heading and each row as a line."""
    writer: Any = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def account_status(found: Found) -> str:
    """The state of an account in the words of the database of NOMIS (identity.md 1.3)."""
    expired = found.must_change_password or found.without_password
    if found.status is rules.Status.INACTIVE:
        return "INACTIVE"
    return {
        (False, False): "OPEN",
        (True, False): "EXPIRED",
        (False, True): "LOCKED",
        (True, True): "EXPIRED & LOCKED",
    }[expired, found.locked]


def values_of(found: Found) -> list[object]:
    """One account, as COLUMNS has them."""
    return [
        found.staff_id if found.staff_id is not None else "",
        found.username,
        found.first_name,
        found.last_name,
        found.active_caseload,
        account_status(found),
        str(found.locked).lower(),
        str(found.must_change_password or found.without_password).lower(),
        str(not found.inactive and not found.locked).lower(),
        found.email,
        len(rules.counted(found.roles)),
    ]


def users(found: Iterable[Found]) -> Iterator[str]:
    """One line for each account."""
    return lines(COLUMNS, (values_of(one) for one in found))


def local_administrators(found: Iterable[tuple[Found, str]]) -> Iterator[str]:
    """One line for each local administrator and prison."""
    return lines(
        LOCAL_ADMINISTRATOR_COLUMNS, ([*values_of(one), code, estate.agency_name(code)] for one, code in found)
    )
