from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.users.bulk import rules
from dps.identity.users.rules import RoleOffered
from dps.platform.web.sheets import read_sheet

TODAY = date(2026, 11, 24)


def read(content: bytes) -> rules.People:
    """As the command reads a file."""
    sheet = read_sheet(content, most=rules.MOST_BYTES)
    return rules.People(problem=sheet.problem) if sheet.problem else rules.read_people(sheet.rows)


NAME = st.from_regex(r"\A[A-Z][A-Z0-9_]{0,10}\Z").filter(lambda name: name != "USERID")


@pytest.mark.parametrize(
    ("content", "usernames", "repeated"),
    [
        (b"userId\r\nABC_GEN\r\nXYZ_GEN\r\n", ("ABC_GEN", "XYZ_GEN"), 0),
        (b"\xef\xbb\xbfuserId\nabc_gen", ("ABC_GEN",), 0),
        (b"USERID\n abc_gen \nABC_GEN\nabc_GEN\n", ("ABC_GEN",), 2),
        (b"ABC_GEN\n", ("ABC_GEN",), 0),
        (b'"userId"\n"ABC_GEN"\n', ("ABC_GEN",), 0),
        ("userId\nSI\u00c2N\n".encode(), ("SIÂN",), 0),
        (b"userId\nuserId\n", ("USERID",), 0),
    ],
)
def test_files_that_are_good(content: bytes, usernames: tuple[str, ...], repeated: int) -> None:
    assert read(content) == rules.People(usernames, repeated)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"userId", "The file names nobody"),
        (b"\xef\xbb\xbf", "The file names nobody"),
        (b"userId\n\nABC_GEN\n", "Row 2 is blank"),
        (b"userId\nABC_GEN\n   \n", "Row 3 is blank"),
        (b"userId\nABC_GEN\n\n\n", "Rows 3, 4 are blank"),
        (b"userId\n" + b"\n" * 8, "Rows 2, 3, 4, 5, 6 and 3 more are blank"),
        (b"userId,name\nABC_GEN,Abc\n", "Rows 1, 2 are of more than one column"),
        (
            b"userId\nA,\n\n" + b"B" * 241,
            "Row 3 is blank. Row 2 is of more than one column. Row 4 is too long for a user name",
        ),
        ("userId\nABC".encode("utf-16"), "The file is Unicode text of another kind: save it as CSV UTF-8"),
        ("userId\nSIÂN".encode("latin-1"), "The file could not be read: save it as CSV UTF-8"),
        (b"userId\nA\x00B", "The file is not a CSV file"),
        (b"A" * 140_000, "The file is not a CSV file"),
        (b"A\n" * (rules.MOST_BYTES // 2 + 1), "The file must be 5 MB or smaller"),
    ],
)
def test_files_that_are_not(content: bytes, said: str) -> None:
    assert read(content) == rules.People(problem=said)


@given(st.lists(NAME, min_size=1), st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_everybody_is_read_once(names: list[str], headed: bool, marked: bool, ends: str) -> None:
    text = ends.join([*(["userId"] if headed else []), *names]) + ends
    people = read(text.encode("utf-8-sig" if marked else "utf-8"))
    assert not people.problem
    assert list(people.usernames) == sorted(set(names))
    assert len(people.usernames) + people.repeated == len(names)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    people = read(content)
    assert bool(people.problem) is not bool(people.usernames)
    assert all(name and name == name.strip() and "\x00" not in name for name in people.usernames)


CENTRAL, LOCAL, EXTERNAL, SYSTEM = "DPS_ADM", "DPS_LSA", "EXT_ADM", "IMS_HIDDEN"


@pytest.mark.parametrize(
    ("code", "types", "hidden_on", "held", "add", "remove"),
    [
        ("R", [CENTRAL], None, [], True, True),
        ("R", [CENTRAL, LOCAL], None, [], True, True),
        ("R", [EXTERNAL], None, [], False, False),
        ("R", [], None, [], False, False),
        ("R", [SYSTEM], None, [], False, False),
        ("R", [CENTRAL, SYSTEM], None, [], True, False),
        ("R", [CENTRAL], TODAY, [], False, True),
        ("R", [CENTRAL], date(2026, 11, 25), [], True, True),
        ("OAUTH_ADMIN", [CENTRAL], None, [], False, False),
        ("OAUTH_ADMIN", [CENTRAL], None, ["OAUTH_ADMIN"], True, True),
        ("PRISON", [CENTRAL], None, [], False, False),
    ],
)
def test_which_roles(
    code: str, types: list[str], hidden_on: date | None, held: list[str], add: bool, remove: bool
) -> None:
    role, asker = RoleOffered(code, frozenset(types), hidden_on), rules.central(frozenset(held))
    assert rules.may_change(role, action=rules.ADD, asker=asker, today=TODAY) is add
    assert rules.may_change(role, action=rules.REMOVE, asker=asker, today=TODAY) is remove


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (["A"], ""),
        ([], "Choose at least one role"),
        (["A", "B", "C", "D", "E"], ""),
        (["A", "B", "C", "D", "E", "F"], "Choose 5 roles or fewer"),
        (["A", "X", "Y"], "You cannot change X, Y in this way"),
    ],
)
def test_how_many_roles(roles: list[str], said: str) -> None:
    assert rules.roles_problem(roles, set("ABCDEF")) == said


@pytest.mark.parametrize(
    ("reference", "good"), [("RITM12345", True), ("", False), ("x", False), ("x" * 60, True), ("x" * 61, False)]
)
def test_references(reference: str, good: bool) -> None:
    assert (rules.reference_problem(reference) == "") is good
