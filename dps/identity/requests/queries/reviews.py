"""Reads for looking again at what the people of a prison may do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from dps.identity.requests import rules
from dps.identity.requests.queries.wishes import PAGE


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many people of a prison hold a role, and how many of those were not looked at for half a year."""

    code: str
    people: int
    due: int


def roles_in(prison: str, since: datetime) -> list[RoleCount]:
    """Every role that people of a prison hold, but for those everybody has, by code. One statement.

    People: accounts with that caseload that are not closed. Due: without a review since `since`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT held.role, count(*), count(*) FILTER (WHERE r.id IS NULL)
              FROM identity_account a
             CROSS JOIN LATERAL unnest(a.roles) AS held(role)
              LEFT JOIN access_requests_accessreview r
                   ON r.account_id = a.id AND r.role = held.role AND r.at >= %(since)s
             WHERE a.caseloads @> ARRAY[%(prison)s]::varchar[] AND NOT a.inactive AND NOT held.role = ANY(%(base)s)
             GROUP BY held.role ORDER BY held.role
            """,
            {"prison": prison, "since": since, "base": sorted(rules.BASE_ROLES)},
        )
        return [RoleCount(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody of a prison who holds a role."""

    account_id: int
    username: str
    name: str
    role: str
    last_signed_in: datetime | None
    given_by: str
    given_at: datetime | None
    ends_on: date | None
    verdict: str
    reviewed_by: str
    reviewed_at: datetime | None
    staff_id: int | None


_HOLDERS = """
    SELECT a.id, a.username, coalesce(nullif(trim(a.first_name || ' ' || a.last_name), ''), a.username), held.role,
           a.last_login, coalesce(g.given_by, ''), g.given_at, g.ends_on, coalesce(r.verdict, ''), coalesce(r.by, ''),
           r.at, a.staff_id
      FROM identity_account a
     CROSS JOIN LATERAL unnest(a.roles) AS held(role)
      LEFT JOIN identity_rolegiven g ON g.account_id = a.id AND g.role = held.role
      LEFT JOIN access_requests_accessreview r ON r.account_id = a.id AND r.role = held.role
     WHERE a.caseloads @> ARRAY[%(prison)s]::varchar[] AND NOT a.inactive
"""


def holders(prison: str, role: str, page: int) -> list[Holder]:
    """The people of a prison who hold a role, by name, 20 a page. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{_HOLDERS} AND a.roles @> ARRAY[%(role)s]::varchar[] AND held.role = %(role)s
            ORDER BY a.last_name, a.first_name, a.id LIMIT %(size)s OFFSET %(skip)s""",
            {"prison": prison, "role": role, "size": PAGE, "skip": (page - 1) * PAGE},
        )
        return [Holder(*row) for row in cursor.fetchall()]


def everybody_in(prison: str) -> list[Holder]:
    """Every person of a prison with every role but those everybody has, by name then role. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{_HOLDERS} AND NOT held.role = ANY(%(base)s)
            ORDER BY a.last_name, a.first_name, a.id, held.role""",
            {"prison": prison, "base": sorted(rules.BASE_ROLES)},
        )
        return [Holder(*row) for row in cursor.fetchall()]
