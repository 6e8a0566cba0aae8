from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dps.identity.accounts import rules

HERE = "https://dps.example"
ELSEWHERE = [
    "",
    "prisoners/",
    "//evil",
    "///evil",
    "/\\evil",
    "\\\\evil",
    "/\\/evil",
    "https:",
    "https:evil",
    "https://evil/",
    "http://dps.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil",
    "/ /evil",
    "/\t/evil",
    "\t//evil",
    "/\r\nSet-Cookie: a=b",
    "/%0d%0a\\evil",
    "/a\x00b",
    "?next=//evil",
    "#x",
    "@evil",
    "/" + "a" * 2000,
    "/sign-in",
    "/sign-in?next=/",
    "/sign-out",
    "/live/may-listen?topic=A1234BC",
]
LOCAL = [
    "/",
    "/prisoners/",
    "/prisoners/?term=smi&location=A-1-",
    "/prisoners/A1234BC/",
    "/prisoners/?term=O%27Neil",
    "/prisoners/?term=Zoë",
    "/estate/?words=https://evil",
    "/change-caseload",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(wanted: str) -> None:
    assert rules.safe_next(wanted) == "/"


@pytest.mark.parametrize("wanted", LOCAL)
def test_a_local_page_is_kept_as_it_was(wanted: str) -> None:
    assert rules.safe_next(wanted) == wanted


AWKWARD = st.text("/\\:?#@.%\t\r\n abehtps", max_size=20)


@given(st.one_of(st.text(max_size=30), AWKWARD, AWKWARD.map("/".__add__), AWKWARD.map("//".__add__)))
@example("/\x0b/evil")
@example("/\u2028/evil")
def test_a_browser_following_it_stays_here(wanted: str) -> None:
    safe = rules.safe_next(wanted)
    assert safe in (wanted, "/")
    # What browsers do before they read an address: drop tabs and line ends, and take \ for /.
    seen = "".join(c for c in safe if c not in "\t\r\n").strip().replace("\\", "/")
    assert urlsplit(urljoin(HERE + "/sign-in", seen)).netloc == "dps.example"


@pytest.mark.parametrize(
    "username", ["AB", "ABC12D", "XYZ_GEN", "XYZ_ADM", "A.B-C", "O'NEIL", "AISHA.HOLROYD@JUSTICE.GOV.UK", "A" * 240]
)
def test_good_user_names(username: str) -> None:
    assert rules.username_problem(username) == ""


@pytest.mark.parametrize(
    "username",
    ["", "A", "1ABC", "_ABC", "AB C", "AB\n", "AB\x00", "ÀBC", "<B>", "AB;DROP", "A" * 241, "lower", "A\u202eB", "@AB"],
)
def test_bad_user_names(username: str) -> None:
    assert rules.username_problem(username)


@pytest.mark.parametrize(
    "email",
    [
        "aisha.holroyd@justice.gov.uk",
        "o'neil@hmps.gsi.gov.uk",
        "a_b-c+d@x.org",
        "a@b-c.uk",
        "A@B.CO",
        "a" * 230 + "@b.uk",
    ],
)
def test_good_email_addresses(email: str) -> None:
    assert rules.email_problem(email) == ""


@pytest.mark.parametrize(
    "email",
    [
        "",
        "aisha",
        "aisha@justice",
        "@justice.gov.uk",
        ".aisha@justice.gov.uk",
        "aisha.@justice.gov.uk",
        "aisha@.justice.gov.uk",
        "aisha@justice.gov.uk.",
        "aisha@@justice.gov.uk",
        "ai..sha@justice.gov.uk",
        "ai sha@justice.gov.uk",
        "aisha@justice.gov.uk\n",
        "aisha@justice.gov.uk\nBcc: x@y.z",
        "aïsha@justice.gov.uk",
        "aisha<b>@justice.gov.uk",
        "a" * 240 + "@b.uk",
    ],
)
def test_bad_email_addresses(email: str) -> None:
    assert rules.email_problem(email)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Aisha", True),
        ("O'Neil-Smith", True),
        ("Zoë", True),
        ("李", True),
        ("a" * 50, True),
        ("", False),
        ("a" * 51, False),
        ("<b>", False),
        ("A\x00", False),
        ("A\nB", False),
    ],
)
def test_names_of_staff(name: str, good: bool) -> None:
    assert (rules.name_problem(name, "first name") == "") is good


@pytest.mark.parametrize(
    ("codes", "good"),
    [([], True), (["LEI"], True), (["LEI", "CADM_I"], True), ([""], False), (["LEEDS12"], False), (["L"], False)],
)
def test_caseload_codes(codes: list[str], good: bool) -> None:
    assert (rules.caseloads_problem(codes) == "") is good


@pytest.mark.parametrize(
    ("codes", "good"),
    [([], True), (["GLOBAL_SEARCH", "PRISON"], True), ([""], False), (["A B"], False), (["A" * 61], False)],
)
def test_role_codes(codes: list[str], good: bool) -> None:
    assert (rules.roles_problem(codes) == "") is good


def refused(
    password: str,
    *,
    administrator: bool = False,
    common: bool = False,
    breached: bool = False,
    used_before: bool = False,
) -> list[str]:
    return rules.password_problems(
        password,
        username="HOLROYD_GEN",
        names=["Aisha", "Holroyd", "Li", "a.holroyd"],
        administrator=administrator,
        common=common,
        breached=breached,
        used_before=used_before,
    )


@pytest.mark.parametrize(
    "password",
    [
        "landing keys kettle 7",
        "correct horse",
        "x" * 100 + "yzé",
        "    spaced    out",
        "Пароль для крыла",
        "never-ending 🗝 jangle",
        "no justice for owls",
        "!!!! ???? ---- ....",
        "quality link road",  # a name of two letters is in too many words to matter
    ],
)
def test_good_passwords_need_no_mix_of_characters(password: str) -> None:
    assert refused(password) == []


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short words", "at least 12"),
        ("aaaaaaaaaaaab", "at least 4 different"),
        ("x" * 257, "256 characters or fewer"),
        ("my holroyd_gen key", "user name"),
        ("MY HOLROYD_GEN KEY", "user name"),
        ("aisha loves tea", "your name"),
        ("AISHA loves tea", "your name"),
        ("it is a.holroyd", "your name"),
        ("DigitalPrison1!", "service"),
        ("Justice 2026", "service"),
        ("Digital Prison Services 7", "service"),
        ("my-dps-hmpps-7", "service"),
        ("nomis nomis nomis", "service"),
    ],
)
def test_bad_passwords_say_why(password: str, words: str) -> None:
    assert any(words in problem for problem in refused(password))


def test_administrators_need_longer_passwords() -> None:
    assert refused("kettle keys 7") == []
    assert refused("kettle keys 7", administrator=True) == ["Password must be at least 14 characters"]


def test_what_is_known_from_elsewhere_is_told_too() -> None:
    assert refused("landing keys kettle", breached=True) == [
        "Password is known to criminals from another service: choose another"
    ]
    assert refused("landing keys kettle", used_before=True) == [
        "Password is one you use now or used before: choose another"
    ]
    assert len(refused("aisha", common=True, breached=True, used_before=True)) == 5


def test_every_reason_is_given_at_once() -> None:
    assert len(refused("aisha", common=True)) == 3
    assert len(refused("", common=True)) >= 2


@given(st.text(max_size=300), st.booleans(), st.booleans())
def test_a_password_is_good_or_told_why(password: str, administrator: bool, common: bool) -> None:
    problems = refused(password, administrator=administrator, common=common)
    assert all(problems)
    if not problems:
        assert (14 if administrator else 12) <= len(password) <= 256
        assert not common and len(set(password)) >= 4 and "holroyd" not in password.casefold()


@given(st.integers(0, 200))
def test_the_tenth_failure_locks(failures: int) -> None:
    assert rules.locks_after(failures) == (failures >= 10)
