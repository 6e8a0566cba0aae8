from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.requests import rules
from dps.identity.requests.rules import Asked, Decider, Kind

TODAY = date(2026, 11, 24)
L, C, E, H = rules.LOCAL, rules.CENTRAL, rules.EXTERNAL, rules.HIDDEN
ADMINISTRATORS = [
    rules.LOCAL_ADMINISTRATOR,
    rules.CENTRAL_ADMINISTRATOR,
    rules.EXTERNAL_ADMINISTRATOR,
    rules.PRODUCT_ADMINISTRATOR,
    rules.ACCESS_REVIEWER,
]
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
marks = st.frozensets(st.sampled_from([L, C, E, H]))
prisons = st.frozensets(st.sampled_from(["LEI", "MDI", "NHI"]))
deciders = st.builds(
    Decider,
    username=st.sampled_from(["A", "B", "C"]),
    roles=st.frozensets(st.sampled_from([*ADMINISTRATORS, "OAUTH_ADMIN", "PRISON"])),
    prisons=prisons,
    caseloads=prisons,
    staff_id=st.sampled_from([None, 1, 2]),
)
requests = st.builds(
    Asked,
    kind=st.sampled_from(Kind),
    code=st.sampled_from(["POM", "OAUTH_ADMIN"]),
    username=st.sampled_from(["A", "B"]),
    source=st.sampled_from(["nomis", "auth"]),
    caseloads=prisons,
    asked_by=st.sampled_from(["A", "B", "C"]),
    admin_types=marks,
    staff_id=st.sampled_from([None, 1, 2]),
)


def asks(kind: Kind = Kind.ROLE, marked: str = "", **changed: object) -> Asked:
    given = {
        "kind": kind, "code": "POM", "username": "OFFICER", "source": "nomis", "caseloads": frozenset({"LEI"}),
        "asked_by": "OFFICER", "admin_types": frozenset(marked.split()), **changed,
    }  # fmt: skip
    return Asked(**given)


def decides(roles: str, prisons: str = "", **changed: object) -> Decider:
    given = {"username": "BOSS", "roles": frozenset(roles.split()), "prisons": frozenset(prisons.split()), **changed}
    return Decider(**given)


LSA, ADM, EXT, TOP = ADMINISTRATORS[:4]


@pytest.mark.parametrize(
    ("decider", "asked", "may"),
    [
        (decides(LSA, "LEI"), asks(Kind.ROLE, f"{L} {C}"), True),
        (decides(LSA, "MDI LEI"), asks(Kind.KEEP_ROLE, f"{L} {C}"), True),
        (decides(LSA, "LEI"), asks(Kind.REMOVAL, f"{L} {C}"), True),
        (decides(LSA, "MDI"), asks(Kind.ROLE, f"{L} {C}"), False),
        (decides(LSA, "LEI"), asks(Kind.ROLE, C), False),
        (decides(LSA, "LEI"), asks(Kind.REMOVAL, C), False),
        (decides(LSA, "LEI"), asks(Kind.CASELOAD), False),
        (decides("PRISON", "LEI"), asks(Kind.ROLE, f"{L} {C}"), False),
        (decides(ADM), asks(Kind.ROLE, f"{L} {C}"), True),
        (decides(ADM), asks(Kind.ROLE, C), True),
        (decides(ADM), asks(Kind.ROLE, E), False),
        (decides(ADM), asks(Kind.REMOVAL, E), True),
        (decides(ADM), asks(Kind.REMOVAL, ""), True),
        (decides(ADM), asks(Kind.CASELOAD), True),
        (decides(ADM), asks(Kind.KEEP_CASELOAD), True),
        (decides(ADM), asks(Kind.ROLE, C, code="OAUTH_ADMIN"), False),
        (decides(ADM), asks(Kind.REMOVAL, C, code="OAUTH_ADMIN"), True),
        (decides(f"{ADM} OAUTH_ADMIN"), asks(Kind.ROLE, C, code="OAUTH_ADMIN"), True),
        (decides("OAUTH_ADMIN"), asks(Kind.ROLE, C, code="OAUTH_ADMIN"), False),
        (decides(ADM, username="OFFICER"), asks(Kind.ROLE, C), False),
        (decides(ADM, staff_id=7), asks(Kind.ROLE, C, staff_id=7), False),
        (decides(ADM), asks(Kind.REMOVAL, C, asked_by="BOSS"), False),
        (decides(ADM), asks(Kind.REMOVAL, f"{C} {H}"), False),
        (decides(TOP), asks(Kind.REMOVAL, f"{C} {H}"), True),
        (decides(TOP), asks(Kind.ROLE, f"{C} {H}"), False),
        (decides(TOP), asks(Kind.REMOVAL, C), False),
        (decides(EXT), asks(Kind.ROLE, E, source="auth"), True),
        (decides(EXT), asks(Kind.ROLE, E), False),
        (decides(EXT), asks(Kind.ROLE, C, source="auth"), False),
    ],
)
def test_who_decides(decider: Decider, asked: Asked, may: bool) -> None:
    assert rules.may_decide(decider, asked) is may


@given(deciders, requests)
def test_nobody_decides_about_themselves_or_what_they_asked(decider: Decider, asked: Asked) -> None:
    if rules.may_decide(decider, asked):
        assert decider.username not in (asked.username, asked.asked_by)
        assert decider.staff_id is None or decider.staff_id != asked.staff_id
        assert decider.roles & set(ADMINISTRATORS)
        assert H not in asked.admin_types or asked.kind is Kind.REMOVAL or asked.kind.is_about_a_caseload


@given(deciders, requests, st.sampled_from([*ADMINISTRATORS, "OAUTH_ADMIN"]))
def test_one_more_role_never_takes_a_decision_away(decider: Decider, asked: Asked, role: str) -> None:
    more = Decider(decider.username, decider.roles | {role}, decider.prisons, decider.caseloads, decider.staff_id)
    assert rules.may_decide(more, asked) or not rules.may_decide(decider, asked)


@given(marks, st.booleans(), st.sampled_from(["nomis", "auth", "delius", "azuread"]))
def test_what_can_be_asked_for_can_be_given_by_somebody(types: frozenset[str], hidden: bool, source: str) -> None:
    everybody = [decides(role, "LEI", username=role) for role in (LSA, f"{ADM} OAUTH_ADMIN", EXT)]
    asked = Asked(Kind.ROLE, "POM", "OFFICER", source, frozenset({"LEI"}), "OFFICER", types)
    somebody_may = any(rules.may_decide(one, asked) for one in everybody)
    if rules.can_be_asked_for(types, hidden=hidden, source=source):
        assert somebody_may and not hidden
    if rules.HIDDEN in types:
        assert not rules.can_be_asked_for(types, hidden=hidden, source=source)


@pytest.mark.parametrize(
    ("kind", "marked", "other", "needed"),
    [
        (Kind.ROLE, f"{L} {C}", True, False),
        (Kind.ROLE, C, True, True),
        (Kind.KEEP_ROLE, C, False, True),
        (Kind.ROLE, "", False, True),
        (Kind.CASELOAD, "", True, True),
        (Kind.CASELOAD, "", False, False),
        (Kind.KEEP_CASELOAD, "", True, True),
        (Kind.KEEP_CASELOAD, "", False, False),
        (Kind.REMOVAL, C, True, False),
    ],
)
def test_when_a_last_day_is_needed(kind: Kind, marked: str, other: bool, needed: bool) -> None:
    assert rules.end_is_needed(kind, marked.split(), has_other_prison=other) is needed


@pytest.mark.parametrize(
    ("ends_on", "needed", "after", "problem"),
    [
        (None, False, None, ""),
        (None, True, None, "Enter the last day"),
        (TODAY, True, None, ""),
        (TODAY - timedelta(days=1), False, None, "today or later"),
        (date(2027, 11, 24), True, None, ""),
        (date(2027, 11, 25), True, None, "24 November 2027 or earlier"),
        (date(2026, 12, 1), True, date(2026, 12, 1), "after 1 December 2026"),
        (date(2026, 12, 2), True, date(2026, 12, 1), ""),
        (None, False, date(2026, 12, 1), ""),
    ],
)
def test_which_last_day_can_be_asked_for(ends_on: date | None, needed: bool, after: date | None, problem: str) -> None:
    said = rules.end_problem(ends_on, today=TODAY, needed=needed, after=after)
    assert (problem in said) if problem else said == ""


@given(st.none() | days, st.none() | days, days, st.booleans())
def test_a_decider_never_gives_longer_than_was_asked(
    wanted: date | None, asked: date | None, today: date, needed: bool
) -> None:
    if not rules.agreed_end_problem(wanted, asked=asked, today=today, needed=needed):
        assert asked is None or (wanted is not None and wanted <= asked)
        assert wanted is None or today <= wanted <= rules.a_year_after(today)
        assert wanted is not None or not needed


@pytest.mark.parametrize(
    ("wanted", "asked", "problem"),
    [
        (None, None, ""),
        (TODAY, None, ""),
        (date(2026, 12, 1), date(2026, 12, 1), ""),
        (None, date(2026, 12, 1), "1 December 2026 was asked for"),
        (date(2026, 12, 2), date(2026, 12, 1), "or earlier, as was asked for"),
        (date(2026, 11, 1), date(2026, 11, 1), "today or later"),
    ],
)
def test_which_last_day_can_be_agreed(wanted: date | None, asked: date | None, problem: str) -> None:
    said = rules.agreed_end_problem(wanted, asked=asked, today=TODAY, needed=False)
    assert (problem in said) if problem else said == ""


@pytest.mark.parametrize(
    ("given_on", "ends_on", "due"),
    [
        (date(2026, 1, 1), date(2026, 12, 9), False),
        (date(2026, 1, 1), date(2026, 12, 8), True),
        (date(2026, 1, 1), TODAY, True),
        (date(2026, 1, 1), date(2026, 11, 23), False),
        (date(2026, 11, 20), date(2026, 11, 27), False),  # given for a week: no need to say so again
        (date(2026, 11, 20), date(2026, 12, 4), False),
        (date(2026, 11, 20), date(2026, 12, 5), True),
    ],
)
def test_when_a_reminder_is_due(given_on: date, ends_on: date, due: bool) -> None:
    assert rules.reminder_is_due(given_on=given_on, ends_on=ends_on, today=TODAY) is due


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "Say why"), (" \n ", "Say why"), ("x" * 501, "500 characters"), ("x" * 500, ""), (f" {'x' * 500} ", "")],
)
def test_what_words_are_taken(text: str, problem: str) -> None:
    said = rules.text_problem(text, "Say why")
    assert (problem in said) if problem else said == ""


REVIEWER = rules.ACCESS_REVIEWER


@pytest.mark.parametrize(
    ("decider", "prison", "may"),
    [
        (decides(ADM), "LEI", True),
        (decides(LSA, "LEI"), "LEI", True),
        (decides(LSA, "LEI"), "MDI", False),
        (decides(REVIEWER, caseloads=frozenset({"MDI"})), "MDI", True),
        (decides(REVIEWER, "LEI", caseloads=frozenset({"MDI"})), "LEI", False),
        (decides(EXT), "LEI", False),
        (decides("PRISON", "LEI", caseloads=frozenset({"LEI"})), "LEI", False),
    ],
)
def test_who_reviews_a_prison(decider: Decider, prison: str, may: bool) -> None:
    assert rules.may_review(decider, prison) is may
    assert rules.may_know(decider, [prison], "nomis") is may


def test_a_review_is_due_twice_a_year() -> None:
    assert rules.review_is_due(None, TODAY)
    assert not rules.review_is_due(TODAY - timedelta(days=182), TODAY)
    assert rules.review_is_due(TODAY - timedelta(days=183), TODAY)
