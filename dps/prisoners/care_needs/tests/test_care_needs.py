"""Care needs of now and of the past with their reasonable adjustments: section, page, operation (prisoners.md 4, 5)."""

from datetime import date

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.provider.tests import flow
from dps.platform.audit.models import AuditEntry
from dps.prisoners.care_needs.presenters import when_words
from dps.prisoners.models import Booking, CareNeed, ReasonableAdjustment
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
PAGE = "/prisoners/A1111AA/personal/"
PAST = f"{PAGE}care-needs/past/"


@pytest.fixture
def booking() -> Booking:
    make_agencies()
    for domain, code, words in (
        ("HEALTH", "DISAB", "Disability"), ("HEALTH_PBLM", "RM", "Reduced Mobility"), ("HEALTH_PBLM", "HD", "Hearing"),
        ("HEALTH_TREAT", "HANDRAILS", "Handrails"), ("HEALTH_TREAT", "IND LOOP", "Induction loop"),
    ):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    return booking_of(make_person("A1111AA"))


def need(booking: Booking, id: int, code: str = "RM", status: str = "ON", **more: object) -> CareNeed:
    return CareNeed.objects.create(
        id=id, booking=booking, code=code, status=status,
        **{"type": "DISAB", "started_on": date(2026, 1, id), **more},
    )  # fmt: skip


def adjust(need: CareNeed, id: int, treatment: str = "HANDRAILS", **more: object) -> ReasonableAdjustment:
    return ReasonableAdjustment.objects.create(id=id, care_need=need, treatment=treatment, **more)


@pytest.mark.parametrize(
    ("started", "ended", "words"),
    [
        (date(2025, 7, 3), None, "From 3 July 2025"),
        (date(2025, 7, 3), date(2025, 9, 1), "3 July 2025 to 1 September 2025"),
        (None, date(2025, 9, 1), "Until 1 September 2025"),
        (None, None, "Dates not entered"),
    ],
)
def test_from_when_to_when(started: date | None, ended: date | None, words: str) -> None:
    assert when_words(started, ended) == words


def test_the_section_shows_what_is_done_about_each_need(booking: Booking, client: Client) -> None:
    knee = need(booking, 1, description="Left knee")
    adjust(knee, 1, started_on=date(2025, 1, 2), ended_on=date(2025, 3, 4), prison="MDI")
    adjust(knee, 2, "WHAT IS THIS", started_on=date(2025, 5, 6), comment="<b>Agreed</b>\nwith them", prison="LEI")
    need(booking, 2, "HD")
    words = words_of(officer(client).get(PAGE))
    assert (
        "Disability Hearing, since 2 January 2026 Disability Reduced Mobility, since 1 January 2026 Left knee "
        "Reasonable adjustments WHAT IS THIS From 6 May 2025, Leeds (HMP) <b>Agreed</b> with them "
        "Handrails 2 January 2025 to 4 March 2025, Moorland (HMP & YOI) Past care needs (0)" in words
    )


def test_the_past_page_shows_what_was_done(booking: Booking, client: Client) -> None:
    over = need(booking, 1, "HD", "I", ended_on=date(2026, 2, 3))
    adjust(over, 1, "IND LOOP", ended_on=date(2026, 2, 3))
    need(booking, 2, "RM", "I")
    need(booking, 3)
    words = words_of(officer(client).get(PAST))
    assert (
        "Reduced Mobility Disability 02/01/2026 Recovered None Hearing Disability 01/01/2026 03/02/2026 Recovered "
        "Induction loop Until 3 February 2026" in words
    )
    assert "03/01/2026" not in words and "Past care needs (2)" in words_of(client.get(PAGE))


def test_scans_other_kinds_and_the_word_that_there_is_none_are_no_care_needs(booking: Booking, client: Client) -> None:
    need(booking, 1, "NR")
    need(booking, 2, "NR", "I")
    need(booking, 3, "BSC5.5", type="BSCAN")
    old = Booking.objects.create(id=99_000, person=booking.person, sequence=2, in_out="OUT", agency="OUT")
    need(old, 4)
    words = words_of(officer(client).get(PAGE))
    assert "No care needs are recorded. Past care needs (0)" in words
    assert "has no past care needs" in words_of(client.get(PAST))


def test_pages_cost_the_same_however_many(booking: Booking, client: Client) -> None:
    officer(client)
    for number in range(1, 3):
        adjust(need(booking, number, status="ON" if number % 2 else "I"), number)
    few = [statements(client, address) for address in (PAGE, PAST)]
    for number in range(3, 28):
        adjust(need(booking, number, status="ON" if number % 2 else "I"), number)
    assert few == [statements(client, address) for address in (PAGE, PAST)]
    assert few[1] <= 11


@pytest.fixture
def system() -> Client:
    """A system with the role that reads everybody."""
    flow.have_a_key()
    token = flow.machine_token(flow.make_machine(roles=("VIEW_PRISONER_DATA",)))
    return Client(headers=flow.bearer(token))


def test_a_system_reads_needs_with_their_adjustments(booking: Booking, system: Client) -> None:
    adjust(need(booking, 1, description="Left knee"), 7, started_on=date(2026, 1, 2), comment="Rails", prison="LEI")
    need(booking, 2, "ODD", "I", ended_on=date(2026, 2, 3))
    reply = system.get("/api/prisoners/A1111AA/care-needs")
    assert reply.status_code == 200, reply.content
    assert reply.json() == [
        {
            "id": 2, "type": "DISAB", "typeDescription": "Disability", "code": "ODD", "codeDescription": "ODD",
            "status": "I", "current": False, "startDate": "2026-01-02", "endDate": "2026-02-03", "comment": None,
            "reasonableAdjustments": [],
        },
        {
            "id": 1, "type": "DISAB", "typeDescription": "Disability", "code": "RM",
            "codeDescription": "Reduced Mobility", "status": "ON", "current": True, "startDate": "2026-01-01",
            "endDate": None, "comment": "Left knee", "reasonableAdjustments": [
                {
                    "id": 7, "treatment": "HANDRAILS", "treatmentDescription": "Handrails",
                    "startDate": "2026-01-02", "endDate": None, "comment": "Rails", "prisonId": "LEI",
                },
            ],
        },
    ]  # fmt: skip
    viewed = AuditEntry.objects.filter(action="PRISONER_VIEWED", subject_id="A1111AA")
    assert [one.details["page"] for one in viewed] == ["care needs (API)"]
    make_person("B1111AA", booked=False)
    assert system.get("/api/prisoners/B1111AA/care-needs").json() == []
    assert system.get("/api/prisoners/Z9999ZZ/care-needs").status_code == 404


@pytest.mark.parametrize(
    ("prison", "roles", "status"), [("LEI", (), 200), ("MDI", ("GLOBAL_SEARCH",), 200), ("MDI", (), 404)]
)
def test_who_sees_past_needs(client: Client, prison: str, roles: tuple[str, ...], status: int) -> None:
    make_agencies()
    make_person("A1111AA", prison=prison)
    assert officer(client, *roles).get(PAST).status_code == status
