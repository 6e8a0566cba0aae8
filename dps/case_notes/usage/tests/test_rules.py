"""What may be counted."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.usage import rules
from dps.case_notes.usage.rules import Count, CountBy, KeyedBy, Wanted, gathered, is_wanted, problems

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KINDS = {"KA": frozenset({"KS"})}


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert problems(Wanted(frozenset(), {}, ends=NOW, begins=NOW + timedelta(1))) == {
        "keys": rules.SAY_PEOPLE,
        "kinds": rules.SAY_TYPES,
        "ends": rules.WRONG_ORDER,
    }
    assert problems(Wanted(frozenset(), KINDS, KeyedBy.AUTHOR_ID)) == {"keys": rules.SAY_AUTHORS}
    many = frozenset(map(str, range(rules.MOST_KEYS + 1)))
    assert problems(Wanted(many, KINDS)) == {"keys": rules.TOO_MANY}
    assert not problems(Wanted(frozenset({"A1111AA"}), KINDS, begins=NOW, ends=NOW)), "both bounds are included"


NAMED = st.lists(st.tuples(st.sampled_from("ABC"), st.frozensets(st.sampled_from("xyz"))), max_size=6)


@given(NAMED)
def test_naming_a_type_twice_wants_what_either_wants(named: list[tuple[str, frozenset[str]]]) -> None:
    for type in "ABCD":
        for sub_type in "xyzw":
            either = any(is_wanted({one: of}, type, sub_type) for one, of in named)
            assert is_wanted(gathered(named), type, sub_type) is either


def test_the_latest_is_of_the_date_that_was_asked_about() -> None:
    one = Count("KA", "KS", 2, NOW, NOW + timedelta(hours=1))
    assert one.latest(CountBy.HAPPENED) == NOW and one.latest(CountBy.CREATED) == NOW + timedelta(hours=1)
