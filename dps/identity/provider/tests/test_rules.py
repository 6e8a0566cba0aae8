import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dps.identity.provider import rules

WORDS = some.text(string.ascii_lowercase + "_", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("ITAG USER", "Itag User"),
        ("itag user", "Itag User"),
        ("Siobhán O'Brien", "Siobhán O'Brien"),
        ("SIOBHÁN O'BRIEN", "Siobhán O'Brien"),
        ("ANNE-MARIE SMITH-JONES", "Anne-Marie Smith-Jones"),
        ("Ronald McDonald", "Ronald McDonald"),
        ("", ""),
    ],
)
def test_names_are_capitalised(stored: str, shown: str) -> None:
    assert rules.capitalised(stored) == shown


@pytest.mark.parametrize(
    ("source", "staff_id", "email", "expected"),
    [
        ("nomis", 4711, "a@b.uk", "4711"),
        ("nomis", None, "a@b.uk", "key"),
        ("auth", None, "a@b.uk", "key"),
        ("delius", 25, "a@b.uk", "25"),
        ("azuread", None, "a@b.uk", "a@b.uk"),
        ("azuread", None, "", "key"),
    ],
)
def test_what_the_source_knows_somebody_by(source: str, staff_id: int | None, email: str, expected: str) -> None:
    assert rules.user_id(source=source, staff_id=staff_id, email=email, key="key") == expected


def test_roles_in_tokens() -> None:
    assert rules.authorities(["PRISON", "KW-ADMIN", "ROLE_POM", "prison"]) == [
        "ROLE_KW_ADMIN",
        "ROLE_POM",
        "ROLE_PRISON",
    ]


@given(some.dictionaries(WORDS, some.integers()), some.lists(some.tuples(some.sampled_from("+-"), WORDS)))
def test_a_filter_takes_away_only_what_it_names_and_never_what_the_protocol_needs(
    claims: dict[str, int], named: list[tuple[str, str]]
) -> None:
    needed = {"sub": 1, "exp": 2, "iss": 3}
    kept = rules.filtered({**claims, **needed}, ",".join(sign + name for sign, name in named))
    assert set(kept) >= set(needed)
    for name in claims:
        if name not in needed:
            out = ("-", name) in named and ("+", name) not in named
            assert (name in kept) is (not out or name in rules._ALWAYS)


@pytest.mark.parametrize(
    ("allowed", "people", "scopes"),
    [
        ([], True, ["openid", "profile", "email", "read", "write"]),
        ([], False, ["read", "write"]),
        (["read"], True, ["openid", "profile", "email", "read"]),
        (["read", "nomis"], False, ["read"]),
        (["nomis"], False, ["read"]),
        (["nomis", "write"], False, ["write"]),
        (["auth", "delius"], True, ["openid", "profile", "email", "read"]),
        (["openid", "read"], True, ["openid", "read"]),
        (["email", "read", "nomis"], True, ["openid", "email", "read"]),
        (["openid", "profile", "email"], False, ["read", "write"]),
        (["openid"], True, ["openid", "read", "write"]),
    ],
)
def test_scopes(allowed: list[str], people: bool, scopes: list[str]) -> None:
    assert rules.scopes_of_client(allowed, signs_people_in=people) == scopes


@pytest.mark.parametrize(
    ("methods", "acr", "amr"),
    [
        ([], "1", []),
        (["pwd"], "1", ["pwd"]),
        (["pwd", "otp"], "2", ["pwd", "otp", "mfa"]),
        (["pwd", "pin"], "1", ["pwd", "pin"]),
        (["otp", "hwk"], "1", ["otp", "hwk"]),
        (["hwk", "user"], "2", ["hwk", "user", "mfa"]),
        (["pwd", "otp", "mfa"], "2", ["pwd", "otp", "mfa"]),
        (["pwd", "pwd"], "1", ["pwd"]),
    ],
)
def test_how_surely(methods: list[str], acr: str, amr: list[str]) -> None:
    assert (rules.acr(methods), rules.amr(methods)) == (acr, amr)


@pytest.mark.parametrize(
    ("prompt", "max_age", "wish"),
    [
        ("", "", rules.Wish()),
        ("none", "", rules.Wish(silent=True)),
        ("login", "", rules.Wish(again=True)),
        ("login consent", "5", rules.Wish(again=True, max_age=5)),
        ("consent", "", rules.Wish()),
        ("none login", "", None),
        ("create", "", None),
        ("", "-1", None),
        ("", "1.5", None),
        ("", "٣", None),
        ("", "9" * 10, None),
    ],
)
def test_wishes(prompt: str, max_age: str, wish: rules.Wish | None) -> None:
    assert rules.wish(prompt, max_age) == wish


@pytest.mark.parametrize(
    ("uri", "origin"),
    [
        ("https://rp.example/cb", "https://rp.example"),
        ("http://localhost:3000/cb?a=b", "http://localhost:3000"),
        ("https://rp.example;script-src *", ""),
        ("https://rp.example 'unsafe-inline'/", ""),
        ("https://*.example/", ""),
        ("https://a@b.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_origins(uri: str, origin: str) -> None:
    assert rules.origin(uri) == origin


def test_the_last_day() -> None:
    day = date(2026, 11, 24)
    assert rules.is_current(None, day) and rules.is_current(day, day)
    assert not rules.is_current(date(2026, 11, 23), day)
