"""prisoners.md 1.1 and 1.2, line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.rules.access import (
    Part,
    Viewer,
    Whereabouts,
    is_linked_in_results,
    may_open,
    may_open_through_duplicates,
    may_see,
    may_see_photo_in_results,
)

HERE, OTHER, OUT, TRANSIT = Whereabouts("LEI"), Whereabouts("MDI"), Whereabouts("OUT"), Whereabouts("TRN")
PATIENT, OTHER_PATIENT = Whereabouts("OUT", "LEI"), Whereabouts("OUT", "MDI")
NEVER_BOOKED, GHOST = Whereabouts(""), Whereabouts("ZZGHI")


def viewer(*roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Viewer:
    return Viewer(frozenset({"PRISON", *roles}), frozenset(caseloads), caseloads[0] if caseloads else "")


@pytest.mark.parametrize(
    ("roles", "openable"),
    [
        ((), {HERE}),
        (("GLOBAL_SEARCH",), {HERE, OTHER, TRANSIT}),
        (("INACTIVE_BOOKINGS",), {HERE, OUT, TRANSIT, PATIENT, OTHER_PATIENT, NEVER_BOOKED}),
        (("POM",), {HERE, PATIENT}),
        (("POM", "GLOBAL_SEARCH"), {HERE, OTHER, TRANSIT, PATIENT}),
    ],
)
def test_the_base_check(roles: tuple[str, ...], openable: set[Whereabouts]) -> None:
    everybody = {HERE, OTHER, OUT, TRANSIT, PATIENT, OTHER_PATIENT, NEVER_BOOKED, GHOST}
    assert {person for person in everybody if may_open(person, viewer(*roles))} == openable


ALL = ("GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "POM", "UPDATE_ALERT", "PRISON_RECEPTION", "RELEASE_DATES_CALCULATOR")


@pytest.mark.parametrize(
    ("part", "roles", "seen"),
    [
        (Part.IN_CASELOAD_ONLY, ALL, {HERE}),
        (Part.PHOTO, ("GLOBAL_SEARCH",), {HERE}),
        (Part.PHOTO, ("GLOBAL_SEARCH", "INACTIVE_BOOKINGS"), {HERE, OUT, TRANSIT, PATIENT, OTHER_PATIENT}),
        (Part.LOCATION, ("GLOBAL_SEARCH",), {HERE, TRANSIT}),
        (Part.CSRA_HISTORY, ALL, {HERE, TRANSIT}),
        (Part.CSRA_HISTORY, ("INACTIVE_BOOKINGS",), {HERE}),
        (Part.INCENTIVE_HISTORY, ("INACTIVE_BOOKINGS",), {HERE, OUT, PATIENT, OTHER_PATIENT}),
        (Part.INCENTIVE_HISTORY, ("GLOBAL_SEARCH",), {HERE, TRANSIT}),
        (Part.ADJUDICATIONS, ("GLOBAL_SEARCH",), {HERE}),
        (Part.ADJUDICATIONS, ("GLOBAL_SEARCH", "PRISON_RECEPTION"), {HERE, OTHER, TRANSIT}),
        (Part.COURT_AND_RELEASE, ("GLOBAL_SEARCH",), set()),
        (Part.EDIT_ALERTS, ("UPDATE_ALERT", "GLOBAL_SEARCH"), {HERE}),
        (Part.EDIT_ALERTS, ("UPDATE_ALERT", "INACTIVE_BOOKINGS"), {HERE, OUT, TRANSIT, PATIENT, OTHER_PATIENT}),
    ],
)
def test_the_finer_table(part: Part, roles: tuple[str, ...], seen: set[Whereabouts]) -> None:
    everybody = {HERE, OTHER, OUT, TRANSIT, PATIENT, OTHER_PATIENT}
    assert {person for person in everybody if may_see(part, person, viewer(*roles))} == seen


people = st.sampled_from([HERE, OTHER, OUT, TRANSIT, PATIENT, OTHER_PATIENT, NEVER_BOOKED, GHOST])
viewers = st.builds(lambda roles: viewer(*roles), st.sets(st.sampled_from(ALL)))


@given(st.sampled_from(list(Part)), people, viewers)
def test_no_part_is_seen_of_somebody_who_may_not_be_opened(part: Part, person: Whereabouts, who: Viewer) -> None:
    assert not may_see(part, person, who) or may_open(person, who)


@given(people, st.sets(st.sampled_from(ALL)))
def test_probation_accounts_open_nobody(person: Whereabouts, roles: set[str]) -> None:
    assert not may_open(person, Viewer(frozenset(roles), frozenset({"LEI"}), "LEI"))


def test_duplicates_lend_reading_but_not_by_inactive_bookings() -> None:
    assert may_open_through_duplicates(OTHER, [HERE], viewer())
    assert not may_open_through_duplicates(OTHER, [OUT], viewer("INACTIVE_BOOKINGS"))
    assert may_open_through_duplicates(OUT, [], viewer("INACTIVE_BOOKINGS"))


def test_what_global_search_shows_and_links() -> None:
    assert may_see_photo_in_results(HERE, viewer()) and may_see_photo_in_results(TRANSIT, viewer())
    assert not may_see_photo_in_results(OTHER, viewer("GLOBAL_SEARCH"))
    assert not is_linked_in_results(HERE, viewer(), booked=False)
    assert not is_linked_in_results(HERE, viewer(caseloads=()), booked=True)
    assert not is_linked_in_results(OUT, viewer("GLOBAL_SEARCH"), booked=True)
