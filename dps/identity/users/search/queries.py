"""Finding accounts of prison staff, index-backed for 200,000 of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Collate, Concat, Upper

from dps.identity.models import Account, AdministeredPrison, Role
from dps.identity.users import rules
from dps.identity.users.administrators import accounts_seen_by
from dps.identity.users.search.rules import two_parts

MOST_COUNTED = 20_000
"""Beyond this a search says "more than", is not paged further and gives no list to keep."""
AT_A_TIME = 2_000
_IN_CAPITALS = {
    "last_in_capitals": Collate(Upper("last_name"), "C"),
    "first_in_capitals": Collate(Upper("first_name"), "C"),
}
_STATES = {
    "ACTIVE": Q(inactive=False, locked=False),
    "INACTIVE": Q(inactive=True),
    "LOCKED": Q(locked=True, inactive=False),
}


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for. `words` as `rules.read_words` gives them; `status` ACTIVE, INACTIVE, LOCKED or ''."""

    words: tuple[str, ...] = ()
    status: str = ""
    prison: str = ""
    active_caseload_only: bool = True
    local_administrators_only: bool = False
    roles: tuple[str, ...] = ()
    any_of_the_roles: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One account as lists show it."""

    username: str
    first_name: str
    last_name: str
    email: str
    staff_id: int | None
    active_caseload: str
    roles: list[str]
    inactive: bool
    locked: bool
    must_change_password: bool
    without_password: bool
    last_sign_in: datetime | None

    @property
    def status(self) -> rules.Status:
        return rules.status_of(
            inactive=self.inactive,
            locked=self.locked,
            has_password=not self.without_password,
            must_change_password=self.must_change_password,
        )


_COLUMNS = (
    "username", "first_name", "last_name", "email", "staff_id", "active_caseload", "roles", "inactive", "locked",
    "must_change_password", "without_password", "last_login",
)  # fmt: skip


def found(administrator: rules.Administrator, criteria: Criteria) -> QuerySet[Account]:
    """The accounts that match, by last name, first name, then id. Nothing is read yet.

    When most match they are read in the order of the index. When few do, that would be a walk through all the others:
    an empty text added to the names makes the planner find them first and sort them.
    """
    looked_in = accounts_seen_by(administrator).alias(**_IN_CAPITALS)
    if criteria.words:
        looked_in = looked_in.filter(_begin_with(criteria.words))
    if criteria.status:
        looked_in = looked_in.filter(_STATES[criteria.status])
    if criteria.local_administrators_only:
        looks_after = AdministeredPrison.objects.filter(account=OuterRef("pk"))
        if criteria.prison:
            looks_after = looks_after.filter(prison=criteria.prison)
        looked_in = looked_in.filter(Exists(looks_after))
    elif criteria.prison:
        looked_in = looked_in.filter(caseloads__contains=[criteria.prison])
        if criteria.active_caseload_only:
            looked_in = looked_in.filter(active_caseload=criteria.prison)
    if criteria.roles:
        looked_in = looked_in.filter(
            Q(roles__overlap=list(criteria.roles))
            if criteria.any_of_the_roles
            else Q(roles__contains=list(criteria.roles))
        )
    if administrator.sees_everywhere and criteria == Criteria(status=criteria.status) and criteria.status != "LOCKED":
        return looked_in.order_by("last_in_capitals", "first_in_capitals", "id")
    return looked_in.order_by(*(Concat(name, Value("")) for name in _IN_CAPITALS), "id")


def _begin_with(words: tuple[str, ...]) -> Q:
    """One word: a first name, last name, user name or e-mail address. Several: first and last name in either order,
    or one name of several words."""
    whole = " ".join(words)
    matching = Q(last_in_capitals__startswith=whole) | Q(first_in_capitals__startswith=whole)
    if len(words) == 1:
        return matching | Q(username__startswith=whole) | Q(email__startswith=whole.lower())
    for first, last in two_parts(words):
        matching |= Q(first_in_capitals__startswith=first, last_in_capitals__startswith=last)
    return matching


def count(matching: QuerySet[Account]) -> int:
    """How many match; one more than MOST_COUNTED when there are more. One statement."""
    return matching.order_by()[: MOST_COUNTED + 1].count()


def rows(matching: QuerySet[Account], *, first: int, size: int) -> list[Found]:
    """One page of them. One statement."""
    return [Found(*row) for row in _values(matching)[first : first + size]]


def every_row(matching: QuerySet[Account]) -> Iterator[Found]:
    """All of them, read a few thousand at a time. One statement."""
    return (Found(*row) for row in _values(matching)[:MOST_COUNTED].iterator(chunk_size=AT_A_TIME))


def every_local_administrator(matching: QuerySet[Account], prison: str) -> Iterator[tuple[Found, str]]:
    """Each of them with each prison they look after, or with `prison` alone. One statement."""
    only = {"administered_prisons__prison": prison} if prison else {"administered_prisons__isnull": False}
    looking_after = _values(matching.filter(**only), "administered_prisons__prison")
    by_prison = looking_after.order_by(*matching.query.order_by, "administered_prisons__prison")
    return ((Found(*row[:-1]), row[-1]) for row in by_prison.iterator(chunk_size=AT_A_TIME))


def _values(matching: QuerySet[Account], *more: str) -> QuerySet[Account, Any]:
    without_password = ExpressionWrapper(Q(password__startswith="!"), output_field=BooleanField())
    return matching.annotate(without_password=without_password).values_list(*_COLUMNS, *more)


def roles_to_look_for(administrator: rules.Administrator) -> list[tuple[str, str]]:
    """Roles the search offers, code and name, by name: for a local administrator those they may give. One statement."""
    offered = Role.objects.exclude(code=rules.BASE_ROLE)
    if administrator.level is rules.Level.LOCAL and not administrator.sees_everywhere:
        offered = offered.filter(admin_types__contains=[rules.LOCAL_TYPE])
    return list(offered.order_by(Upper("name"), "code").values_list("code", "name"))
