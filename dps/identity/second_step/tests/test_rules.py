from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.second_step import rules
from dps.identity.second_step.rules import Way

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WAYS = st.sets(st.sampled_from(Way))


@pytest.mark.parametrize(
    ("administrator", "roles", "outside", "client", "always", "methods", "asked"),
    [
        (False, ["PRISON"], False, "none", False, ["pwd"], False),
        (False, ["PRISON"], True, "none", False, ["pwd"], False),
        (True, [], False, "none", False, ["pwd"], True),
        (True, [], False, "none", False, ["pwd", "otp"], False),
        (True, [], False, "none", False, ["pwd", "hwk"], False),
        (True, [], False, "none", False, ["mfa"], False),
        (True, [], False, "none", False, [], True),
        *((False, ["PRISON", role], False, "none", False, ["pwd"], True) for role in sorted(rules.ALWAYS_ASKED_ROLES)),
        (False, ["MFA"], False, "none", False, ["pwd"], False),
        (False, ["MFA"], True, "none", False, ["pwd"], True),
        (False, ["MFA"], True, "none", False, ["pwd", "otp"], False),
        (False, [], False, "all", False, ["pwd"], True),
        (False, [], True, "all", False, ["pwd"], True),
        (False, [], False, "untrusted", False, ["pwd"], False),
        (False, [], True, "untrusted", False, ["pwd"], True),
        (False, [], True, "untrusted", False, ["pwd", "hwk"], False),
        (False, [], False, "none", True, ["pwd"], True),
        (False, [], False, "none", True, ["pwd", "otp"], False),
    ],
)
def test_when_it_is_needed(
    administrator: bool, roles: list[str], outside: bool, client: str, always: bool, methods: list[str], asked: bool
) -> None:
    assert rules.needs_second_step(
        administrator=administrator, roles=roles, outside=outside, client_asks=client, always_ask=always, methods=methods
    ) is asked  # fmt: skip


def test_a_session_that_passed_is_never_asked_again() -> None:
    for administrator, outside, always in product((True, False), repeat=3):
        for client, method in product(("none", "untrusted", "all"), rules.PROVES_TWICE):
            assert not rules.needs_second_step(
                administrator=administrator, roles=["MFA", "OAUTH_ADMIN"], outside=outside, client_asks=client,
                always_ask=always, methods=["pwd", method],
            )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "trusted", "outside"),
    [
        ("10.1.2.3", [], True),
        ("10.1.2.3", ["10.0.0.0/8"], False),
        ("10.1.2.3", ["192.168.0.0/16", " 10.1.2.3 "], False),
        ("11.1.2.3", ["10.0.0.0/8"], True),
        ("10.1.2.3", ["10.1.2.9/24"], False),
        ("::ffff:10.1.2.3", ["10.0.0.0/8"], False),
        ("2001:db8::1", ["10.0.0.0/8", "2001:db8::/32"], False),
        ("2001:db9::1", ["2001:db8::/32"], True),
        (None, ["0.0.0.0/0"], True),
        ("nonsense", ["0.0.0.0/0"], True),
        ("10.1.2.3", ["", "10.0.0.0/8"], False),
    ],
)
def test_where_is_outside(address: str | None, trusted: list[str], outside: bool) -> None:
    assert rules.is_outside(address, trusted) is outside


def test_a_network_nobody_can_read_is_an_error_not_a_hole() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        rules.is_outside("10.1.2.3", ["10.0.0.0/99"])
    with pytest.raises(ValueError, match="prisons"):
        rules.is_outside(None, ["prisons"])


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("aisha.holroyd@justice.gov.uk", "aisha.******@******.gov.uk"),
        ("abc@justice.gov.uk", "a******@******.gov.uk"),
        ("a@justice.gov.uk", "******@******.gov.uk"),
        ("ab@x.uk", "a******@******ab@x.uk"),
        ("abcdefghijkl@x.com", "abcdef******@******l@x.com"),
        ("abcdefghijklmnopqrst@example.org", "abcdef******@******ple.org"),
    ],
)
def test_masked_email(address: str, shown: str) -> None:
    assert rules.masked_email(address) == shown
    assert rules.masked(Way.EMAIL, address) == rules.masked(Way.BACKUP_EMAIL, address) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("07700900123", "*******0123"),
        ("07700 900 123", "*******0123"),
        ("+447700900123", "*******00123"),
        ("07", "*******"),
    ],
)
def test_masked_phone(number: str, shown: str) -> None:
    assert rules.masked_phone(number) == shown
    assert rules.masked(Way.TEXT, number) == shown
    assert rules.masked(Way.APP, number) == ""


@pytest.mark.parametrize(
    ("ways", "left"),
    [
        ([], []),
        ([Way.TEXT], []),
        ([Way.TEXT, Way.RECOVERY], [Way.RECOVERY]),
        ([Way.TEXT, Way.EMAIL], [Way.EMAIL, Way.TEXT]),
        ([Way.PASSKEY, Way.TEXT], [Way.TEXT, Way.PASSKEY]),
        ([Way.RECOVERY, Way.PASSKEY, Way.BACKUP_EMAIL, Way.EMAIL, Way.APP],
         [Way.APP, Way.EMAIL, Way.BACKUP_EMAIL, Way.PASSKEY, Way.RECOVERY]),
    ],
)  # fmt: skip
def test_a_text_is_never_the_only_way(ways: list[Way], left: list[Way]) -> None:
    assert rules.usable(ways) == left


@pytest.mark.parametrize(
    ("preferred", "ways", "asked"),
    [
        ("", [], None),
        ("EMAIL", [], None),
        ("", [Way.EMAIL, Way.APP], Way.APP),
        ("EMAIL", [Way.EMAIL, Way.APP], Way.EMAIL),
        ("TEXT", [Way.EMAIL, Way.PASSKEY], Way.EMAIL),
        ("", [Way.TEXT, Way.BACKUP_EMAIL, Way.EMAIL], Way.EMAIL),
        ("", [Way.BACKUP_EMAIL, Way.TEXT], Way.TEXT),
        ("PASSKEY", [Way.EMAIL, Way.PASSKEY], Way.PASSKEY),
        ("", [Way.RECOVERY], Way.RECOVERY),
        ("nonsense", [Way.RECOVERY, Way.PASSKEY], Way.PASSKEY),
    ],
)
def test_which_way_is_asked(preferred: str, ways: list[Way], asked: Way | None) -> None:
    assert rules.way_to_ask(preferred, ways) is asked


@given(st.sampled_from(["", "nonsense", *Way]), WAYS)
def test_the_way_asked_is_always_one_there_is(preferred: str, ways: set[Way]) -> None:
    asked = rules.way_to_ask(preferred, ways)
    assert asked in ways if ways else asked is None


@given(WAYS, st.booleans())
def test_those_who_need_one_keep_one(left: set[Way], needed: bool) -> None:
    allowed = rules.may_lose(needed=needed, left=left)
    if not needed:
        assert allowed
    else:
        assert allowed == (left - {Way.RECOVERY} not in (set(), {Way.TEXT}))


@pytest.mark.parametrize(
    ("seconds", "tries", "may"), [(0, 0, True), (599, 4, True), (599, 5, False), (600, 0, False), (-1, 6, False)]
)
def test_how_long_and_how_often_a_code_may_be_tried(seconds: int, tries: int, may: bool) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert rules.may_be_tried(ends_at=NOW + timedelta(minutes=10), tries=tries, at=at) is may


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("000123", "000123"), (" 000 123 ", "000123"), ("000-123", "000123"), ("12345", ""), ("1234567", ""),
        ("", ""), ("abcdef", ""), ("٣٣٣٣٣٣", ""), ("²²²²²²", ""), ("9" * 5000, ""), ("+12345", ""), ("12345\x006", ""),
    ],
)  # fmt: skip
def test_reading_a_code(typed: str, read: str) -> None:
    assert rules.code_typed(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ABCDE-FGHJK", "ABCDEFGHJK"), ("abcde fghjk", "ABCDEFGHJK"), (" abcdefghjk\n", "ABCDEFGHJK"),
        ("ABCDE-FGHJ", ""), ("ABCDE-FGHJO", ""), ("", ""), ("A" * 5000, ""), ("ÀBCDE-FGHJK", ""),
    ],
)  # fmt: skip
def test_reading_a_recovery_code(typed: str, read: str) -> None:
    assert rules.recovery_code_typed(typed) == read


@given(st.text(alphabet=rules.RECOVERY_LETTERS, min_size=10, max_size=10))
def test_what_is_printed_can_be_typed(code: str) -> None:
    assert rules.recovery_code_typed(rules.as_printed(code)) == code


@pytest.mark.parametrize(
    ("name", "problem"),
    [("My phone", ""), ("", "Enter a name"), ("x" * 50, ""), ("x" * 51, "50 characters"), ("<b>", "must not hold")],
)
def test_names_of_passkeys(name: str, problem: str) -> None:
    found = rules.name_problem(name)
    assert (found == "") == (problem == "") and problem in found
