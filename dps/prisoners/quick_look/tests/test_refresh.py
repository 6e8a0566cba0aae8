"""The record that search and the header read is made in SQL; the rules are in Python. They must agree on everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dps.estate import queries as estate
from dps.estate.commands import load_estate
from dps.estate.models import ReferenceCode
from dps.platform import local_time
from dps.prisoners.models import (
    Alert,
    Assessment,
    Booking,
    ImprisonmentStatus,
    IncentiveReview,
    Movement,
    Person,
    ReleaseDetail,
    SearchRecord,
    SentenceCalculation,
)
from dps.prisoners.profile import queries as quick_look
from dps.prisoners.rules import custody, flags, key_dates
from dps.prisoners.rules.access import Situation, Viewer, situation
from dps.prisoners.rules.custody import AssessmentFacts, Incentive
from dps.prisoners.search import queries as search
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.rules import read_term
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
NUMBER = "A1111AA"
DAY = date(2026, 3, 10)
DAYS = st.integers(0, 4).map(lambda days: DAY + timedelta(days))
"""Few days, so that two things often fall on the same one."""
generated = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
_ids = count(1)


@pytest.fixture
def booking() -> Booking:
    """One person, whose facts change from example to example: the record must follow."""
    make_agencies()
    return booking_of(make_person(NUMBER))


def record() -> SearchRecord:
    refresh_records([NUMBER])
    return SearchRecord.objects.get(pk=NUMBER)


def assessments(levels: list[str]) -> st.SearchStrategy[list[AssessmentFacts]]:
    """Some assessments, no two with one sequence, of every status and result."""
    one = st.builds(
        AssessmentFacts,
        on=DAYS,
        sequence=st.just(0),
        status=st.sampled_from(["A", "A", "A", "P", "I", "STANDARD", ""]),
        calculated=st.sampled_from(levels),
        override=st.sampled_from(levels),
        review=st.sampled_from(levels),
        evaluation=st.sampled_from(["APP", "APP", "REJ", ""]),
        next_review_on=st.none() | DAYS,
    )
    return st.lists(one, max_size=4).flatmap(
        lambda some: st.permutations(range(1, len(some) + 1)).map(
            lambda order: [replace(a, sequence=place) for a, place in zip(some, order, strict=True)]
        )
    )


def assess(booking: Booking, kind: str, some: list[AssessmentFacts]) -> None:
    Assessment.objects.filter(booking=booking).delete()
    Assessment.objects.bulk_create(
        Assessment(booking=booking, kind=kind, type=kind, sequence=a.sequence, on=a.on, status=a.status,
                   calculated_level=a.calculated, override_level=a.override, review_level=a.review,
                   evaluation_result=a.evaluation, next_review_on=a.next_review_on)
        for a in some
    )  # fmt: skip


@generated
@example([AssessmentFacts(DAY, 1, "A", "", "", "", "APP", DAY)])
@example([AssessmentFacts(DAY, 2, "A", "", "", "", "APP", DAY), AssessmentFacts(DAY, 1, "A", "B", "", "", "APP", DAY)])
@given(assessments(["", "", "A", "B", "C"]))
def test_category(booking: Booking, some: list[AssessmentFacts]) -> None:
    assess(booking, "CATEGORY", some)
    rule, kept = custody.category_in_force(some), record()
    assert kept.category == (custody.category_level(rule) if rule else "")
    assert kept.category_review_on == (rule.next_review_on if rule else None)
    assert kept.csra == "", "a categorisation is no cell sharing assessment"


@generated
@given(assessments(["", "", "HI", "STANDARD", "MED", "LOW", "PEND", "ODD"]))
def test_csra(booking: Booking, some: list[AssessmentFacts]) -> None:
    assess(booking, "CSRA", some)
    rule, kept = custody.current_csra(some), record()
    assert kept.csra == (custody.csra_rating(rule) if rule else "")
    assert kept.csra_on == (rule.on if rule else None)
    assert kept.category == "", "a cell sharing assessment is no categorisation"


@pytest.mark.parametrize("review", ["", "PEND", "LOW"])
def test_csra_of_every_pair_of_levels(booking: Booking, review: str) -> None:
    for calculated, override in product(["", "HI", "STANDARD", "MED", "LOW", "PEND", "ODD"], repeat=2):
        one = AssessmentFacts(DAY, 1, "A", calculated, override, review)
        assess(booking, "CSRA", [one])
        assert record().csra == custody.csra_rating(one), one


@generated
@given(st.lists(st.tuples(st.sampled_from(["BAS", "STD", "ENH"]), DAYS), max_size=5), st.randoms(use_true_random=False))
def test_incentive(booking: Booking, given_levels: list[tuple[str, date]], shuffle: Any) -> None:
    order = list(range(1, len(given_levels) + 1))
    shuffle.shuffle(order)
    reviews = [Incentive(level, on, place) for (level, on), place in zip(given_levels, order, strict=True)]
    IncentiveReview.objects.filter(booking=booking).delete()
    IncentiveReview.objects.bulk_create(
        IncentiveReview(booking=booking, level=r.level, on=r.on, sequence=r.sequence) for r in reviews
    )
    rule = custody.current_incentive(reviews)
    assert record().incentive == (rule.level if rule else "")


def test_legal_status_of_every_imprisonment_status_there_is(booking: Booking) -> None:
    load_estate()
    ReferenceCode.objects.create(domain="IMP_STS", code="NOBAND", description="Without a band")
    codes = list(ReferenceCode.objects.filter(domain="IMP_STS").values_list("code", "attributes"))
    assert len(codes) > 90
    for code, attributes in [*codes, ("UNHEARD", {})]:
        ImprisonmentStatus.objects.all().delete()
        ImprisonmentStatus.objects.create(booking=booking, sequence=1, status=code, latest=True)
        band, kept = attributes.get("band"), record()
        assert (kept.imprisonment_status, kept.band) == (code, band)
        assert kept.legal_status == custody.legal_status(code, band), code
        assert (kept.legal_status == "RECALL") == attributes.get("recall", False), code


@pytest.mark.parametrize(
    ("statuses", "held"),
    [
        ([], ""), ([(1, "RX", True)], "RX"), ([(1, "RX", False), (2, "SENT03", True)], "SENT03"),
        ([(1, "RX", True), (2, "SENT03", False)], "RX"), ([(1, "RX", True), (2, "SENT03", True)], "SENT03"),
        ([(1, "RX", False), (2, "SENT03", False)], "SENT03"),
    ],
)  # fmt: skip
def test_why_held_is_the_latest_status_then_the_last(
    booking: Booking, statuses: list[tuple[int, str, bool]], held: str
) -> None:
    for sequence, status, latest in statuses:
        ImprisonmentStatus.objects.create(booking=booking, sequence=sequence, status=status, latest=latest)
    assert record().imprisonment_status == held


KINDS = ["ARD", "CRD", "NPD", "PRRD", "APD", "HDCAD", "MTD", "SED", "PED"]
MAYBE = st.none() | DAYS


@generated
@example({"CRD": (DAY, DAY - timedelta(30))}, None)
@given(st.dictionaries(st.sampled_from(KINDS), st.tuples(MAYBE, MAYBE), max_size=6), MAYBE)
def test_release_date(booking: Booking, dates: key_dates.Dates, confirmed_on: date | None) -> None:
    SentenceCalculation.objects.all().delete()
    ReleaseDetail.objects.all().delete()
    if dates:
        in_json = {kind: [day.isoformat() if day else None for day in pair] for kind, pair in dates.items()}
        SentenceCalculation.objects.create(id=1, booking=booking, calculated_at=datetime(2026, 1, 1, tzinfo=UTC), dates=in_json)  # fmt: skip
    if confirmed_on or dates:
        ReleaseDetail.objects.create(booking=booking, confirmed_on=confirmed_on)
    kept = record()
    assert kept.release_on == key_dates.release_date(key_dates.effective(dates), confirmed_on=confirmed_on)
    assert kept.confirmed_release_on == confirmed_on


@pytest.mark.parametrize(
    ("calculations", "counts"),
    [([(1, 1), (2, 2)], 2), ([(1, 2), (2, 1)], 1), ([(1, 1), (2, 1)], 2)],
    ids=["the newest", "the newest whatever its id", "of two at one moment the higher id"],
)
def test_which_calculation_counts(booking: Booking, calculations: list[tuple[int, int]], counts: int) -> None:
    for number, day in calculations:
        SentenceCalculation.objects.create(
            id=number, booking=booking, calculated_at=datetime(2026, 1, day, tzinfo=UTC), dates={"CRD": [f"2030-01-0{number}", None]}
        )  # fmt: skip
    assert record().release_on == date(2030, 1, counts)


MINE = Viewer(frozenset({"PRISON"}), frozenset({"LEI"}), "LEI")


@pytest.mark.parametrize(
    ("active", "in_out", "agency", "movement", "where", "supporting", "hospital"),
    [
        (True, "IN", "LEI", ("ADM", "N", "", "LEI"), Situation.IN_CASELOAD, "", ""),
        (True, "OUT", "LEI", ("CRT", "CRT", "LEI", "LEEDCC"), Situation.IN_CASELOAD, "", ""),
        (True, "OUT", "LEI", ("TAP", "C5", "LEI", "OUT"), Situation.IN_CASELOAD, "", ""),
        (True, "IN", "MDI", ("ADM", "INT", "LEI", "MDI"), Situation.OTHER_PRISON, "", ""),
        (False, "TRN", "TRN", ("TRN", "NOTR", "LEI", "MDI"), Situation.IN_TRANSIT, "", ""),
        (False, "OUT", "OUT", ("REL", "CR", "LEI", "OUT"), Situation.RELEASED, "", ""),
        (False, "OUT", "OUT", ("REL", "DEC", "LEI", "OUT"), Situation.RELEASED, "", ""),
        (False, "OUT", "OUT", ("REL", "HP", "LEI", "HAZLWD"), Situation.RESTRICTED, "LEI", "HAZLWD"),
        (False, "OUT", "OUT", ("REL", "HP", "MDI", "HAZLWD"), Situation.RESTRICTED, "MDI", "HAZLWD"),
        (False, "OUT", "OUT", ("REL", "HP", "LEI", "OUT"), Situation.RELEASED, "", ""),
        (False, "OUT", "OUT", ("REL", "CR", "LEI", "HAZLWD"), Situation.RELEASED, "", ""),
        (True, "IN", "LEI", ("ADM", "R", "HAZLWD", "LEI"), Situation.IN_CASELOAD, "", ""),
    ],
)
def test_status_and_whereabouts_follow_the_booking_and_its_last_movement(
    booking: Booking, active: bool, in_out: str, agency: str, movement: tuple[str, str, str, str], where: Situation,
    supporting: str, hospital: str,
) -> None:  # fmt: skip
    Booking.objects.filter(pk=booking.pk).update(active=active, in_out=in_out, agency=agency)
    kind, reason, left, to = movement
    Movement.objects.create(booking=booking, sequence=2, at=datetime(2026, 10, 1, tzinfo=UTC), type=kind, reason=reason,
                            direction="IN" if kind == "ADM" else "OUT", from_agency=left, to_agency=to)  # fmt: skip
    kept = record()
    assert kept.status == custody.booking_status(active=active, in_out=in_out)
    assert (kept.in_out, kept.agency, kept.left_agency) == (in_out, agency, left)
    assert (kept.last_movement_type, kept.last_movement_reason) == (kind, reason)
    assert (kept.supporting_prison, kept.hospital) == (supporting, hospital)
    header = quick_look.header(NUMBER, DAY)
    assert header is not None
    assert situation(quick_look.whereabouts_of(header), MINE) is where


def test_a_restricted_patient_of_our_own_keeping_counts_before_the_movement(booking: Booking) -> None:
    Person.objects.filter(pk=NUMBER).update(supporting_prison="BXI", hospital="HAZLWD")
    kept = record()
    assert (kept.supporting_prison, kept.hospital) == ("BXI", "HAZLWD")


def test_the_latest_booking_counts_and_only_it(booking: Booking) -> None:
    old = Booking.objects.create(id=90_001, person_id=NUMBER, sequence=2, active=False, in_out="OUT", agency="OUT", book_number="OLD")  # fmt: skip
    assess(old, "CATEGORY", [AssessmentFacts(DAY, 1, "A", "B", "", "", "APP")])
    IncentiveReview.objects.create(booking=old, sequence=1, level="BAS", on=DAY)
    ImprisonmentStatus.objects.create(booking=old, sequence=1, status="RX", latest=True)
    ReleaseDetail.objects.create(booking=old, confirmed_on=DAY)
    kept = record()
    assert (kept.booking_id, kept.status, kept.agency) == (booking.pk, "ACTIVE IN", "LEI")
    assert (kept.category, kept.incentive, kept.imprisonment_status, kept.release_on) == ("", "", "", None)
    Booking.objects.filter(pk=booking.pk).update(sequence=2)
    Booking.objects.filter(pk=old.pk).update(sequence=1)
    kept = record()
    assert (kept.booking_id, kept.status, kept.agency, kept.book_number) == (old.pk, "INACTIVE OUT", "OUT", "OLD")
    assert (kept.category, kept.incentive, kept.imprisonment_status, kept.release_on) == ("B", "BAS", "RX", DAY)


def test_somebody_never_booked() -> None:
    make_person(NUMBER, booked=False)
    kept = record()
    assert (kept.booking_id, kept.status, kept.in_out, kept.agency, kept.arrived_at) == (None, "", "", "", None)


def test_arrival_is_the_last_coming_in_not_the_last_movement(booking: Booking) -> None:
    for sequence, (kind, direction) in enumerate([("ADM", "IN"), ("CRT", "OUT"), ("CRT", "IN")], start=2):
        Movement.objects.create(booking=booking, sequence=sequence, at=datetime(2026, 10, sequence, tzinfo=UTC), type=kind, direction=direction)  # fmt: skip
    kept = record()
    assert kept.arrived_at == datetime(2026, 10, 2, tzinfo=UTC)
    assert kept.last_movement_at == datetime(2026, 10, 4, tzinfo=UTC)


TODAY = local_time.today()
CODES = ["HA", "XA", "SA", "XSA", "HPI", "ZZZ", "YYY"]


@generated
@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from([None, -1, 0, 1]), st.booleans()), max_size=8))
def test_alerts_of_the_list_and_of_the_header_are_those_the_rule_calls_active(
    booking: Booking, some: list[tuple[str, int | None, bool]]
) -> None:
    Alert.objects.all().delete()
    now = local_time.now()
    Alert.objects.bulk_create(
        Alert(person_id=NUMBER, type="X", code=code, active_from=DAY, created_at=now, deleted_at=now if deleted else None,
              active_to=TODAY + timedelta(ends) if ends is not None else None)
        for code, ends, deleted in some
    )  # fmt: skip
    active = sorted(
        code for code, ends, deleted in some
        if not deleted and custody.is_alert_active(TODAY + timedelta(ends) if ends is not None else None, TODAY)
    )  # fmt: skip
    assert sorted(alert.code for alert in quick_look.active_alerts(NUMBER, TODAY)) == active
    found = search.search_prison(read_term(NUMBER), prison="LEI", filters=search.Filters(), sort="name", first=0, size=1, today=TODAY)  # fmt: skip
    assert sorted(found.people[0].active_alerts) == sorted(set(active))
    rules = estate.alert_flags()
    assert flags.flags_for(found.people[0].active_alerts, rules) == flags.flags_for(active, rules)


VARIED: list[Callable[[Booking], object]] = [
    lambda b: assess(b, "CATEGORY", [AssessmentFacts(DAY, 1, "A", "B", "", "C", "APP", DAY)]),
    lambda b: assess(b, "CSRA", [AssessmentFacts(DAY, 1, "A", "HI", "LOW", "", "")]),
    lambda b: IncentiveReview.objects.create(booking=b, sequence=1, level="ENH", on=DAY),
    lambda b: ImprisonmentStatus.objects.create(booking=b, sequence=1, status="LR", latest=True),
    lambda b: ReleaseDetail.objects.create(booking=b, confirmed_on=DAY),
    lambda b: SentenceCalculation.objects.create(
        id=next(_ids), booking=b, calculated_at=datetime(2026, 1, 1, tzinfo=UTC), dates={"HDCAD": ["2027-01-01", None]}
    ),
    lambda b: Booking.objects.filter(pk=b.pk).update(active=False, in_out="OUT", agency="OUT"),
    lambda b: Person.objects.filter(pk=b.person_id).update(supporting_prison="LEI", hospital="HAZLWD"),
]


def test_a_record_of_everybody_is_the_record_of_each() -> None:
    make_agencies()
    numbers = [f"A{place:04d}AA" for place in range(2 * len(VARIED))]
    for place, number in enumerate(numbers):
        person = make_person(number)
        VARIED[place % len(VARIED)](booking_of(person))
        VARIED[(place + 1 + place // len(VARIED)) % len(VARIED)](booking_of(person))
    refresh_records(numbers)
    one_by_one = [model_to_dict(SearchRecord.objects.get(pk=number)) for number in numbers]
    SearchRecord.objects.all().delete()
    connection.check_constraints()  # PostgreSQL empties no table that has checks waiting
    refresh_records(None)
    assert [model_to_dict(SearchRecord.objects.get(pk=number)) for number in numbers] == one_by_one
    assert len({str({**kept, "person": "", "booking_id": 0, "book_number": "", "name_sort": ""}) for kept in one_by_one}) > 8  # fmt: skip
