import time
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dps.key_workers.rules.recommendation import Had, Person, Recommended, Staff, recommend

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LATELY = datetime(2026, 11, 1, tzinfo=UTC)


def crowd(count: int) -> list[Person]:
    return [Person(f"A{n:04d}AA", f"NAME{n:04d}", "JO") for n in range(1, count + 1)]


def chosen(found: Recommended) -> dict[str, int]:
    return {one.person.number: one.staff_id for one in found.choices}


def test_two_empty_workers_of_six_and_twelve_share_sixteen_people_by_their_capacity() -> None:
    found = recommend(crowd(16), [Staff(1, "One", 6, 0), Staff(2, "Two", 12, 0)], [])
    assert [n for n, one in enumerate(found.choices, 1) if one.staff_id == 1] == [1, 4, 7, 10, 13, 16]
    assert sum(one.staff_id == 2 for one in found.choices) == 10
    assert [one.load for one in found.staff] == [0, 0]


def test_ties_go_to_whoever_was_never_chosen_then_the_longest_ago_then_the_lowest_id() -> None:
    def first(*staff: Staff) -> int:
        return recommend(crowd(1), staff, []).choices[0].staff_id

    never, long_ago = Staff(9, "Never", 6, 0), Staff(8, "Long ago", 6, 0, LONG_AGO)
    lately, also_lately = Staff(1, "Lately", 6, 0, LATELY), Staff(2, "Lately too", 6, 0, LATELY)
    assert first(never, long_ago, lately) == 9
    assert first(lately, long_ago) == 8
    assert first(also_lately, lately) == 1
    assert first(Staff(3, "Half full", 6, 3), Staff(4, "Less full", 12, 5, LATELY)) == 4


def test_the_latest_previous_worker_comes_first_even_over_capacity() -> None:
    person = crowd(1)[0]
    staff = [Staff(1, "Empty", 6, 0), Staff(2, "Full", 3, 3), Staff(3, "Earlier", 6, 0)]
    history = [
        Had(person.number, 3, LONG_AGO), Had(person.number, 2, LATELY), Had(person.number, 99, LATELY + timedelta(1)),
    ]  # fmt: skip
    (choice,) = recommend([person], staff, history).choices
    assert (choice.staff_id, choice.previous) == (2, True)
    assert choice.why == "Was their worker here before. 4 of 3 with this person, over capacity"


def test_people_come_by_name_and_those_left_when_all_are_full_are_named() -> None:
    people = [Person("A1111AA", "YOUNG", "AL"), Person("A2222AA", "ABLE", "ZOE"), Person("A3333AA", "ABLE", "AL")]
    found = recommend(people, [Staff(1, "One", 2, 0)], [])
    assert [one.person.number for one in found.choices] == ["A3333AA", "A2222AA"]
    assert [one.number for one in found.nobody_for] == ["A1111AA"]
    assert found.choices[1].why == "Most room: 2 of 2 with this person"
    assert not recommend(people, [], []).choices


def test_alerts_that_bear_on_the_choice_are_told() -> None:
    person = Person("A1111AA", "A", "B", frozenset({"XRF", "RNO121", "XA"}))
    (choice,) = recommend([person], [Staff(1, "One", 6, 0)], []).choices
    assert [words.split(":")[0] for words in choice.cautions] == ["Risk to females alert", "No one-to-one alert"]


people = st.lists(
    st.builds(
        Person,
        number=st.integers(0, 9999).map(lambda n: f"A{n:04d}AA"),
        last_name=st.sampled_from(["A", "B", "C"]),
        first_name=st.sampled_from(["X", "Y"]),
    ),
    max_size=40,
    unique_by=lambda one: one.number,
)
moments = st.none() | st.integers(0, 5).map(lambda n: LONG_AGO + timedelta(days=n))
staff = st.lists(
    st.builds(
        Staff,
        staff_id=st.integers(1, 12),
        name=st.just("Somebody"),
        capacity=st.integers(0, 9),
        load=st.integers(0, 10),
        latest_auto_at=moments,
    ),
    max_size=8,
    unique_by=lambda one: one.staff_id,
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Person], list[Staff], list[Had]]:
    some, workers = draw(people), draw(staff)
    pairs = st.tuples(st.sampled_from([one.number for one in some] or ["A0000AA"]), st.integers(1, 14))
    history = [
        Had(number, staff_id, LONG_AGO + timedelta(days=draw(st.integers(0, 4))))
        for number, staff_id in draw(st.lists(pairs, max_size=12))
    ]
    return some, workers, history


def naive(some: list[Person], workers: list[Staff], history: list[Had]) -> dict[str, int]:
    """The same rules, word for word and slowly."""
    load = {one.staff_id: one.load for one in workers}
    given: dict[str, int] = {}
    for person in sorted(some, key=lambda one: (one.last_name, one.first_name, one.number)):
        had = [one for one in history if one.number == person.number and one.staff_id in load]
        able = [one for one in workers if load[one.staff_id] < one.capacity]
        if had:
            pick = max(had, key=lambda one: (one.at, -one.staff_id)).staff_id
        elif able:
            pick = min(
                able,
                key=lambda one: (
                    load[one.staff_id] / one.capacity if load[one.staff_id] else 0,
                    one.latest_auto_at is not None,
                    one.latest_auto_at or LONG_AGO,
                    one.staff_id,
                ),
            ).staff_id
        else:
            continue
        load[pick] += 1
        given[person.number] = pick
    return given


@settings(max_examples=150, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_whatever_the_situation(situation, random) -> None:  # type: ignore[no-untyped-def]
    some, workers, history = situation
    found = recommend(some, workers, history)
    assert chosen(found) == naive(some, workers, history)
    assert {one.number for one in found.nobody_for} | chosen(found).keys() == {one.number for one in some}
    load = {one.staff_id: one.load for one in workers}
    capacity = {one.staff_id: one.capacity for one in workers}
    for choice in found.choices:
        assert choice.previous or load[choice.staff_id] < capacity[choice.staff_id]
        load[choice.staff_id] += 1
    shuffled = [random.sample(given, len(given)) for given in (some, workers, history)]
    assert recommend(*shuffled) == found


def test_two_thousand_people_and_a_hundred_and_fifty_officers_take_less_than_a_second() -> None:
    officers = [Staff(n, f"Officer {n}", 9 + n % 5, n % 4) for n in range(1, 151)]
    history = [Had(f"A{n:04d}AA", n % 200, LATELY) for n in range(1, 2001, 3)]
    started = time.perf_counter()
    found = recommend(crowd(2000), officers, history)
    assert time.perf_counter() - started < 1
    assert len(found.choices) + len(found.nobody_for) == 2000
