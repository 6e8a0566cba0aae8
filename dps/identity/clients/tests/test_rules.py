from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.clients import rules
from dps.identity.clients.rules import Deployment, Settings, tidy

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOOD = Settings(name="Visits", grant="authorization-code", redirect_uris=("https://visits.example.uk/back",))
TEXT = st.text(max_size=80)


def problems(**changes: Any) -> dict[str, str]:
    return rules.problems(tidy(replace(GOOD, **changes)), known_roles={"VIEW_DATA", "GLOBAL_SEARCH"}, today=TODAY)


def test_good_settings_have_no_problems() -> None:
    assert problems() == {}
    assert problems(roles=(" role_view-data ", "", "GLOBAL_SEARCH"), claim_filter="-name, +USER_NAME,") == {}
    assert problems(grant="client-credentials", redirect_uris=("", " ")) == {}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "x", "at least 2"),
        ("name", "x" * 101, "100 characters"),
        ("name", "<b>x", "must not hold"),
        ("grant", "password", "Choose how"),
        ("grant", "implicit", "Choose how"),
        ("roles", ("VIEW_DATA", "NO_SUCH"), "There is no role NO_SUCH"),
        ("roles", ("view data",), "There is no role"),
        ("roles", tuple(f"R{n}" for n in range(101)), "100 roles or fewer"),
        ("scopes", (), "at least one"),
        ("scopes", ("read write",), "Not a scope"),
        ("scopes", ('re"ad',), "Not a scope"),
        ("scopes", tuple(f"s{n}" for n in range(51)), "50 scopes or fewer"),
        ("redirect_uris", (), "at least one address"),
        ("redirect_uris", tuple(f"https://a{n}.uk/" for n in range(51)), "50 addresses"),
        ("post_logout_redirect_uris", ("http://evil.example/",), "begins with https"),
        ("backchannel_logout_uri", "ftp://a.uk/", "begins with https"),
        ("access_token_seconds", None, "60 to 3,600"),
        ("access_token_seconds", 59, "60 to 3,600"),
        ("access_token_seconds", 3601, "60 to 3,600"),
        ("refresh_token_seconds", 599, "600 to 43,200"),
        ("refresh_token_seconds", 43_201, "600 to 43,200"),
        ("second_step", "sometimes", "Choose when"),
        ("claim_filter", "name", "a list like"),
        ("claim_filter", "-name,+name", "both left out and kept"),
        ("claim_filter", "-sub", "every token needs"),
        ("claim_filter", "-a" * 300, "a list like"),
        ("allowed_addresses", ("10.0.0.1/8",), "not a network"),
        ("allowed_addresses", ("0.0.0.0/0",), "everywhere"),
        ("allowed_addresses", ("::/0",), "everywhere"),
        ("allowed_addresses", ("10.1.2",), "not a network"),
        ("allowed_addresses", tuple(f"10.0.0.{n}" for n in range(51)), "50 networks"),
        ("ends_on", TODAY - timedelta(days=1), "today or later"),
        ("reference", "x" * 61, "60 characters"),
    ],
)
def test_each_rule_says_why(field: str, value: Any, words: str) -> None:
    found = problems(**{field: value})
    assert words in found.pop(field)
    assert found == {}


def test_every_problem_is_told_at_once() -> None:
    wrong = {"name": "", "scopes": (), "redirect_uris": ("ftp://x",), "claim_filter": "x", "access_token_seconds": 1}
    assert set(problems(**wrong)) == set(wrong)


def test_what_acts_by_itself_returns_nowhere() -> None:
    assert "no address to return to" in problems(grant="client-credentials")["redirect_uris"]


def test_a_last_day_that_is_kept_may_be_over() -> None:
    over = TODAY - timedelta(days=9)
    assert rules.problems(replace(GOOD, ends_on=over), known_roles=(), today=TODAY, kept_end=over) == {}
    assert problems(ends_on=TODAY) == {}
    assert not rules.is_over(TODAY, TODAY) and rules.is_over(over, TODAY) and not rules.is_over(None, TODAY)


@pytest.mark.parametrize(
    "uri",
    [
        "https://visits.example.uk",
        "https://visits.example.uk:8443/back?from=dps&x=%20",
        "http://localhost/back",
        "http://localhost:3000/sign-in/callback",
        "https://10.1.2.3/back",
        "https://[2001:db8::1]/back",
    ],
)
def test_addresses_that_can_be_registered(uri: str) -> None:
    assert rules.uri_problem(uri) == ""


@pytest.mark.parametrize(
    "uri",
    [
        "", "visits.example.uk", "//visits.example.uk/", "http://visits.example.uk/", "http://127.0.0.1/", "HTTP://localhost/",
        "https://*.example.uk/", "https://visits.example.uk/*", "https://visits.example.uk/#back", "https://visits.example.uk/#",
        "https://user:pw@visits.example.uk/", "https://user@visits.example.uk/", "https:///back", "https://", "https://-a.uk/",
        "https://a b.uk/", "https://a.uk/b c", "https://a.uk\\@evil.uk/", "https://a.uk/\n", "javascript:alert(1)", "ftp://a.uk/",
        "http://localhost.evil.uk/", "http://localhost@evil.uk/", "https://a.uk:0/", "https://a.uk:99999/", "https://a.uk:x/",
        "https://a.uk/../b", "https://a.uk/b/..", "https://a.uk/./b", "https://[::1/", "com.example.app:/back", "https://é.uk/",
        "https://a.uk/%zz", "https://a.uk/%", f"https://a.uk/{'x' * 500}",
    ],
)  # fmt: skip
def test_addresses_that_cannot(uri: str) -> None:
    assert rules.uri_problem(uri)


@given(TEXT)
def test_nothing_but_whole_https_or_localhost_addresses_passes(typed: str) -> None:
    for uri in (typed, f"https://{typed}", f"https://a.uk/{typed}", f"http://localhost{typed}"):
        if not rules.uri_problem(uri):
            assert uri.startswith(("https://", "http://localhost/", "http://localhost:")) or uri in (
                "http://localhost", f"http://localhost?{uri.partition('?')[2]}"
            )  # fmt: skip
            assert not set(uri) & set("#* \\\"'<>\n\t") - {"'"}


@given(st.builds(Settings, name=TEXT, roles=st.lists(TEXT).map(tuple), scopes=st.lists(TEXT).map(tuple),
                 redirect_uris=st.lists(TEXT).map(tuple), claim_filter=TEXT, allowed_addresses=st.lists(TEXT).map(tuple)))  # fmt: skip
def test_tidying_twice_changes_nothing_and_any_text_is_answered_in_words(settings: Settings) -> None:
    assert tidy(tidy(settings)) == tidy(settings)
    assert all(words for words in rules.problems(tidy(settings), known_roles=set(), today=TODAY).values())


def test_what_is_stored_is_tidy() -> None:
    tidied = tidy(replace(GOOD, name="  Prison   visits ", roles=("role_a-b", "ROLE_A_B", " c "), scopes=("Write", "read", ""),
                          allowed_addresses=("10.1.2.3", "10.1.2.3/32", "10.0.0.0/8"), claim_filter=" -Name , +user_name ,"))  # fmt: skip
    assert tidied.name == "Prison visits"
    assert tidied.roles == ("A_B", "C")
    assert tidied.scopes == ("read", "write")
    assert tidied.allowed_addresses == ("10.1.2.3/32", "10.0.0.0/8")
    assert tidied.claim_filter == "-name,+user_name"


@pytest.mark.parametrize("client_id", ["ab", "visits", "prison-visits_2.x", "A1", "x" * 100])
def test_client_ids(client_id: str) -> None:
    assert rules.client_id_problem(client_id) == ""


@pytest.mark.parametrize("client_id", ["", "a", "-ab", "a b", "a/b", "é1", "x" * 101, "visits-1", "visits-12", "ab\n"])
def test_client_ids_refused(client_id: str) -> None:
    assert rules.client_id_problem(client_id)


@given(TEXT)
def test_an_id_made_from_any_name_is_a_good_one(name: str) -> None:
    assert rules.client_id_problem(rules.client_id_from(name)) == ""


@pytest.mark.parametrize(
    ("name", "client_id"),
    [
        ("Prison visits (booking)", "prison-visits-booking"),
        ("API 2", "api2"),
        ("Roll 1 - 2", "roll12"),
        ("🗝", "client"),
    ],
)
def test_an_id_reads_like_its_name(name: str, client_id: str) -> None:
    assert rules.client_id_from(name) == client_id


@pytest.mark.parametrize(
    ("ids", "following"), [(["x"], "x-1"), (["x", "x-1"], "x-2"), (["x-2"], "x-3"), (["x-9", "x-10"], "x-11")]
)
def test_copies_are_numbered_upwards(ids: list[str], following: str) -> None:
    assert rules.next_copy("x", ids) == following


@pytest.mark.parametrize(
    ("address", "networks", "answer"),
    [
        ("10.1.2.3", ["10.0.0.0/8"], True),
        ("11.1.2.3", ["10.0.0.0/8", "192.168.0.0/16"], False),
        ("2001:db8::5", ["10.0.0.0/8", "2001:db8::/32"], True),
        ("::ffff:10.1.2.3", ["10.0.0.0/8"], True),
        (None, ["10.0.0.0/8"], False),
        ("nonsense", ["10.0.0.0/8"], False),
        ("10.1.2.3", ["nonsense"], False),
        ("10.1.2.3", [], False),
    ],
)
def test_networks(address: str | None, networks: list[str], answer: bool) -> None:
    assert rules.inside(address, networks) is answer


def test_only_an_oauth_admin_hands_on_roles_that_give_access() -> None:
    assert rules.roles_beyond({"CREATE_USER", "OAUTH_ADMIN", "GLOBAL_SEARCH"}, {"CLIENT_ROTATION_ADMIN"}) == [
        "CREATE_USER", "OAUTH_ADMIN",
    ]  # fmt: skip
    assert rules.roles_beyond({"CREATE_USER", "OAUTH_ADMIN"}, {"OAUTH_ADMIN"}) == []


@pytest.mark.parametrize(
    ("set_days", "used_days", "newest_days", "answer"),
    [
        (300, None, 7, True),
        (300, 8, 7, True),
        (300, 7, 7, False),
        (300, None, 6, False),
        (300, 0, 100, False),
        (7, None, 7, False),  # the newest itself
    ],
)
def test_an_old_copy_may_go_a_week_after_a_newer_one(
    set_days: int, used_days: int | None, newest_days: int, answer: bool
) -> None:
    def ago(days: int) -> datetime:
        return NOW - timedelta(days=days)

    used = None if used_days is None else ago(used_days)
    assert rules.may_retire(set_at=ago(set_days), last_used_at=used, newest_set_at=ago(newest_days), at=NOW) is answer


def test_a_secret_is_old_at_180_days() -> None:
    assert rules.is_old(NOW - timedelta(days=180), NOW)
    assert not rules.is_old(NOW - timedelta(days=180) + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "OTHER"), ("team", "x" * 101), ("contact", "x" * 241), ("chat", "x" * 101), ("hosting", "MOON"),
     ("namespace", "a b"), ("secret_name", "x" * 101), ("id_key", "<"), ("secret_key", "a\nb"), ("deployment", "é")],
)  # fmt: skip
def test_the_deployment_panel_is_checked(field: str, value: str) -> None:
    assert rules.deployment_problems(Deployment()) == {}
    assert list(rules.deployment_problems(replace(Deployment(), **{field: value}))) == [field]


def test_changes_tell_before_and_after() -> None:
    before, after = rules.as_plain(GOOD), rules.as_plain(replace(GOOD, roles=("A",), ends_on=TODAY))
    assert rules.changes(before, after) == {"roles": [[], ["A"]], "ends_on": [None, "2026-11-24"]}
    assert rules.changes(after, after) == {}
