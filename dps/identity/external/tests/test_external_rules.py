from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.external import rules
from dps.identity.external.rules import CatalogueRole, Reach

TODAY = date(2026, 11, 24)
EVERYBODY, COURT, NOBODY = Reach(everybody=True), Reach(groups=frozenset({"COURT"})), Reach()
GROUPS = st.frozensets(st.sampled_from(["A", "B", "C", "D"]))


@pytest.mark.parametrize(
    ("reach", "theirs", "covered"),
    [
        (EVERYBODY, [], True),
        (COURT, ["COURT", "PF"], True),
        (COURT, ["PF"], False),
        (COURT, [], False),
        (NOBODY, ["COURT"], False),
    ],
)
def test_who_is_looked_after(reach: Reach, theirs: list[str], covered: bool) -> None:
    assert reach.covers(theirs) is covered


@given(GROUPS, GROUPS, st.sampled_from(["A", "B", "C", "D"]))
def test_a_manager_never_loses_sight_of_somebody_in_no_other_group(
    mine: frozenset[str], theirs: frozenset[str], group: str
) -> None:
    if not rules.leaving_problem(group, theirs, Reach(groups=mine)):
        assert theirs - {group} or group not in theirs


@pytest.mark.parametrize(
    ("group", "theirs", "reach", "refused"),
    [
        ("COURT", ["COURT"], COURT, True),
        ("COURT", ["COURT", "PF"], COURT, False),
        ("COURT", ["COURT"], EVERYBODY, False),
    ],
)
def test_leaving_the_last_group(group: str, theirs: list[str], reach: Reach, refused: bool) -> None:
    assert ("deactivate the account instead" in rules.leaving_problem(group, theirs, reach)) is refused


@pytest.mark.parametrize(
    ("group", "reach", "known", "said"),
    [
        ("", EVERYBODY, [], ""),
        ("", COURT, [], "Choose a group"),
        ("COURT", COURT, ["COURT"], ""),
        ("PF", COURT, ["PF"], "Group: choose one from the list"),
        ("COURT", EVERYBODY, [], "Group: choose one from the list"),
    ],
)
def test_the_first_group(group: str, reach: Reach, known: list[str], said: str) -> None:
    assert rules.first_group_problem(group, reach, known) == said


@pytest.mark.parametrize(
    ("code", "types", "reach", "held", "may"),
    [
        ("R", ["EXT_ADM"], EVERYBODY, [], True),
        ("R", ["EXT_ADM"], COURT, [], True),
        ("OTHER", ["EXT_ADM"], COURT, [], False),
        ("OTHER", ["EXT_ADM"], EVERYBODY, [], True),
        ("R", ["DPS_ADM"], EVERYBODY, [], False),
        ("R", [], EVERYBODY, [], False),
        ("R", ["EXT_ADM", "IMS_HIDDEN"], EVERYBODY, [], False),
        ("OAUTH_ADMIN", ["EXT_ADM"], EVERYBODY, [], False),
        ("OAUTH_ADMIN", ["EXT_ADM"], EVERYBODY, ["OAUTH_ADMIN"], True),
    ],
)
def test_which_roles(code: str, types: list[str], reach: Reach, held: list[str], may: bool) -> None:
    assert rules.may_handle(CatalogueRole(code, frozenset(types)), reach, of_groups={"R"}, held_by_asker=held) is may


@pytest.mark.parametrize(("hidden_on", "offered"), [(None, True), (TODAY, False), (date(2026, 11, 25), True)])
def test_hidden_roles(hidden_on: date | None, offered: bool) -> None:
    assert rules.is_offered(CatalogueRole("R", frozenset(), hidden_on), TODAY) is offered


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pf-london", ""),
        ("", "Enter a code"),
        ("A", "Code must be 2 to 30 characters"),
        ("A" * 31, "Code must be 2 to 30 characters"),
        ("A B", "Code must hold only letters A to Z, numbers and _"),
        ("TAKEN", "There is a group with this code already"),
    ],
)
def test_codes_of_groups(typed: str, said: str) -> None:
    code = rules.tidy_code(typed)
    assert rules.code_problem(code, is_taken=code == "TAKEN") == said


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Leeds Crown Court", True),
        ("O'Neil & Sons (West), Ltd.", True),
        ("abc", False),
        ("a" * 101, False),
        ("", False),
        ("Court <b>", False),
        ("Court\nroom", False),
    ],
)
def test_names_of_groups(name: str, good: bool) -> None:
    assert (rules.group_name_problem(name) == "") is good


@pytest.mark.parametrize(("name", "good"), [("Al", True), ("A", False), ("", True)])
def test_names_of_people(name: str, good: bool) -> None:
    assert (rules.person_name_problem(name, "first name") == "") is good
