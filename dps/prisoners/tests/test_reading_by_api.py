"""The operations that read location, money, damage, property, visits, sentences, cell sharing and schedule
(prisoners.md 8)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dps.estate.models import Location, ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import (
    AccountBalance,
    AccountTransaction,
    Assessment,
    AssessmentAnswer,
    CellAssignment,
    Charge,
    DamageObligation,
    PropertyContainer,
    ScheduledEvent,
    Sentence,
    SentencedCharge,
    SentenceTerm,
    Visit,
    Visitor,
)
from dps.prisoners.tests.people import booking_of, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
WORDS = (
    "cell-history", "balances", "transactions", "visits", "sentences", "cell-sharing-assessments", "schedule",
    "damage-obligations", "property",
)  # fmt: skip
NINE = datetime.combine(local_time.today(), datetime.min.time(), local_time.LONDON) + timedelta(hours=9)


@pytest.fixture
def system() -> Client:
    """A system with the role that reads everybody."""
    flow.have_a_key()
    token = flow.machine_token(flow.make_machine(roles=("VIEW_PRISONER_DATA",)))
    return Client(headers=flow.bearer(token))


@pytest.fixture
def filled() -> None:
    """Somebody with something of everything."""
    make_agencies()
    person = make_person("A1111AA", "O'BRIEN", "SEÁN", cell=make_cell("LEI", "A-1-001"))
    booking = booking_of(person)
    for sequence in (1, 2, 3):
        CellAssignment.objects.create(booking=booking, sequence=sequence, living_unit_id=booking.living_unit_id or 0, started_at=datetime(2026, 6, sequence, tzinfo=UTC), moved_by="JOE")  # fmt: skip
    AccountBalance.objects.create(person=person, prison="LEI", account="CASH", balance_pence=500, hold_pence=100)
    for number, account in ((1, "CASH"), (2, "SPENDS")):
        AccountTransaction.objects.create(transaction_id=number, entry=1, person=person, prison="LEI", account=account, on=date(2026, 6, number), amount_pence=-250)  # fmt: skip
    for number, status in ((1, "ACTIVE"), (2, "PAID")):
        DamageObligation.objects.create(id=number, person=person, reference=f"84{number}", started_on=date(2026, 6, number), prison="LEI", owed_pence=900, paid_pence=250, status=status)  # fmt: skip
    ReferenceCode.objects.create(domain="PPTY_CNTNR", code="VALU", description="Valuables")
    store = Location.objects.create(id=900, agency="MDI", code="PROP", path="RES-PROP", type="STOR", local_name="Property store")  # fmt: skip
    for number, code, location, active in ((1, "VALU", store.id, True), (2, "ODD", None, True), (3, "VALU", None, False)):  # fmt: skip
        PropertyContainer.objects.create(
            id=number, booking=booking, container=code, location_id=location, active=active
        )
    for number, kind in ((1, "SCON"), (2, "OFFI")):
        Visit.objects.create(id=number, booking=booking, starts_at=datetime(2026, 6, number, tzinfo=UTC), type=kind, status="SCH", agency="LEI")  # fmt: skip
    for number, lead in ((1, False), (2, True)):
        Visitor.objects.create(id=number, visit_id=1, first_name=f"N{number}", last_name="HALL", lead=lead)
    Charge.objects.create(id=7, booking=booking, offence_code="TH68", description="Theft")
    Sentence.objects.create(booking=booking, sequence=1, line=4, status="A", consecutive_to=9)
    SentencedCharge.objects.create(booking=booking, sentence_sequence=1, charge_id=7)
    SentenceTerm.objects.create(booking=booking, sentence_sequence=1, sequence=1, code="IMP", years=2, months=3)
    for sequence, level in ((1, "STANDARD"), (2, "PEND")):
        Assessment.objects.create(booking=booking, sequence=sequence, kind="CSRA", type="CSRF", on=date(2026, 6, 1), status="A", calculated_level=level, review_level="HI" if sequence == 1 else "", evaluated_on=date(2026, 6, 2), override_reason="PREV", override_comment="Fought", committee="RECP", approval_committee="REVIEW" if sequence == 1 else "", approval_comment="Agreed")  # fmt: skip
    for item, (question, words) in enumerate([("Any fires?", "Yes"), ("Any fires?", "Twice"), ("", "Calm")], start=1):
        AssessmentAnswer.objects.create(
            booking=booking, assessment_sequence=1, item=item, question=question, answer=words
        )
    for number, days in ((1, 0), (2, 7)):
        ScheduledEvent.objects.create(kind="ACTIVITY", event_id=number, booking=booking, description="Maths", status="SCH", starts_at=NINE + timedelta(days=days))  # fmt: skip


def read(client: Client, words: str, number: str = "A1111AA", **query: Any) -> Any:
    reply = client.get(f"/api/prisoners/{number}/{words}", query)
    assert reply.status_code == 200, reply.content
    return reply.json()


def test_a_system_reads_everything(system: Client, filled: None) -> None:
    cells = read(system, "cell-history", size=2, page=1)
    assert (cells["totalElements"], cells["totalPages"], cells["number"]) == (3, 2, 1)
    assert [one["startedAt"] for one in cells["content"]] == ["2026-06-01T00:00:00Z"]
    assert (cells["content"][0]["location"], cells["content"][0]["movedBy"], cells["content"][0]["endedAt"]) == ("A-1-001", "JOE", "2026-06-02T00:00:00Z")  # fmt: skip
    assert read(system, "balances") == [
        {"prisonId": "LEI", "account": "CASH", "balancePence": 500, "heldPence": 100, "availablePence": 400}
    ]
    assert [one["account"] for one in read(system, "transactions")["content"]] == ["SPENDS", "CASH"]
    for query in ({"account": "CASH"}, {"toDate": "2026-06-01"}):
        assert [one["account"] for one in read(system, "transactions", **query)["content"]] == ["CASH"]
    assert read(system, "transactions", fromDate="2026-06-02")["content"][0]["amountPence"] == -250
    paid, owed = read(system, "damage-obligations")
    assert (paid["id"], paid["status"], paid["stillOwedPence"]) == (2, "PAID", 0)
    assert owed == {
        "id": 1, "reference": "841", "startDate": "2026-06-01", "endDate": None, "prisonId": "LEI", "owedPence": 900,
        "paidPence": 250, "stillOwedPence": 650, "status": "ACTIVE", "comment": None,
    }  # fmt: skip
    assert read(system, "property") == [
        {
            "id": 1, "containerType": "VALU", "containerDescription": "Valuables", "sealMark": None, "locationId": 900,
            "location": "Property store", "prisonId": "MDI",
        },
        {
            "id": 2, "containerType": "ODD", "containerDescription": "ODD", "sealMark": None, "locationId": None,
            "location": None, "prisonId": None,
        },
    ]  # fmt: skip
    visits = read(system, "visits")["content"]
    assert [one["id"] for one in visits] == [2, 1]
    assert [one["firstName"] for one in visits[1]["visitors"]] == ["N2", "N1"]
    for query in ({"type": "OFFI"}, {"fromDate": "2026-06-02"}):
        assert [one["id"] for one in read(system, "visits", **query)["content"]] == [2]
    assert read(system, "visits", toDate="2026-06-01", prisonId="LEI", status="SCH")["totalElements"] == 1
    [sentence] = read(system, "sentences")
    assert (sentence["line"], sentence["consecutiveTo"], sentence["offences"][0]["code"]) == (4, 9, "TH68")
    assert sentence["terms"] == [{"code": "IMP", "years": 2, "months": 3, "weeks": 0, "days": 0, "life": False}]
    [assessment] = read(system, "cell-sharing-assessments")
    assert (assessment["level"], assessment["approval"]) == ("HI", "Level changed at approval")
    assert (assessment["overrideReason"], assessment["overrideComment"]) == ("PREV", "Fought")
    assert (assessment["assessmentCommittee"], assessment["approvalCommittee"]) == ("RECP", "REVIEW")
    assert (assessment["committee"], assessment["approvalComment"]) == ("REVIEW", "Agreed")
    assert assessment["answers"] == [
        {"question": "Any fires?", "answers": ["Yes", "Twice"]}, {"question": None, "answers": ["Calm"]},
    ]  # fmt: skip
    assert [one["description"] for one in read(system, "schedule")] == ["Maths"]
    assert len(read(system, "schedule", days=8)) == 2
    assert read(system, "schedule", fromDate="2020-01-01") == []
    viewed = AuditEntry.objects.filter(action="PRISONER_VIEWED", subject_id="A1111AA").values_list("details", flat=True)
    assert len({details["page"] for details in viewed}) == len(WORDS)


@pytest.mark.parametrize("words", WORDS)
def test_nobody_is_read_who_is_not_there_or_may_not_be_known(system: Client, words: str) -> None:
    assert system.get(f"/api/prisoners/Z9999ZZ/{words}").status_code == 404
    make_agencies()
    make_person("B1111AA", prison="OUT")
    read(system, words, "B1111AA")
    account = create_user(username="OFFICER", email="o@justice.gov.uk", first_name="S", last_name="H", password=None, caseloads=("LEI",))  # fmt: skip
    plain = flow.machine_token(flow.make_machine("acting", roles=("PRISON",)), username=account.username)
    assert Client(headers=flow.bearer(plain)).get(f"/api/prisoners/B1111AA/{words}").status_code == 404


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("transactions", {"account": "x"}), ("transactions", {"fromDate": "31-02-2026"}), ("schedule", {"days": "32"}),
        ("visits", {"toDate": "9999-12-31"}), ("cell-history", {"page": "-1"}),
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused(system: Client, filled: None, words: str, query: dict[str, str]) -> None:
    assert system.get(f"/api/prisoners/A1111AA/{words}", query).status_code == 400
