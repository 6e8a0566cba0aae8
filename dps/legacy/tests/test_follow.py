from datetime import date

import pytest
from django.db import connections

from dps.identity.accounts.access import take_role_away
from dps.identity.models import Account, RoleGiven
from dps.legacy.feeds.feed import OWN_IDS_FROM
from dps.legacy.inbound import follow, people, sweep
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.inbound.retry import retry_set_aside
from dps.legacy.models import FeedState, SetAsideRow
from dps.legacy.queries import link_state
from dps.legacy.rules import Health
from dps.legacy.tests.conftest import Nomis, content
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.events.models import DomainEvent
from dps.prisoners.models import (
    AccountBalance,
    Alert,
    Booking,
    Identifier,
    IncentiveReview,
    Movement,
    NonAssociation,
    Person,
    PersonName,
    SearchRecord,
)

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
NOW = "localtimestamp"


def events() -> list[tuple[str, str, list[str]]]:
    return [
        (event.type, event.subject, event.data.get("categoriesChanged", []))
        for event in DomainEvent.objects.order_by("id")
    ]


def test_nothing_changed_says_nothing(follower: Follower) -> None:
    assert follower.round() == 0
    assert events() == []


def test_a_changed_name_reaches_the_person_the_search_record_and_the_event(follower: Follower, nomis: Nomis) -> None:
    nomis.run(f"UPDATE offenders SET last_name = 'SMYTHE', audit_timestamp = {NOW} WHERE offender_id = 1002")
    assert follower.round() == 1
    assert Person.objects.get(pk="A1234BC").last_name == "SMYTHE"
    assert SearchRecord.objects.get(pk="A1234BC").last_name == "SMYTHE"
    assert events() == [("prisoner.updated", "A1234BC", ["PERSONAL_DETAILS"])]
    assert DomainEvent.objects.get().source == "NOMIS"
    assert follower.round() == 0
    assert len(events()) == 1


def test_a_touched_row_with_the_same_content_tells_nobody(follower: Follower, nomis: Nomis) -> None:
    nomis.run(f"UPDATE offender_bookings SET audit_timestamp = {NOW}")
    assert follower.round() == 0
    assert events() == []


def test_tables_with_other_stamps_or_none_are_followed_too(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"INSERT INTO offender_external_movements VALUES (2001, 3, '2026-11-20', '1970-01-01 10:00', 'CRT', 'CA', 'IN',"
        f" 'LEEDCC', 'LEI', 'Y', {NOW}, NULL)"
    )
    nomis.run("INSERT INTO offender_iep_levels VALUES (2001, 3, '2026-11-20', NULL, 'LEI', 'BAS', NULL)")
    follower.round()
    assert Movement.objects.filter(booking=2001, sequence=3).exists()
    follower.sweep_all()
    assert IncentiveReview.objects.get(booking=2001, sequence=3).level == "BAS"
    assert SearchRecord.objects.get(pk="A1234BC").incentive == "BAS"


def test_a_new_person_with_a_booking_arrives_whole(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        "INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, sex_code)"
        " VALUES (1100, 'G7890HJ', 1100, 'NEWMAN', 'M')"
    )
    nomis.run(
        "INSERT INTO offender_bookings (offender_book_id, offender_id, booking_seq, booking_begin_date, active_flag,"
        " in_out_status, agy_loc_id) VALUES (2100, 1100, 1, '2026-11-23', 'Y', 'IN', 'LEI')"
    )
    nomis.run(
        "INSERT INTO offender_alerts (offender_book_id, alert_seq, alert_type, alert_code, alert_date, alert_status)"
        " VALUES (2100, 1, 'X', 'XEL', '2026-11-23', 'ACTIVE')"
    )
    assert follower.round() == 3
    assert SearchRecord.objects.get(pk="G7890HJ").agency == "LEI"
    assert Alert.objects.get(person="G7890HJ").code == "XEL"
    assert [event[0] for event in events()] == [
        "person.alert.created", "person.alerts.changed", "prisoner.alerts-updated", "prisoner.created", "prisoner.received",
    ]  # fmt: skip
    assert {event[1] for event in events()} == {"G7890HJ"}


def test_a_change_that_was_stamped_early_and_committed_late_is_seen(
    follower: Follower, nomis: Nomis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "READ_AGAIN_SECONDS", 0.0)
    nomis.run(f"UPDATE offenders SET last_name = 'FIRST', audit_timestamp = {NOW} WHERE offender_id = 1030")
    follower.round()
    nomis.run(
        f"UPDATE offenders SET last_name = 'LATE', audit_timestamp = {NOW} - interval '90 seconds'"
        " WHERE offender_id = 1040"
    )
    follower.round()
    assert Person.objects.get(pk="E5678FG").last_name == "LATE"


def test_what_changed_while_nobody_followed_is_caught_up(loaded: Nomis) -> None:
    loaded.run(f"UPDATE offenders SET first_name = 'JIM', audit_timestamp = {NOW} WHERE offender_id = 1002")
    assert follow.once(lambda words: None) == (1, 0)
    assert SearchRecord.objects.get(pk="A1234BC").first_name == "JIM"
    assert follow.once(lambda words: None) == (0, 0)


def test_once_on_an_empty_house_loads_everything(nomis: Nomis) -> None:
    follow.once(lambda words: None)
    assert SearchRecord.objects.count() == 5


def test_deleted_rows_go(follower: Follower, nomis: Nomis) -> None:
    nomis.run("DELETE FROM offender_alerts WHERE offender_book_id = 2001 AND alert_seq = 1")
    nomis.run("DELETE FROM offender_sub_accounts WHERE offender_id = 1030")
    nomis.run("DELETE FROM offender_identifiers WHERE offender_id = 1002")
    assert follower.round() == 0
    assert follower.sweep_all() == 3
    assert set(Alert.objects.filter(person="A1234BC").values_list("code", flat=True)) == {"XA", "QQQ"}
    assert not AccountBalance.objects.filter(person="D4567EF").exists()
    assert SearchRecord.objects.get(pk="A1234BC").pnc == ""
    assert ("prisoner.updated", "A1234BC", ["ALERTS"]) in events()


def test_a_deleted_person_goes_with_everything(follower: Follower, nomis: Nomis) -> None:
    nomis.run("DELETE FROM offender_alerts WHERE offender_book_id = 2030")
    nomis.run("DELETE FROM offender_external_movements WHERE offender_book_id = 2030")
    nomis.run("DELETE FROM offender_bookings WHERE offender_book_id = 2030")
    nomis.run("DELETE FROM offender_sub_accounts WHERE offender_id = 1030")
    nomis.run("DELETE FROM offender_identifiers WHERE offender_id = 1030")
    nomis.run("DELETE FROM offenders WHERE offender_id = 1030")
    follower.sweep_all()
    assert not Person.objects.filter(pk="D4567EF").exists()
    assert not SearchRecord.objects.filter(pk="D4567EF").exists()
    assert not Booking.objects.filter(pk=2030).exists()
    assert ("prisoner.removed", "D4567EF", []) in events()


def test_rows_made_by_dps_are_never_taken_for_deleted(follower: Follower) -> None:
    person = Person.objects.create(number="Z9999ZZ", last_name="OURS")
    PersonName.objects.create(id=OWN_IDS_FROM, person=person, last_name="OURS", is_working=True)
    Booking.objects.create(id=OWN_IDS_FROM + 1, person=person, in_out="IN")
    follower.sweep_all()
    assert Booking.objects.filter(pk=OWN_IDS_FROM + 1).exists()


def test_a_nomis_that_seems_to_have_lost_nearly_everything_is_not_believed(
    follower: Follower, monkeypatch: pytest.MonkeyPatch, nomis: Nomis
) -> None:
    monkeypatch.setattr(sweep, "SUSPICIOUS_ROWS", 2)
    before = content()
    nomis.run("TRUNCATE offender_alerts, offender_bookings")
    follower.sweep_all()
    assert content() == before
    assert "none was removed" in FeedState.objects.get(feed="alerts").last_error


def merge_in_nomis(nomis: Nomis) -> None:
    """What NOMIS does when 1040 turns out to be 1030: bookings and accounts move, the root goes, the number is kept."""
    nomis.run(
        f"UPDATE offender_bookings SET offender_id = 1030, root_offender_id = 1030, booking_seq = 2,"
        f" audit_timestamp = {NOW} WHERE offender_book_id = 2040"
    )
    nomis.run("INSERT INTO offender_identifiers VALUES (1030, 2, 'MERGED', 'E5678FG', NULL, localtimestamp)")
    nomis.run(f"UPDATE offender_na_details SET offender_id = 1030, audit_timestamp = {NOW} WHERE offender_id = 1040")
    nomis.run(
        f"UPDATE offender_na_details SET ns_offender_id = 1030, audit_timestamp = {NOW} WHERE ns_offender_id = 1040"
    )
    nomis.run("DELETE FROM offender_sub_accounts WHERE offender_id = 1040")
    nomis.run(
        "UPDATE offender_sub_accounts SET balance = 8.50, modify_datetime = localtimestamp WHERE offender_id = 1030"
    )
    nomis.run("DELETE FROM offenders WHERE offender_id = 1040")


def assert_merged() -> None:
    assert not Person.objects.filter(pk="E5678FG").exists()
    assert not SearchRecord.objects.filter(pk="E5678FG").exists()
    assert set(Booking.objects.filter(person="D4567EF").values_list("id", "sequence")) == {(2030, 1), (2040, 2)}
    assert Identifier.objects.filter(person="D4567EF", type="MERGED", value="E5678FG").count() == 1
    assert set(NonAssociation.objects.values_list("person_id", "other_id")) == {
        ("A1234BC", "D4567EF"),
        ("D4567EF", "A1234BC"),
    }
    assert list(AccountBalance.objects.filter(person="D4567EF").values_list("balance_pence", flat=True)) == [850]
    assert set(Alert.objects.filter(person="D4567EF").values_list("code", flat=True)) == {"XEL"}
    merged = DomainEvent.objects.get(type="prisoner.merged")
    assert (merged.subject, merged.data) == ("D4567EF", {"removed": "E5678FG"})


def test_merged_numbers_become_one_person(follower: Follower, nomis: Nomis) -> None:
    merge_in_nomis(nomis)
    follower.round()
    follower.sweep_all()
    assert_merged()
    follower.round()
    follower.sweep_all()
    assert_merged()


def test_a_merge_known_only_from_its_transaction_keeps_the_old_number(follower: Follower, nomis: Nomis) -> None:
    merge_in_nomis(nomis)
    nomis.run("DELETE FROM offender_identifiers WHERE identifier_type = 'MERGED'")
    nomis.run("INSERT INTO merge_transactions VALUES (1, 'COMPLETED', 'E5678FG', 'D4567EF', localtimestamp)")
    follower.round()
    follower.sweep_all()
    assert_merged()


def test_names_that_pass_to_another_number_take_their_bookings_along(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offenders SET offender_id_display = 'D4567EF', root_offender_id = 1030, alias_name_type = 'A',"
        f" audit_timestamp = {NOW} WHERE offender_id = 1040"
    )
    nomis.run("INSERT INTO offender_identifiers VALUES (1030, 2, 'MERGED', 'E5678FG', NULL, localtimestamp)")
    nomis.run(
        "UPDATE offender_bookings SET booking_seq = 2, audit_timestamp = localtimestamp WHERE offender_book_id = 2040"
    )
    follower.round()
    assert not Person.objects.filter(pk="E5678FG").exists()
    assert Booking.objects.get(pk=2040).person_id == "D4567EF"
    assert dict(PersonName.objects.filter(person="D4567EF").values_list("id", "is_working")) == {
        1030: True,
        1040: False,
    }


def test_a_root_that_gets_another_number_keeps_everything(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offenders SET offender_id_display = 'H9876JK', audit_timestamp = {NOW} WHERE root_offender_id = 1001"
    )
    follower.round()
    assert not Person.objects.filter(pk="A1234BC").exists()
    assert SearchRecord.objects.get(pk="H9876JK").agency == "LEI"
    assert Alert.objects.filter(person="H9876JK").count() == 3
    assert Identifier.objects.filter(person="H9876JK", type="MERGED", value="A1234BC").exists()


def test_a_booking_moved_between_people(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offender_bookings SET offender_id = 1020, root_offender_id = 1020, audit_timestamp = {NOW}"
        " WHERE offender_book_id = 2030"
    )
    follower.round()
    assert Booking.objects.get(pk=2030).person_id == "C3456DE"
    assert Alert.objects.get(nomis_booking_id=2030).person_id == "C3456DE"
    assert SearchRecord.objects.get(pk="C3456DE").agency == "MDI"
    assert SearchRecord.objects.get(pk="D4567EF").agency == ""
    assert {"C3456DE", "D4567EF"} <= {subject for _, subject, _ in events()}


def test_alerts_follow_the_latest_booking(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offender_bookings SET booking_seq = 3 - booking_seq, audit_timestamp = {NOW}"
        " WHERE offender_book_id IN (2000, 2001)"
    )
    follower.round()
    found = Alert.objects.filter(person="A1234BC")
    assert [(alert.code, alert.description) for alert in found] == [("HA", "of the old booking")]


def test_alerts_of_nomis_are_told_of_like_ours(follower: Follower, nomis: Nomis) -> None:
    def told() -> list[tuple[str, object]]:
        found = DomainEvent.objects.filter(type__contains="alert", source="NOMIS").order_by("id")
        return [
            (
                event.type,
                event.data.get("alertCode") or event.data.get("alertsAdded") or event.data.get("alertsRemoved") or "",
            )
            for event in found
        ]

    nomis.run(
        f"UPDATE offender_alerts SET comment_text = 'Watch closely', audit_timestamp = {NOW}"
        " WHERE offender_book_id = 2001 AND alert_seq = 1"
    )
    follower.round()
    code = Alert.objects.get(nomis_booking_id=2001, nomis_sequence=1).code
    assert told() == [("person.alert.updated", code), ("person.alerts.changed", "")]
    nomis.run(
        f"UPDATE offender_alerts SET expiry_date = '2026-01-02', alert_status = 'INACTIVE', audit_timestamp = {NOW}"
        " WHERE offender_book_id = 2001 AND alert_seq = 1"
    )
    follower.round()
    assert told()[2:] == [
        ("person.alert.inactive", code),
        ("person.alerts.changed", ""),
        ("prisoner.alerts-updated", [code]),
    ]
    nomis.run(f"UPDATE offender_alerts SET alert_date = '2026-01-01', audit_timestamp = {NOW} WHERE offender_book_id = 2001 AND alert_seq = 4")  # fmt: skip
    follower.round()
    added = Alert.objects.get(nomis_booking_id=2001, nomis_sequence=4).code
    assert told()[5:] == [
        ("person.alert.created", added),
        ("person.alerts.changed", ""),
        ("prisoner.alerts-updated", [added]),
    ]


def test_our_own_writes_are_not_read_back(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offender_alerts SET comment_text = 'echo', audit_module_name = 'DPS_SYNCHRONISATION_ALERTS',"
        f" audit_timestamp = {NOW} WHERE offender_book_id = 2001 AND alert_seq = 1"
    )
    assert follower.round() == 0
    assert Alert.objects.get(nomis_booking_id=2001, nomis_sequence=1).description == "Watch"


def test_a_repaired_row_arrives_and_leaves_the_list(follower: Follower, nomis: Nomis) -> None:
    assert SetAsideRow.objects.filter(feed="alerts", key_text="2001 / 4").exists()
    nomis.run(
        f"UPDATE offender_alerts SET alert_date = '2026-01-01', audit_timestamp = {NOW}"
        " WHERE offender_book_id = 2001 AND alert_seq = 4"
    )
    follower.round()
    assert Alert.objects.get(nomis_booking_id=2001, nomis_sequence=4).active_from == date(2026, 1, 1)
    assert not SetAsideRow.objects.filter(feed="alerts", key_text="2001 / 4").exists()


def test_a_bad_row_is_set_aside_while_others_go_on(follower: Follower, nomis: Nomis) -> None:
    nomis.run(f"UPDATE offender_identifiers SET identifier = '  ', audit_timestamp = {NOW} WHERE offender_id = 1001")
    nomis.run(f"UPDATE offenders SET last_name = 'FINE', audit_timestamp = {NOW} WHERE offender_id = 1002")
    follower.round()
    assert SetAsideRow.objects.get(feed="identifiers", kind="UNREADABLE").reason == "IDENTIFIER is empty"
    assert Person.objects.get(pk="A1234BC").last_name == "FINE"


def test_a_row_that_waited_arrives_with_its_parent(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        "INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, sex_code)"
        " VALUES (9999, 'K1111KK', 9999, 'PARENT', 'M')"
    )
    follower.round()
    assert Booking.objects.get(pk=2099).person_id == "K1111KK"
    assert not SetAsideRow.objects.filter(feed="bookings", kind="WAITING").exists()
    assert SearchRecord.objects.get(pk="K1111KK").booking_id == 2099


def test_a_row_set_aside_that_nomis_no_longer_has_leaves_the_list(follower: Follower, nomis: Nomis) -> None:
    nomis.run("DELETE FROM offender_bookings WHERE offender_book_id = 2099")
    retry_set_aside(follower.plans)
    assert not SetAsideRow.objects.filter(feed="bookings").exists()


def test_a_renamed_wing_shows_on_everybody_who_lives_there(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE agency_internal_locations SET description = 'LEI-B-1-001', audit_timestamp = {NOW}"
        " WHERE internal_location_id = 5003"
    )
    follower.round()
    assert SearchRecord.objects.get(pk="A1234BC").cell_path == "B-1-001"


def test_access_taken_away_in_nomis_goes_and_what_dps_gave_stays(follower: Follower, nomis: Nomis) -> None:
    account = Account.objects.get(username="AJONES_GEN")
    account.roles.append("POM")
    account.save()
    nomis.run("DELETE FROM user_caseload_roles WHERE role_id = 10 AND caseload_id = 'NWEB'")
    nomis.run("DELETE FROM user_accessible_caseloads WHERE caseload_id = 'LEI'")
    follower.sweep_all()
    account.refresh_from_db()
    assert set(account.roles) == {"INACTIVE_BOOKINGS", "PRISON", "POM"}
    assert (account.caseloads, account.active_caseload) == ([], "")


def test_access_taken_away_here_does_not_come_back_from_nomis(follower: Follower, nomis: Nomis) -> None:
    take_role_away(username="AJONES_GEN", role="GLOBAL_SEARCH", at=local_time.now(), by=SYSTEM)
    nomis.run("INSERT INTO oms_roles VALUES (12, 'POM')")
    nomis.run("INSERT INTO user_caseload_roles VALUES ('AJONES_GEN', 'NWEB', 12)")
    follower.sweep_all()
    account = Account.objects.get(username="AJONES_GEN")
    assert set(account.roles) == {"INACTIVE_BOOKINGS", "PRISON", "POM"}


def test_a_role_given_here_too_stays_when_nomis_takes_it_away(follower: Follower, nomis: Nomis) -> None:
    RoleGiven.objects.create(
        account=Account.objects.get(username="AJONES_GEN"),
        role="GLOBAL_SEARCH",
        given_by="SYS",
        given_at=local_time.now(),
    )
    nomis.run("DELETE FROM user_caseload_roles WHERE role_id = 10 AND caseload_id = 'NWEB'")
    follower.sweep_all()
    assert "GLOBAL_SEARCH" in Account.objects.get(username="AJONES_GEN").roles


def test_an_address_that_came_later_is_taken_and_one_that_is_there_is_kept(follower: Follower, nomis: Nomis) -> None:
    Account.objects.filter(username="AJONES_GEN").update(email="chosen@justice.gov.uk")
    nomis.run("DELETE FROM internet_addresses WHERE internet_address_id = 4")
    nomis.run("INSERT INTO internet_addresses VALUES (7, 'STF', 1, 'EMAIL', 'new@justice.gov.uk')")
    follower.sweep_all()
    assert Account.objects.get(username="AJONES_GEN").email == "chosen@justice.gov.uk"


def test_following_outlives_a_nomis_that_goes_away(loaded: Nomis) -> None:
    turns = 0

    def stop() -> bool:
        nonlocal turns
        turns += 1
        if turns == 4:
            loaded.run(
                "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() OFFSET 0) x"
            )
            loaded.run(f"UPDATE offenders SET last_name = 'AFTER', audit_timestamp = {NOW} WHERE offender_id = 1002")
        return turns > 40

    said: list[str] = []
    follow.follow(said.append, seconds=0.05, stop=stop)
    assert any("trying again" in words for words in said) and "NOMIS answers again" in said
    assert SearchRecord.objects.get(pk="A1234BC").last_name == "AFTER"
    assert link_state().health is Health.WELL and link_state().failure == ""


def test_health_tells_when_nomis_does_not_answer(loaded: Nomis) -> None:
    settings = connections["nomis"].settings_dict
    port, settings["PORT"] = settings["PORT"], "1"
    connections["nomis"].close()
    said: list[str] = []
    turns = iter([False, False, True, True, True, True])
    try:
        follow.follow(said.append, seconds=0.01, stop=lambda: next(turns))
    finally:
        settings["PORT"] = port
    state = link_state()
    assert state.health is Health.AWAY
    assert state.failure.startswith("NOMIS cannot be reached") and said[0].endswith("trying again in 0 s")


def test_feeds_asked_for_by_name_only(nomis: Nomis) -> None:
    full_load(lambda words: None, only=["names", "bookings"])
    assert Person.objects.count() == 5 and not Alert.objects.exists()
    assert people.find_merges(Follower(["names", "bookings", "identifiers"]).plans) == []


def test_a_release_and_a_return_are_told(follower: Follower, nomis: Nomis) -> None:
    """What is found by comparing the record before and after (apis-events-documents.md 2)."""
    booking = SearchRecord.objects.get(pk="A1234BC").booking_id
    for active, in_out, agency, (kind, reason, direction) in (
        ("N", "OUT", "OUT", ("REL", "CR", "OUT")),
        ("Y", "IN", "LEI", ("ADM", "L", "IN")),
    ):
        nomis.run(
            f"INSERT INTO offender_external_movements (offender_book_id, movement_seq, movement_date, movement_time,"
            f" movement_type, movement_reason_code, direction_code, from_agy_loc_id, to_agy_loc_id, active_flag,"
            f" create_datetime) SELECT {booking}, max(movement_seq) + 1, {NOW}, {NOW}, '{kind}',"
            f" '{reason}', '{direction}', 'LEI', '{agency}', 'Y', {NOW} FROM offender_external_movements"
            f" WHERE offender_book_id = {booking}"
        )
        nomis.run(
            f"UPDATE offender_bookings SET active_flag = '{active}', in_out_status = '{in_out}', agy_loc_id = '{agency}',"
            f" audit_timestamp = {NOW} WHERE offender_book_id = {booking}"
        )
        follower.round()
    told = DomainEvent.objects.filter(type__in=["prisoner.released", "prisoner.received"]).order_by("id")
    assert [(one.type, one.subject, one.data["reason"], one.data["prisonId"], one.source) for one in told] == [
        ("prisoner.released", "A1234BC", "RELEASED", "LEI", "NOMIS"),
        ("prisoner.received", "A1234BC", "READMISSION", "LEI", "NOMIS"),
    ]
