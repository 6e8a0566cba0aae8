import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.contact import rules

ORDER = [
    ("", "Enter an email address"),
    ("x" * 229 + "@justice.gov", "240 characters"),
    ("aisha", "correct format"),
    ("aisha@justice", "correct format"),
    ("a.isha@justice", "correct format"),
    (".aisha@justice.gov.uk", "begin or end"),
    ("@justice.gov.uk", "begin or end"),
    ("aisha@justice.gov.uk.", "begin or end"),
    ("aisha@justice.gov.uk@", "begin or end"),
    ("aisha.@justice.gov.uk", "next to the @"),
    ("aisha@.justice.gov.uk", "next to the @"),
    ("aisha@justice@gov.uk", "only one @"),
    ("ai sha@justice.gov.uk", "spaces"),
    ("aisha@justice.gov\t.uk", "spaces"),
    ("aïsha@justice.gov.uk", "only have letters"),
    ("aisha<b>@justice.gov.uk", "only have letters"),
    ("aisha@justice.gov.uk,b@c.uk", "only one @"),
    ("aisha;x@justice.gov.uk", "only have letters"),
]
"""Each breaks a rule and, mostly, those that follow in the order of identity.md 2.9."""


@pytest.mark.parametrize(("email", "words"), ORDER)
@pytest.mark.parametrize("asked", [rules.STRICT, rules.RESET, rules.ANY])
def test_the_first_reason_in_order_is_told(email: str, words: str, asked: str) -> None:
    assert words in rules.email_problem(email, domain_allowed=False, asked=asked)


@pytest.mark.parametrize(
    ("worse", "than"),
    [
        (" " * 250, "240"),  # too long comes before all but empty
        ("ai sha", "format"),
        (".ai sha.@x.uk", "begin or end"),
        ("a.@b@ c.uk", "next to"),
        ("a @b@ï.uk", "only one"),
        ("aï a@x.uk", "spaces"),
        ("aï@gmail.com", "letters"),
    ],
)
def test_of_two_reasons_the_earlier_is_told(worse: str, than: str) -> None:
    assert than in rules.email_problem(worse, domain_allowed=False)


@pytest.mark.parametrize(
    ("email", "allowed", "asked", "words"),
    [
        ("a@gmail.com", False, rules.STRICT, "work email"),
        ("a@gmail.com", False, rules.RESET, "work email"),
        ("a@gmail.com", False, rules.ANY, ""),
        ("a@justice.gov.uk", True, rules.STRICT, ""),
        ("a@hmps.gsi.gov.uk", True, rules.STRICT, "no longer used"),
        ("a@gsi.gov.uk", True, rules.STRICT, "no longer used"),
        ("a@gsi.gov.uk", False, rules.STRICT, "work email"),
        ("a@hmps.gsi.gov.uk", True, rules.RESET, ""),
        ("a@hmps.gsi.gov.uk", False, rules.ANY, ""),
        ("a@notgsi.gov.uk", True, rules.STRICT, ""),
        ("o'neil_b-c+d.e@x.org", True, rules.STRICT, ""),
    ],
)
def test_domains_come_last(email: str, allowed: bool, asked: str, words: str) -> None:
    problem = rules.email_problem(email, domain_allowed=allowed, asked=asked)
    assert words in problem and bool(words) is bool(problem)


@given(st.text("a.@'_-+ ï<\n", max_size=20) | st.emails())
def test_what_passes_has_one_at_and_only_plain_characters(email: str) -> None:
    tidy = rules.tidy_email(email)
    if not rules.email_problem(tidy, domain_allowed=True):
        local, _, domain = tidy.partition("@")
        assert local and "." in domain and re.fullmatch(r"[0-9a-z.'_+-]+@[0-9a-z.'_+-]+", tidy)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Aisha@Justice.gov.uk ", "aisha@justice.gov.uk"), ("O’Neil@x.uk", "o'neil@x.uk"), ("", "")],
)
def test_addresses_are_kept_in_one_way(typed: str, kept: str) -> None:
    assert rules.tidy_email(typed) == kept
    assert rules.tidy_email(kept) == kept


@pytest.mark.parametrize(
    "typed", ["07700900982", "07700 900 982", "+447700900982", "+44 7700 900982", "(07700) 900-982", " 07700900982 "]
)
def test_mobile_numbers(typed: str) -> None:
    assert rules.tidy_mobile(typed) == "07700900982"
    assert rules.mobile_problem(rules.tidy_mobile(typed)) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0770090098",
        "077009009822",
        "01134960000",
        "+337700900982",
        "0044 7700 900982",
        "07700 90O 982",
        "0٧700900982",
        "x",
    ],
)
def test_what_is_no_mobile_number(typed: str) -> None:
    assert rules.mobile_problem(rules.tidy_mobile(typed))


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("aisha.holroyd@justice.gov.uk", "aisha.******@******.gov.uk"),
        ("ab@c.uk", "a******@******ab@c.uk"),
        ("a@b.uk", "******@******a@b.uk"),
        ("abcdefghijklmnop@x.org.uk", "abcdef******@******.org.uk"),
    ],
)
def test_masked_addresses(email: str, masked: str) -> None:
    assert rules.masked_email(email) == masked


@given(st.emails())
def test_a_mask_never_shows_the_whole_of_what_is_before_the_at(email: str) -> None:
    local = email.partition("@")[0]
    shown = rules.masked_email(email).partition("******@******")[0]
    assert local.startswith(shown) and len(shown) <= len(local) / 2


def test_masked_numbers() -> None:
    assert rules.masked_mobile("07700900982") == "*******0982"


@pytest.mark.parametrize(
    ("name", "good"),
    [("Aisha", True), ("Li", True), ("O'Neil-Smith", True), ("a" * 50, True), ("", False), ("L", False), ("a" * 51, False),
     ("<b>", False), ("A\nB", False)],
)  # fmt: skip
def test_own_names(name: str, good: bool) -> None:
    assert (rules.own_name_problem(name, "first name") == "") is good


@pytest.mark.parametrize(
    ("username", "email", "verified", "local", "offered"),
    [
        ("AISHA", "a@b.uk", True, True, True),
        ("AISHA", "a@b.uk", False, True, False),
        ("AISHA", "a@b.uk", True, False, False),
        ("A@B.UK", "a@b.uk", True, True, False),
        ("AISHA", "", True, True, False),
    ],
)
def test_who_is_offered_the_address_as_user_name(
    username: str, email: str, verified: bool, local: bool, offered: bool
) -> None:
    assert rules.may_use_email_as_user_name(username, email, verified=verified, local=local) is offered
    assert rules.user_name_follows(username, email) is (username == "A@B.UK")
