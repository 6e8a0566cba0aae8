from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.users import rules
from dps.identity.users.rules import Administrator, Level, RoleOffered, Status, Subject

TODAY = date(2026, 11, 24)
L, C, E, H = "DPS_LSA", "DPS_ADM", "EXT_ADM", "IMS_HIDDEN"

PRISONS = st.frozensets(st.sampled_from(["LEI", "MDI", "NHI", "BXI"]))
TYPES = st.frozensets(st.sampled_from([L, C, E, H]))
ROLES = st.builds(
    RoleOffered,
    code=st.sampled_from(["PRISON", "POM", "OAUTH_ADMIN", "IMS_USER", "100"]),
    admin_types=TYPES,
    hidden_on=st.none() | st.dates(TODAY - timedelta(9), TODAY + timedelta(9)),
)
ADMINISTRATORS = st.builds(
    Administrator,
    account_id=st.integers(1, 3),
    staff_id=st.none() | st.integers(1, 3),
    sees_everywhere=st.booleans(),
    prisons=PRISONS,
    level=st.sampled_from(Level),
    roles=st.frozensets(st.sampled_from(["OAUTH_ADMIN", "POM"])),
)
SUBJECTS = st.builds(
    Subject,
    account_id=st.integers(1, 3),
    staff_id=st.none() | st.integers(1, 3),
    is_dps=st.booleans(),
    caseloads=PRISONS,
)


def admin(level: Level = Level.LOCAL, *, everywhere: bool = False, prisons: tuple[str, ...] = ("LEI",), roles: tuple[str, ...] = (), account_id: int = 1, staff_id: int | None = None) -> Administrator:  # fmt: skip
    return Administrator(account_id, staff_id, everywhere, frozenset(prisons), level, frozenset(roles))


def subject(*caseloads: str, is_dps: bool = True, account_id: int = 2, staff_id: int | None = None) -> Subject:
    return Subject(account_id, staff_id, is_dps, frozenset(caseloads))


@pytest.mark.parametrize(
    ("who", "whom", "sees"),
    [
        (admin(), subject("LEI", "MDI"), True),
        (admin(), subject("MDI"), False),
        (admin(), subject(), False),
        (admin(prisons=()), subject("LEI"), False),
        (admin(prisons=("MDI", "NHI")), subject("NHI"), True),
        (admin(everywhere=True, prisons=()), subject("MDI"), True),
        (admin(everywhere=True, prisons=()), subject(), True),
        (admin(everywhere=True), subject("LEI", is_dps=False), False),
        (admin(), subject("LEI", is_dps=False), False),
    ],
)
def test_who_sees_whom(who: Administrator, whom: Subject, sees: bool) -> None:
    assert rules.may_see(who, whom) is sees


@pytest.mark.parametrize(
    ("who", "whom", "own"),
    [
        (admin(account_id=1), subject(account_id=1), True),
        (admin(account_id=1), subject(account_id=2), False),
        (admin(account_id=1, staff_id=7), subject(account_id=2, staff_id=7), True),
        (admin(account_id=1, staff_id=7), subject(account_id=2, staff_id=8), False),
        (admin(account_id=1, staff_id=None), subject(account_id=2, staff_id=None), False),
    ],
)
def test_whose_own(who: Administrator, whom: Subject, own: bool) -> None:
    assert rules.is_own(who, whom) is own


@pytest.mark.parametrize(
    ("types", "local_gives", "central_gives", "local_takes", "central_takes"),
    [
        ([C, L], True, True, True, True),
        ([C], False, True, False, True),
        ([L], True, False, True, True),
        ([E], False, False, False, True),
        ([C, E], False, True, False, True),
        ([C, L, H], True, True, False, False),
        ([H], False, False, False, False),
        ([], False, False, False, True),
    ],
)
def test_which_roles(
    types: list[str], local_gives: bool, central_gives: bool, local_takes: bool, central_takes: bool
) -> None:
    role = RoleOffered("POM", frozenset(types))
    for level, gives, takes in (
        (Level.LOCAL, local_gives, local_takes),
        (Level.CENTRAL, central_gives, central_takes),
        (Level.NONE, False, False),
    ):
        assert rules.may_give(admin(level), role, TODAY) is gives, level
        assert rules.may_take(admin(level), role) is takes, level
        assert rules.must_ask(admin(level), role) is (level is not Level.NONE and not takes), level


@pytest.mark.parametrize(("roles", "gives"), [((), False), (("OAUTH_ADMIN",), True), (("POM",), False)])
def test_client_administration_is_only_passed_on_by_a_holder(roles: tuple[str, ...], gives: bool) -> None:
    role = RoleOffered("OAUTH_ADMIN", frozenset([C, E]))
    assert rules.may_give(admin(Level.CENTRAL, roles=roles), role, TODAY) is gives
    assert rules.may_take(admin(Level.CENTRAL, roles=roles), role) is True


@pytest.mark.parametrize(("days", "gives"), [(-1, False), (0, False), (1, True)])
def test_hidden_roles_are_not_offered(days: int, gives: bool) -> None:
    role = RoleOffered("POM", frozenset([C, L]), TODAY + timedelta(days))
    assert rules.may_give(admin(Level.CENTRAL), role, TODAY) is gives
    assert rules.may_take(admin(Level.CENTRAL), role) is True


POM, CELL_MOVE = RoleOffered("POM", frozenset([C, L])), RoleOffered("CELL_MOVE", frozenset([C]))
OAUTH, OUTSIDE, UNKNOWN = (
    RoleOffered("OAUTH_ADMIN", frozenset([C, E])),
    RoleOffered("MFA", frozenset([E])),
    RoleOffered("?"),
)
PRISON, HIDDEN = RoleOffered("PRISON", frozenset([H])), RoleOffered("OLD", frozenset([C, L]), TODAY - timedelta(9))


@pytest.mark.parametrize(
    ("held", "local", "central", "holder", "helper"),
    [
        ([], [], [], [], "local"),
        ([PRISON, POM, HIDDEN], [], [], [], "local"),
        ([PRISON, POM, CELL_MOVE], ["CELL_MOVE"], [], [], "central"),
        ([OAUTH], ["OAUTH_ADMIN"], ["OAUTH_ADMIN"], [], "holder"),
        ([OAUTH, CELL_MOVE, POM], ["OAUTH_ADMIN", "CELL_MOVE"], ["OAUTH_ADMIN"], [], "holder"),
        ([OUTSIDE, POM], ["MFA"], ["MFA"], ["MFA"], "nobody"),
        ([UNKNOWN, OAUTH], ["?", "OAUTH_ADMIN"], ["?", "OAUTH_ADMIN"], ["?"], "nobody"),
    ],
)
def test_nobody_takes_over_an_account_that_may_do_what_they_could_not_be_given(
    held: list[RoleOffered], local: list[str], central: list[str], holder: list[str], helper: str
) -> None:
    holds = ("OAUTH_ADMIN",)
    for who, beyond in (
        (admin(), local),
        (admin(roles=("CELL_MOVE", "MFA")), local),
        (admin(roles=holds), local),
        (admin(Level.CENTRAL), central),
        (admin(Level.CENTRAL, roles=holds), holder),
        (admin(Level.NONE, roles=holds), [role.code for role in held if role is not PRISON]),
    ):
        assert [role.code for role in rules.beyond(who, held)] == beyond, who
    assert rules.who_helps(role for role in held if role is not PRISON) is rules.Helper(helper)


@given(ADMINISTRATORS, st.lists(ROLES, max_size=5))
def test_an_account_is_in_reach_when_all_of_it_could_be_given(who: Administrator, held: list[RoleOffered]) -> None:
    shown = [RoleOffered(role.code, role.admin_types) for role in held]
    could_be_given = [rules.may_give(who, role, TODAY) or role.code == rules.BASE_ROLE for role in shown]
    assert (rules.beyond(who, held) == []) is all(could_be_given)


@pytest.mark.parametrize(("days", "ok"), [(None, True), (-1, False), (0, False), (1, True), (3000, True)])
def test_a_role_ends_in_the_future(days: int | None, ok: bool) -> None:
    assert (rules.end_problem(None if days is None else TODAY + timedelta(days), TODAY) == "") is ok


@given(ADMINISTRATORS, ROLES)
def test_the_base_role_is_never_given_taken_or_asked_about(who: Administrator, role: RoleOffered) -> None:
    if role.code == rules.BASE_ROLE:
        assert not (rules.may_give(who, role, TODAY) or rules.may_take(who, role) or rules.must_ask(who, role))


@given(ADMINISTRATORS, ROLES)
def test_somebody_without_a_level_does_nothing_with_roles(who: Administrator, role: RoleOffered) -> None:
    if who.level is Level.NONE:
        assert not (rules.may_give(who, role, TODAY) or rules.may_take(who, role) or rules.must_ask(who, role))
    elif role.code != rules.BASE_ROLE:
        assert rules.may_take(who, role) != rules.must_ask(who, role)


@given(ADMINISTRATORS, ROLES)
def test_a_system_role_is_never_taken(who: Administrator, role: RoleOffered) -> None:
    assert not (H in role.admin_types and rules.may_take(who, role))


@given(ADMINISTRATORS, ROLES)
def test_what_a_local_administrator_takes_a_central_one_takes_too(who: Administrator, role: RoleOffered) -> None:
    central = Administrator(who.account_id, who.staff_id, True, who.prisons, Level.CENTRAL, who.roles)
    assert not rules.may_take(who, role) or rules.may_take(central, role)


@given(ADMINISTRATORS, SUBJECTS, PRISONS)
def test_looking_after_more_prisons_never_shows_less(who: Administrator, whom: Subject, more: frozenset[str]) -> None:
    wider = Administrator(who.account_id, who.staff_id, who.sees_everywhere, who.prisons | more, who.level, who.roles)
    assert not rules.may_see(who, whom) or rules.may_see(wider, whom)


def test_the_base_role_is_not_counted() -> None:
    assert rules.counted(["PRISON", "POM", "GLOBAL_SEARCH"]) == ["GLOBAL_SEARCH", "POM"]


@pytest.mark.parametrize(
    ("inactive", "locked", "has_password", "must_change", "status"),
    [
        (False, False, True, False, Status.ACTIVE),
        (False, False, True, True, Status.PASSWORD_CHANGE_REQUIRED),
        (False, False, False, False, Status.INVITED),
        (False, False, False, True, Status.INVITED),
        (False, True, True, True, Status.LOCKED),
        (False, True, False, False, Status.LOCKED),
        (True, True, True, True, Status.INACTIVE),
        (True, False, False, False, Status.INACTIVE),
    ],
)
def test_one_word_for_the_state(
    inactive: bool, locked: bool, has_password: bool, must_change: bool, status: Status
) -> None:
    assert (
        rules.status_of(inactive=inactive, locked=locked, has_password=has_password, must_change_password=must_change)
        is status
    )


def test_references_have_a_length() -> None:
    assert not rules.reference_problem("x" * 60)
    assert rules.reference_problem("x" * 61)
