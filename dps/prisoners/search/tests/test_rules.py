import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.search import rules

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


@pytest.mark.parametrize(
    ("tokens", "splits"),
    [
        ((), set()),
        (("smith",), set()),
        (("john", "smith"), {("john", "smith"), ("smith", "john")}),
        (
            ("de", "souza", "ana"),
            {("de", "souza ana"), ("de souza", "ana"), ("ana", "de souza"), ("souza ana", "de"), ("de", "ana")},
        ),
    ],
)
def test_typed_words_as_first_and_last_names(tokens: tuple[str, ...], splits: set[tuple[str, str]]) -> None:
    assert set(rules.as_first_and_last(tokens)) == splits


@pytest.mark.parametrize(("name", "slips"), [("li", 1), ("lee", 1), ("khan", 2), ("whittaker", 2)])
def test_a_short_name_allows_one_slip(name: str, slips: int) -> None:
    assert rules.slips_allowed(name) == slips


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("2003/0234567a", "2003/234567A"), ("03/234567A", "2003/234567A"), ("00/0000000a", "2000/0A"),
        ("39/1A", "1939/1A"), ("38/1A", "2038/1A"), ("99/0139097Y", "1999/139097Y"), ("20000160946Q", "2000/160946Q"),
        ("203/1234567A", None), ("2003/A", None), ("1234567A", None), ("16/11/2018", None), ("SF68/945674U", None),
        ("111111/11A", None), (" 03/234567A", None),
    ],
)  # fmt: skip
def test_canonical_pnc(typed: str, canonical: str | None) -> None:
    assert rules.canonical_pnc(typed) == canonical


@pytest.mark.parametrize(
    "typed",
    ["2000/0160946Q", "20000160946Q", "1999/0139097Y", "2024/0070623D", "81/34U", "02/73319Z", "00/223R", "033Y"],
)
def test_valid_pncs(typed: str) -> None:
    assert rules.is_valid_pnc(typed)


@given(st.integers(1, 9_999_999), st.integers(1940, 2030))
def test_a_pnc_with_its_letter_is_valid_in_every_written_form_and_with_another_is_not(serial: int, year: int) -> None:
    letter = LETTERS[int(f"{year % 100:02d}{serial:07d}") % 23]
    wrong = LETTERS[(LETTERS.index(letter) + 1) % 23]
    for typed in (
        f"{year}/{serial:07d}{letter}",
        f"{year % 100:02d}/{serial}{letter}",
        f"{year}{serial:07d}{letter}".lower(),
    ):
        assert rules.is_valid_pnc(typed), typed
    assert not rules.is_valid_pnc(f"{year}/{serial:07d}{wrong}")
    if 1939 <= year <= 2038:
        forms = {f"{year}/{serial:07d}{letter}", f"{year}/{serial}{letter}", f"{year % 100:02d}/{serial:07d}{letter}"}
        assert {rules.canonical_pnc(form) for form in forms} == {f"{year}/{serial}{letter}"}


@pytest.mark.parametrize(
    "typed", ["265416/21G", "65656/91H", "065656/91H", "6697/56U", "991/66G", "SF05/482703J", "SF83/50058Z"]
)
def test_valid_cros(typed: str) -> None:
    assert rules.is_valid_cro(typed)


@pytest.mark.parametrize("typed", ["265416/21H", "26541621G", "265416/21", "265416/021G", "", "SF05/482703K"])
def test_invalid_cros(typed: str) -> None:
    assert not rules.is_valid_cro(typed)


def test_a_prison_number_anywhere_wins_over_all_other_words() -> None:
    assert rules.read_term("OBENG a1809jk").prison_numbers == ("A1809JK",)
    assert rules.read_term("OBENG a1809jk").tokens == ()


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("Smith, John", ("smith", "john")), ("smith;john+paul:x", ("smith", "john", "paul", "x")), ("O'Brien", ("obrien",)),
        ("smi smith", ("smith",)), ("  ", ()), ("Łukasz Müller", ("lukasz", "muller")), ("<b>'; DROP", ("b", "drop")),
    ],
)  # fmt: skip
def test_tokens(typed: str, tokens: tuple[str, ...]) -> None:
    assert rules.read_term(typed).tokens == tokens


@given(st.text(max_size=300))
def test_anything_typed_is_read(typed: str) -> None:
    term = rules.read_term(typed)
    assert len(term.tokens) <= rules.MOST_TOKENS
    assert all(token and token == rules.fold(token) and " " not in token for token in term.tokens)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert rules.fold(rules.fold(text)) == rules.fold(text)


LATIN = st.text(
    st.sampled_from([chr(c) for c in [*range(32, 127), *range(0xC0, 0x180)] if chr(c).isprintable()]), max_size=40
)


@pytest.mark.django_db
def test_the_database_folds_as_we_do() -> None:
    @given(LATIN)
    def agree(text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT dps_fold(%s)", [text])
            assert cursor.fetchone()[0] == rules.fold(text), text

    agree()
