from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.microsoft import rules

NOW = 1_800_000_000
GOOD: dict[str, Any] = {
    "iss": "https://issuer", "aud": "us", "sub": "x", "nonce": "n", "iat": NOW, "exp": NOW + 300,
    "email": "A@B.UK", "email_verified": True,
}  # fmt: skip
ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=5)  # fmt: skip


def refusal(**changes: Any) -> str:
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return rules.refusal(claims, issuer="https://issuer", client_id="us", nonce="n", now=NOW)


@pytest.mark.parametrize(
    "changes",
    [{}, {"aud": ["us"]}, {"aud": ["us", "them"], "azp": "us"}, {"exp": NOW - 59}, {"iat": NOW + 60, "nbf": NOW + 60}],
)
def test_good_tokens(changes: dict[str, Any]) -> None:
    assert refusal(**changes) == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": "https://issuer/"}, "another issuer"),
        ({"iss": None}, "another issuer"),
        ({"aud": "them"}, "another system"),
        ({"aud": None}, "another system"),
        ({"aud": ["them"]}, "another system"),
        ({"aud": ["us", "them"]}, "another system"),
        ({"azp": "them"}, "another system"),
        ({"nonce": "m"}, "not of this sign-in"),
        ({"nonce": None}, "not of this sign-in"),
        ({"nonce": 5}, "not of this sign-in"),
        ({"exp": NOW - 60}, "expired"),
        ({"exp": None}, "says no time"),
        ({"exp": "tomorrow"}, "says no time"),
        ({"exp": True}, "says no time"),
        ({"iat": None}, "says no time"),
        ({"iat": NOW + 61}, "from the future"),
        ({"nbf": NOW + 61}, "from the future"),
        ({"sub": ""}, "about nobody"),
        ({"sub": 5}, "about nobody"),
        ({"sub": "x" * 256}, "about nobody"),
        ({"sub": "a\x00b"}, "about nobody"),
    ],
)
def test_tokens_refused(changes: dict[str, Any], why: str) -> None:
    assert why in refusal(**changes)


@given(st.sampled_from(sorted(GOOD)), ANYTHING)
def test_whatever_a_claim_holds_is_answered(name: str, value: object) -> None:
    claims = {**GOOD, name: value}
    good = value == GOOD[name] or name in ("email", "email_verified") or refusal(**claims) == ""
    assert good or refusal(**claims)
    assert isinstance(rules.verified_address(claims), str)


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({}, "a@b.uk"),
        ({"email": " O’Neil@B.uk "}, "o'neil@b.uk"),
        ({"email_verified": None, "xms_edov": True}, "a@b.uk"),
        ({"email_verified": None, "xms_edov": 1}, "a@b.uk"),
        ({"email_verified": None, "xms_edov": "1"}, "a@b.uk"),
        ({"email_verified": None}, ""),
        ({"email_verified": False}, ""),
        ({"email_verified": "false"}, ""),
        ({"email_verified": "true"}, ""),
        ({"email_verified": False, "xms_edov": 0}, ""),
        ({"email_verified": False, "xms_edov": "0"}, ""),
        ({"email_verified": False, "xms_edov": [1]}, ""),
        ({"email": None}, ""),
        ({"email": ["a@b.uk"]}, ""),
        ({"email": "nobody"}, ""),
        ({"email": "a\x00@b.uk"}, ""),
        ({"email": f"{'a' * 240}@b.uk"}, ""),
        ({"email": None, "preferred_username": "a@b.uk"}, ""),
    ],
)
def test_only_a_verified_address_counts(changes: dict[str, Any], address: str) -> None:
    assert rules.verified_address({**GOOD, **changes}) == address


@pytest.mark.parametrize(
    ("amr", "method"), [(["pwd", "mfa"], "mfa"), (["pwd"], "ext"), (None, "ext"), ("mfa", "ext"), ([["mfa"]], "ext")]
)
def test_a_second_step_passed_at_microsoft_is_told(amr: object, method: str) -> None:
    assert rules.proved_by({**GOOD, "amr": amr}) == method


@pytest.mark.parametrize(
    ("proved", "anew"),
    [
        (NOW, True),
        (NOW - 300, True),
        (NOW - 301, False),
        (NOW + 60, True),  # its clock may be a minute ahead
        (NOW + 61, False),
        (None, False),
        (str(NOW), False),
        (True, False),
    ],
)
def test_whether_it_was_proved_anew(proved: object, anew: bool) -> None:
    assert rules.is_proved_anew({**GOOD, "auth_time": proved}, NOW) is anew
    assert not rules.is_proved_anew(GOOD, NOW), "not said"


@pytest.mark.parametrize(
    ("given", "hint"), [("", ""), ("AISHA_GEN", ""), (" a@b.uk ", "a@b.uk"), (f"{'a' * 240}@b.uk", "")]
)
def test_only_an_address_is_a_hint(given: str, hint: str) -> None:
    assert rules.login_hint(given) == hint


@pytest.mark.parametrize(("began", "fresh"), [(NOW, True), (NOW - 600, True), (NOW - 601, False), (NOW + 1, False), (None, False), ("1", False)])  # fmt: skip
def test_a_sign_in_takes_ten_minutes_at_most(began: object, fresh: bool) -> None:
    assert rules.is_fresh(began, NOW) is fresh


@pytest.mark.parametrize(
    ("url", "issuer", "good"),
    [
        ("https://a.uk/token", "https://a.uk", True),
        ("https://other.uk/token", "https://a.uk", True),
        ("http://a.uk/token", "https://a.uk", False),
        ("http://localhost:5/token", "https://a.uk", False),
        ("http://localhost:5/token", "http://localhost:5", True),
        ("http://a.uk/token", "http://localhost:5", False),
        ("https://u@a.uk/token", "https://a.uk", False),
        ("file:///etc/passwd", "http://localhost:5", False),
        ("https://[", "https://a.uk", False),
        ("", "https://a.uk", False),
        (None, "https://a.uk", False),
    ],
)
def test_addresses_that_may_be_called(url: object, issuer: str, good: bool) -> None:
    assert (rules.endpoint_problem(url, issuer) == "") is good
