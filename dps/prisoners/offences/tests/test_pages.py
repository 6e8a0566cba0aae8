"""The offences tab, against the tables (prisoners.md 4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.platform import local_time
from dps.prisoners.models import (
    Booking,
    Charge,
    CourtAppearance,
    CourtCase,
    ReleaseDetail,
    Sentence,
    SentenceCalculation,
    SentencedCharge,
    SentenceTerm,
)
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/offences/"
NOW = local_time.now()


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    ReferenceCode.objects.create(domain="SENT_TERM", code="DET", description="Detention")
    return booking_of(make_person("A1111AA", "O'BRIEN", "SEÁN"))


def charge(booking: Booking, number: int, case: int | None, words: str, **more: object) -> Charge:
    return Charge.objects.create(id=number, booking=booking, case_id=case, offence_code="X", description=words, **more)


def sentence(booking: Booking, sequence: int, case: int | None, *charges: int, terms: tuple[tuple[str, int], ...] = (), **more: object) -> None:  # fmt: skip
    """Each term is (code, months)."""
    Sentence.objects.create(booking=booking, sequence=sequence, line=sequence, case_id=case, **{"status": "A", **more})
    for charge_id in charges:
        SentencedCharge.objects.create(booking=booking, sentence_sequence=sequence, charge_id=charge_id)
    for place, (code, months) in enumerate(terms, start=1):
        SentenceTerm.objects.create(
            booking=booking,
            sentence_sequence=sequence,
            sequence=place,
            code=code,
            years=months // 12,
            months=months % 12,
        )


def test_nothing_is_recorded(booking: Booking, client: Client) -> None:
    words = words_of(officer(client).get(ADDRESS))
    assert "Seán O'Brien has no court cases, offences or sentences recorded in this booking." in words
    assert "Held as Not entered" in words and "What it means" not in words


def test_sentenced_offences_by_case_with_length_licence_and_what_they_follow(booking: Booking, client: Client) -> None:
    CourtCase.objects.create(
        id=1, booking=booking, number="T20260001", status="A", court="LEI", began_on=date(2026, 1, 5)
    )
    CourtCase.objects.create(id=2, booking=booking, number="", status="C", court="MDI", began_on=date(2026, 3, 5))
    charge(booking, 1, 1, "Theft", committed_on=date(2025, 5, 3), committed_until=date(2025, 5, 9))
    charge(booking, 2, 1, "Burglary", committed_on=date(2025, 6, 1))
    charge(booking, 3, 2, "Assault")
    sentence(booking, 1, 1, 1, 2, terms=(("IMP", 27), ("LIC", 12)), starts_on=date(2026, 2, 1))
    sentence(booking, 2, None, 3, terms=(("DET", 6),), consecutive_to=1, fine_pence=12_550)
    sentence(booking, 3, 1, 2, terms=(("IMP", 99),), status="I")
    words = words_of(officer(client).get(ADDRESS))
    assert (
        "Case T20260001, Leeds (HMP) Began on 5 January 2026 Sentenced offences "
        "Sentence Offence Length Licence Concurrent or consecutive Starts "
        "1 Theft, 3 May 2025 to 9 May 2025 Burglary, 1 June 2025 2 years, 3 months 1 year Concurrent 01/02/2026 "
        "Case without a number, Moorland (HMP & YOI) (closed) Began on 5 March 2026" in words
    )
    assert "2 Assault 6 months (detention); Fine of £125.50 None Consecutive to sentence 1" in words
    assert "Not sentenced" not in words and "8 years" not in words


def test_offences_without_a_sentence_with_the_next_day_at_court(booking: Booking, client: Client) -> None:
    CourtCase.objects.create(id=1, booking=booking, number="T1", status="A", court="LEI")
    charge(booking, 1, 1, "Theft")
    charge(booking, 2, 1, "Withdrawn", status="I")
    charge(booking, 3, 1, "Quashed")
    charge(booking, 4, None, "Stray offence")
    sentence(booking, 1, 1, 3, status="I")
    for number, (days, status) in enumerate([(-3, "SCH"), (4, "CANC"), (5, "SCH")]):
        CourtAppearance.objects.create(id=number, booking=booking, case_id=1, at=NOW + timedelta(days), status=status, court="LEEDCC")  # fmt: skip
    words = words_of(officer(client).get(ADDRESS))
    coming = local_time.long_date(NOW + timedelta(5))
    assert f"Case T1, Leeds (HMP) Not sentenced Theft Next appearance: {coming}, LEEDCC" in words
    assert "No court case recorded Not sentenced Stray offence Next appearance: None scheduled" in words
    assert "Withdrawn" not in words and "Quashed" not in words


def test_release_dates_are_explained_overrides_counted(booking: Booking, client: Client) -> None:
    SentenceCalculation.objects.create(
        id=1,
        booking=booking,
        calculated_at=datetime(2026, 1, 1, tzinfo=UTC),
        dates={"CRD": ["2027-03-01", "2027-04-02"]},
    )
    SentenceCalculation.objects.create(
        id=2, booking=booking, calculated_at=datetime(2025, 1, 1, tzinfo=UTC), dates={"SED": ["2031-01-01", None]}
    )
    ReleaseDetail.objects.create(booking=booking, confirmed_on=date(2027, 4, 5))
    words = words_of(officer(client).get(ADDRESS))
    assert (
        "Confirmed release date 5 April 2027 The day release has been confirmed for." in words
        and "Conditional release date (CRD) 2 April 2027 The day they must be let out" in words
    )
    assert "2031" not in words and "1 March 2027" not in words


def test_whoever_may_open_somebody_sees_their_offences(client: Client) -> None:
    make_agencies()
    make_person("B1111AA", prison="MDI")
    assert officer(client).get("/prisoners/B1111AA/offences/").status_code == 404
    client.logout()
    from dps.identity.models import Account

    Account.objects.update(roles=["PRISON", "GLOBAL_SEARCH"])
    client.force_login(Account.objects.get())
    reply = client.get("/prisoners/B1111AA/offences/")
    assert reply.status_code == 200 and 'offences/" aria-current="page"' in reply.content.decode()


def test_the_page_costs_the_same_however_many(booking: Booking, client: Client) -> None:
    officer(client)
    counts = set()
    for start, many in ((0, 1), (10, 15)):
        for number in range(start, start + many):
            CourtCase.objects.create(id=number, booking=booking, status="A")
            charge(booking, number, number, "Theft")
            charge(booking, 100 + number, number, "Fraud")
            sentence(booking, number, number, number, terms=(("IMP", 5), ("LIC", 5)))
            CourtAppearance.objects.create(id=number, booking=booking, case_id=number, at=NOW, court="LEEDCC")
        counts.add(statements(client, ADDRESS))
    assert len(counts) == 1 and counts.pop() <= 18
