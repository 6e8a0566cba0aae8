from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from dps.case_notes.models import CaseNote
from dps.estate.models import Agency, Location, ReferenceCode
from dps.identity.models import Account
from dps.legacy.inbound.load import full_load
from dps.legacy.models import FeedState, LinkState, SetAsideRow
from dps.legacy.tests.conftest import Nomis, content
from dps.platform.events.models import DomainEvent
from dps.prisoners.models import (
    AccountBalance,
    Alert,
    Assessment,
    Booking,
    IncentiveReview,
    Movement,
    NonAssociation,
    Person,
    PersonName,
    SearchRecord,
    SentenceCalculation,
)

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def test_people_arrive_with_everything_about_them(loaded: Nomis) -> None:
    person = Person.objects.get(pk="A1234BC")
    assert (person.first_name, person.middle_names, person.last_name) == ("JAMES", "LEE PAUL", "SMITH-DOE")
    assert person.birth_place == "LEEDS" and person.title == "MR" and person.nomis_root_id == 1001
    assert dict(PersonName.objects.filter(person=person).values_list("id", "is_working")) == {1001: False, 1002: True}
    assert Person.objects.get(pk="B2345CD").date_of_birth is None
    assert not Booking.objects.filter(person_id="C3456DE").exists()
    booking = Booking.objects.get(pk=2001)
    assert (booking.agency, booking.living_unit_id, booking.active, booking.person_id) == ("LEI", 5003, True, "A1234BC")
    first, second = Movement.objects.filter(booking=2001).order_by("sequence")
    assert first.at == datetime(2025, 7, 1, 13, 35, tzinfo=UTC)
    assert second.at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert Movement.objects.get(booking=2010).at == datetime(2026, 3, 5, tzinfo=UTC)
    assert dict(AccountBalance.objects.filter(person=person).values_list("account", "balance_pence")) == {
        "CASH": 1235,
        "SPENDS": -1,
    }
    calculation = SentenceCalculation.objects.get(pk=3001)
    assert calculation.dates["CRD"] == ["2027-03-01", "2027-04-01"] and calculation.dates["ROTL"] == [
        None,
        "2026-12-01",
    ]
    assert set(Assessment.objects.values_list("kind", "type", "status", "review_level")) == {
        ("CATEGORY", "CATEGORY", "A", "B"),
        ("CSRA", "CSRF", "A", ""),
        ("CATEGORY", "CATEGORY", "STANDARD", ""),
    }
    approved = Assessment.objects.get(kind="CSRA")
    assert (approved.override_reason, approved.override_comment) == ("PREV", "Fought in 2019")
    assert (approved.committee, approved.approval_committee) == ("RECP", "GOV")
    assert approved.approval_comment == "We agree"
    assert list(IncentiveReview.objects.order_by("sequence").values_list("level", flat=True)) == ["STD", "ENH"]
    notes = CaseNote.objects.filter(person=person).order_by("nomis_id")
    assert list(notes.values_list("sub_type__type", "sub_type__code", "text")) == [
        ("POS", "IEP_ENC", ""),
        ("KA", "KS", ""),
        ("GEN", "HIS", ""),
    ]
    assert set(NonAssociation.objects.values_list("person_id", "other_id")) == {
        ("A1234BC", "E5678FG"),
        ("E5678FG", "A1234BC"),
    }


def test_alerts_are_those_of_the_latest_booking(loaded: Nomis) -> None:
    found = {alert.code: alert for alert in Alert.objects.filter(person="A1234BC")}
    assert set(found) == {"HA", "XA", "QQQ"}
    assert found["HA"].description == "Watch" and found["HA"].active_to is None
    assert found["XA"].active_to is None and len(found["XA"].description) == 4000
    assert found["QQQ"].active_to is not None


def test_people_can_be_searched_when_the_load_ends(loaded: Nomis) -> None:
    found = SearchRecord.objects.get(pk="A1234BC")
    assert (found.agency, found.cell_path, found.category, found.incentive) == ("LEI", "A-1-001", "B", "ENH")
    assert SearchRecord.objects.count() == Person.objects.count() == 5
    assert Person.objects.get(pk="B2345CD").hospital == "ARNOLD"
    assert LinkState.objects.get().search_current


def test_places_codes_and_staff_arrive_and_our_own_are_left_alone(nomis: Nomis) -> None:
    Agency.objects.create(code="LEI", name="Leeds (HMP)", type="INST")
    ReferenceCode.objects.create(domain="SEX", code="F", description="Female")
    full_load(lambda words: None)
    assert Agency.objects.get(pk="LEI").name == "Leeds (HMP)" and Agency.objects.get(pk="QQI").name == "NOWHERE"
    assert ReferenceCode.objects.get(domain="SEX", code="F").description == "Female"
    invented = ReferenceCode.objects.get(domain="ALERT_CODE", code="QQQ")
    assert (invented.description, invented.active, invented.expires_on) == ("Locally invented", False, date(2020, 1, 1))
    assert Location.objects.get(pk=5003).path == "A-1-001" and Location.objects.get(pk=5003).active
    account = Account.objects.get(username="AJONES_GEN")
    assert (account.first_name, account.caseloads, account.active_caseload) == ("Alice", ["LEI"], "LEI")
    assert set(account.roles) == {"GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "PRISON"}
    assert not account.has_usable_password()
    assert (account.email, account.email_verified) == ("alice.jones@justice.gov.uk", True)
    assert Account.objects.get(username="LOST_GEN").email == "", "two work addresses: nobody can say which"


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(loaded: Nomis) -> None:
    found = {(row.feed, row.key_text): row for row in SetAsideRow.objects.all()}
    assert found["alerts", "2001 / 4"].reason == "ALERT_DATE is empty"
    assert found["bookings", "2099"].kind == "WAITING"
    assert found["bookings", "2099"].reason == "name record 9999 is not here yet"
    assert "4000 fit" in found["alerts", "2001 / 2"].reason and found["alerts", "2001 / 2"].kind == "CHANGED"


def test_absent_tables_and_columns_are_named(loaded: Nomis) -> None:
    languages = FeedState.objects.get(feed="languages")
    assert languages.last_error == "NOMIS has no table OFFENDER_LANGUAGES" and languages.load_finished_at is None
    assert "offender_iep_levels.comment_text" in FeedState.objects.get(feed="incentives").absent


def test_a_second_load_changes_nothing_and_tells_nobody(loaded: Nomis) -> None:
    before = content()
    total = full_load(lambda words: None)
    assert total.read > 40 and total.written == 0
    assert content() == before
    assert not DomainEvent.objects.exists()


def test_a_second_load_repairs_what_differs_and_removes_what_is_gone(loaded: Nomis) -> None:
    before = content()
    Booking.objects.filter(pk=2001).update(agency="XXX")
    Movement.objects.create(booking_id=2001, sequence=99, at=datetime(2026, 1, 1, tzinfo=UTC))
    Alert.objects.filter(code="HA").delete()
    full_load(lambda words: None)
    assert content() == before


def test_an_infinite_date_does_not_stop_the_feed(nomis: Nomis) -> None:
    nomis.run("UPDATE offenders SET birth_date = 'infinity' WHERE offender_id = 1030")
    nomis.run("UPDATE offender_external_movements SET movement_date = '-infinity' WHERE offender_book_id = 2030")
    full_load(lambda words: None)
    assert Person.objects.get(pk="D4567EF").date_of_birth is None
    assert SetAsideRow.objects.get(feed="movements").reason.endswith("-infinity, which is no real date")
    assert Movement.objects.filter(booking=2001).count() == 2


def test_a_row_the_database_refuses_stands_alone(nomis: Nomis) -> None:
    nomis.run("ALTER TABLE offender_case_notes ALTER case_note_id TYPE numeric(30)")
    nomis.run("INSERT INTO offender_case_notes VALUES (99999999999999999999, 2001, '2025-08-02', NULL, 'POS', 'X')")
    full_load(lambda words: None)
    assert "database refused it" in SetAsideRow.objects.get(feed="case notes").reason
    assert CaseNote.objects.count() == 3


def test_an_unknown_feed_is_refused_in_plain_words(nomis: Nomis) -> None:
    with pytest.raises(CommandError, match=r"There is no feed sausages\. Feeds are: agencies, locations"):
        call_command("sync", "--full", "--only", "sausages")
