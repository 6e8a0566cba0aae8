"""What was added to the record: bodies, beliefs, lengths of sentences, money, visitors, how people are reached."""

from datetime import date

import pytest
from django.utils import timezone

from dps.legacy.feeds.feed import OWN_IDS_FROM
from dps.legacy.inbound.follow import Follower
from dps.legacy.models import FeedState, SetAsideRow
from dps.legacy.tests.conftest import Nomis
from dps.legacy.tests.test_follow import NOW, events, merge_in_nomis
from dps.prisoners.models import (
    AccountTransaction,
    Address,
    AddressUsage,
    Alert,
    Belief,
    Booking,
    Contact,
    EmailAddress,
    Image,
    Mark,
    Phone,
    PhysicalAttributes,
    Sentence,
    SentencedCharge,
    SentenceTerm,
    Visit,
    Visitor,
)

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def test_bodies_are_kept_in_one_system_of_units(loaded: Nomis) -> None:
    found = PhysicalAttributes.objects.order_by("booking_id").values_list("booking_id", "height_cm", "weight_kg")
    assert list(found) == [(2001, 180, 80), (2030, 182, 90), (2040, None, None)]
    marks = Mark.objects.order_by("sequence").values_list("type", "body_part", "side", "orientation", "comment")
    assert list(marks) == [("TAT", "ARM", "L", "UPP", "Dragon"), ("SCAR", "FACE", "", "", "")]


def test_beliefs_belong_to_the_person_by_booking_or_root(loaded: Nomis) -> None:
    first, second = Belief.objects.order_by("id")
    assert (first.person_id, first.code, first.ended_on, first.reason_known) == (
        "A1234BC",
        "CHRST",
        date(2026, 1, 1),
        None,
    )
    assert (second.person_id, second.booking_id, second.ended_on, second.reason_known) == ("A1234BC", None, None, True)
    assert (second.comments, second.verified, second.added_by) == ("Told the chaplain", True, "CHAP1")
    assert SetAsideRow.objects.get(feed="beliefs").reason == "the person of booking 9998 is not here yet"


def test_sentences_say_how_long_what_for_and_after_which(loaded: Nomis) -> None:
    lines = Sentence.objects.order_by("line").values_list("line", "consecutive_to", "fine_pence")
    assert list(lines) == [(1, None, None), (2, 1, 25000)]
    terms = SentenceTerm.objects.order_by("sentence_sequence", "sequence")
    assert [(t.sentence_sequence, t.code, t.years, t.months, t.weeks, t.days, t.life) for t in terms] == [
        (1, "IMP", 2, 3, None, None, False),
        (1, "LIC", 1, None, None, None, False),
        (2, "IMP", None, None, 6, 2, False),
    ]
    assert set(SentencedCharge.objects.values_list("sentence_sequence", "charge_id")) == {(1, 6001), (2, 6002)}


def test_money_in_is_above_nothing_and_money_out_below(loaded: Nomis) -> None:
    found = AccountTransaction.objects.order_by("transaction_id", "entry")
    assert [(t.transaction_id, t.entry, t.account, t.amount_pence, t.person_id) for t in found] == [
        (1, 1, "CASH", -1000, "A1234BC"),
        (1, 2, "SPENDS", 1000, "A1234BC"),
        (2, 1, "CASH", 2050, "A1234BC"),
    ]
    assert (found[2].on, found[2].held_until, found[2].type) == (date(2026, 1, 6), date(2026, 1, 16), "CHQ")
    odd = SetAsideRow.objects.get(feed="transactions")
    assert odd.reason == "TXN_ENTRY_AMOUNT and TXN_POSTING_TYPE holds '??', which is neither CR nor DR"


def test_contacts_and_visitors_are_people_with_a_birth(loaded: Nomis) -> None:
    mother = Contact.objects.get(pk=8101)
    assert (mother.contact_person_id, mother.first_name, mother.middle_names, mother.sex) == (8001, "MARY", "ANN", "F")
    assert (mother.date_of_birth, mother.comment) == (date(1955, 2, 1), "Ring after six")
    assert Visit.objects.get(pk=7001).outcome_reason == "NSHOW"
    visitor = Visitor.objects.get()
    assert (visitor.visit_id, visitor.contact_person_id, visitor.lead, visitor.outcome) == (7001, 8001, True, "ABS")
    assert (visitor.last_name, visitor.date_of_birth) == ("SMITH-DOE", date(1955, 2, 1))
    assert SetAsideRow.objects.get(feed="visitors").reason == "visit 7099 is not here yet"


def test_addresses_phones_and_emails_go_to_their_owners(loaded: Nomis) -> None:
    owners = Address.objects.order_by("id").values_list("id", "person_id", "contact_person_id", "no_fixed_address")
    assert list(owners) == [(9001, "A1234BC", None, False), (9002, None, 8001, False), (9004, "E5678FG", None, True)]
    home = Address.objects.get(pk=9001)
    assert (home.premise, home.street, home.town, home.postcode, home.primary) == (
        "12",
        "Alma Street",
        "25343",
        "LS9 7AB",
        True,
    )
    phones = Phone.objects.order_by("id").values_list("id", "person_id", "contact_person_id", "address_id", "extension")
    assert list(phones) == [
        (9101, "A1234BC", None, None, ""),
        (9102, None, 8001, None, ""),
        (9103, None, None, 9001, "12"),
        (9104, None, None, 9002, ""),
    ]
    emails = EmailAddress.objects.order_by("id").values_list("person_id", "contact_person_id", "address")
    assert list(emails) == [(None, 8001, "visitor@justice.gov.uk"), ("A1234BC", None, "james@example.com")]
    assert SetAsideRow.objects.get(feed="addresses").reason == "the person of record 9997 is not here yet"


def test_what_addresses_are_for(loaded: Nomis) -> None:
    usages = AddressUsage.objects.order_by("address_id", "usage").values_list("address_id", "usage", "active")
    assert list(usages) == [
        (9001, "CURFEW", False),
        (9001, "HOME", True),
        (9001, "XX9", False),
        (9002, "HOME", True),
    ], "those of an agency's address are nobody's"
    assert SetAsideRow.objects.get(feed="address usages").reason == "address 9005 is not here yet"


def test_who_ended_an_alert_and_when(loaded: Nomis) -> None:
    never, odd, closed = (Alert.objects.get(person="A1234BC", code=code) for code in ("HA", "XA", "QQQ"))
    assert (never.ended_at, never.ended_by) == (None, "")
    assert odd.ended_at is None, "its end was no real date"
    assert closed.ended_at == closed.created_at and closed.ended_by == ""


def test_a_later_touch_that_ends_an_alert_names_who(follower: Follower, nomis: Nomis) -> None:
    nomis.run("ALTER TABLE offender_alerts ADD modify_user_id varchar(32)")
    nomis.run(
        f"UPDATE offender_alerts SET expiry_date = '2026-11-20', modify_datetime = {NOW}, modify_user_id = 'CLOSER',"
        f" audit_timestamp = {NOW} WHERE offender_book_id = 2001 AND alert_seq = 1"
    )
    Follower().round()
    closed = Alert.objects.get(person="A1234BC", code="HA")
    assert (closed.active_to, closed.ended_by, closed.ended_at) == (date(2026, 11, 20), "CLOSER", closed.modified_at)


CHANGES = [
    ("UPDATE addresses SET street = 'New Street' {} WHERE address_id = 9001", {"A1234BC"}, "CONTACT_DETAILS"),
    (
        "UPDATE addresses SET street = 'New Street' {} WHERE address_id = 9002",
        {"A1234BC", "D4567EF"},
        "CONTACT_DETAILS",
    ),
    ("UPDATE phones SET phone_no = '1' {} WHERE phone_id = 9102", {"A1234BC", "D4567EF"}, "CONTACT_DETAILS"),
    ("UPDATE phones SET phone_no = '1' {} WHERE phone_id = 9103", {"A1234BC"}, "CONTACT_DETAILS"),
    ("UPDATE phones SET phone_no = '1' {} WHERE phone_id = 9104", {"A1234BC", "D4567EF"}, "CONTACT_DETAILS"),
    ("UPDATE address_usages SET active_flag = 'Y' {} WHERE address_usage = 'CURFEW'", {"A1234BC"}, "CONTACT_DETAILS"),
    (
        "UPDATE address_usages SET active_flag = 'N' {} WHERE address_id = 9002",
        {"A1234BC", "D4567EF"},
        "CONTACT_DETAILS",
    ),
    ("UPDATE offender_visit_visitors SET event_outcome = 'ATT' {} WHERE person_id = 8001", {"A1234BC"}, "STATUS"),
    ("UPDATE offender_beliefs SET end_date = '2026-02-01' {} WHERE belief_id = 2", {"A1234BC"}, "PERSONAL_DETAILS"),
    ("UPDATE offender_identifying_marks SET side_code = 'R' {} WHERE id_mark_seq = 1", {"A1234BC"}, "PHYSICAL_DETAILS"),
    ("UPDATE offender_sentence_terms SET days = 4 {} WHERE sentence_term_code = 'LIC'", {"A1234BC"}, "SENTENCE"),
    ("UPDATE offender_transactions SET txn_entry_desc = 'X' {} WHERE txn_id = 2", {"A1234BC"}, "STATUS"),
]


def test_changes_reach_everybody_whose_page_shows_them(follower: Follower, nomis: Nomis) -> None:
    told = 0
    for sql, numbers, area in CHANGES:
        nomis.run(sql.format(f", audit_timestamp = {NOW}"))
        assert follower.round() == 1, sql
        found = events()[told:]
        told += len(found)
        assert {event[1] for event in found} == numbers and {tuple(event[2]) for event in found} == {(area,)}, sql


def test_what_is_deleted_there_goes_here_and_its_owner_hears_of_it(follower: Follower, nomis: Nomis) -> None:
    for table in (
        "offender_physical_attributes WHERE offender_book_id = 2001",
        "offender_identifying_marks WHERE id_mark_seq = 2",
        "offender_beliefs WHERE belief_id = 1",
        "offender_sentence_terms WHERE sentence_seq = 2",
        "offender_sentence_charges WHERE sentence_seq = 2",
        "offender_transactions WHERE txn_id = 1 AND txn_entry_seq = 2",
        "offender_visit_visitors WHERE offender_visit_visitor_id = 7101",
        "phones WHERE phone_id IN (9102, 9103)",
        "address_usages WHERE address_id = 9001 AND address_usage = 'CURFEW'",
        "internet_addresses WHERE internet_address_id = 8",
    ):
        nomis.run(f"DELETE FROM {table}")
    assert follower.sweep_all() == 11
    assert set(AddressUsage.objects.filter(address=9001).values_list("usage", flat=True)) == {"HOME", "XX9"}
    assert not PhysicalAttributes.objects.filter(booking=2001).exists() and not Visitor.objects.exists()
    assert set(Phone.objects.values_list("id", flat=True)) == {9101, 9104}
    assert {event[1] for event in events()} == {"A1234BC", "D4567EF"}
    nomis.run("DELETE FROM addresses WHERE address_id = 9001")
    nomis.run("DELETE FROM address_usages WHERE address_id = 9001")
    follower.sweep_all()
    assert set(Address.objects.values_list("id", flat=True)) == {9002, 9004}
    assert AddressUsage.objects.get().address_id == 9002


def test_what_was_made_here_is_not_taken_for_deleted(follower: Follower) -> None:
    booking, own = Booking.objects.get(pk=2001), OWN_IDS_FROM + 1
    Mark.objects.create(booking=booking, sequence=0, type="TAT", body_part="ARM")
    Belief.objects.create(id=own, person_id="A1234BC", code="RC")
    Image.objects.create(id=own, booking=booking, captured_at=timezone.now(), object_type="OFF_BKG")
    Contact.objects.create(id=own, booking=booking, type="S", contact_person_id=own)
    address = Address.objects.create(id=own, person_id="A1234BC")
    Address.objects.create(id=own + 1, contact_person_id=own)
    Phone.objects.create(id=own, address=address, type="HOME", number="1")
    AddressUsage.objects.create(address=address, usage="HOME")
    Phone.objects.create(id=own + 1, person_id="A1234BC", type="MOB", number="2")
    Phone.objects.create(id=own + 2, contact_person_id=8001, type="MOB", number="3")
    EmailAddress.objects.create(id=own, person_id="A1234BC", address="a@example.com")
    Alert.objects.filter(person="A1234BC", code="HA").update(deleted_at=timezone.now(), nomis_sequence=99)
    assert follower.sweep_all() == 0
    assert AddressUsage.objects.filter(address=address).exists()
    assert Phone.objects.filter(id__gte=own).count() == 3 and Mark.objects.filter(sequence=0).exists()
    assert Alert.objects.filter(code="HA", deleted_at__isnull=False).exists(), "what was deleted here stays known"


def test_a_merge_takes_addresses_and_beliefs_along(follower: Follower, nomis: Nomis) -> None:
    nomis.run("INSERT INTO offender_beliefs VALUES (4, 2040, 1040, 'RC', '2020-01-01', NULL, NULL, NULL, 'N', NULL)")
    follower.round()
    merge_in_nomis(nomis)
    nomis.run(f"UPDATE addresses SET owner_id = 1030, audit_timestamp = {NOW} WHERE owner_id = 1040")
    nomis.run(f"UPDATE offender_beliefs SET root_offender_id = 1030, audit_timestamp = {NOW} WHERE belief_id = 4")
    follower.round()
    follower.sweep_all()
    assert Address.objects.get(pk=9004).person_id == Belief.objects.get(pk=4).person_id == "D4567EF"


def test_every_feed_of_the_record_ran(loaded: Nomis) -> None:
    unfinished = FeedState.objects.filter(load_finished_at=None).values_list("feed", flat=True)
    assert not set(unfinished) & {"height and weight", "marks", "beliefs", "transactions", "visitors", "address phones"}
