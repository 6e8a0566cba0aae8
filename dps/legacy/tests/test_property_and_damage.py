"""Boxes of property and what is owed for damage: read, followed, removed, and moved when two people become one."""

from datetime import date

import pytest

from dps.legacy.feeds.feed import OWN_IDS_FROM
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.models import FeedState, SetAsideRow
from dps.legacy.tests.conftest import Nomis
from dps.legacy.tests.test_follow import NOW, events, merge_in_nomis
from dps.prisoners.models import Booking, DamageObligation, Person, PropertyContainer

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def test_property_belongs_to_the_booking_it_came_with(loaded: Nomis) -> None:
    found = PropertyContainer.objects.order_by("id")
    assert list(found.values_list("id", "booking_id", "container", "seal_mark", "location_id", "active")) == [
        (401, 2001, "BULK", "SEAL 0401", 5001, True),
        (402, 2001, "VALU", "", None, False),
        (403, 2040, "ODD", "", 5999, False),
    ]
    assert SetAsideRow.objects.get(feed="property").reason == "booking 9996 is not here yet"


def test_damage_belongs_to_the_person_of_any_of_their_names(loaded: Nomis) -> None:
    found = DamageObligation.objects.order_by("id")
    assert list(found.values_list("id", "person_id", "reference", "started_on", "ended_on", "prison", "status")) == [
        (501, "A1234BC", "D/501", date(2025, 8, 1), date(2026, 8, 1), "LEI", "ACTIVE"),
        (502, "A1234BC", "", date(2025, 1, 31), None, "MDI", "ONH"),
        (503, "E5678FG", "503", date(2020, 6, 1), date(2021, 1, 1), "MDI", "PAID"),
    ]
    assert list(found.values_list("owed_pence", "paid_pence", "comment")) == [
        (5000, 1235, "A window"),
        (800, 0, ""),
        (2000, 2000, ""),
    ]
    odd = dict(SetAsideRow.objects.filter(feed="damage").values_list("key_text", "reason"))
    assert odd == {"504": "START_DATE is empty", "505": "name record 9999 is not here yet"}


def test_changes_and_new_rows_are_followed_and_the_person_is_told_of(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offender_ppty_containers SET internal_location_id = NULL, active_flag = 'N', audit_timestamp = {NOW}"
        " WHERE property_container_id = 401"
    )
    assert follower.round() == 1
    moved = PropertyContainer.objects.get(pk=401)
    assert (moved.location_id, moved.active) == (None, False)
    nomis.run(
        "UPDATE offender_damage_obligations SET paid_amount = 50, obligation_status = 'PAID',"
        f" audit_timestamp = {NOW} WHERE offender_dmg_obligation_id = 501"
    )
    nomis.run("INSERT INTO offender_ppty_containers VALUES (405, 2030, 'MDI', 'Y', NULL, 'NEW', 'CONF')")
    assert follower.round() == 2
    paid = DamageObligation.objects.get(pk=501)
    assert (paid.paid_pence, paid.status) == (5000, "PAID")
    assert PropertyContainer.objects.get(pk=405).container == "CONF"
    assert [event for event in events() if event[0] == "prisoner.updated"] == [
        ("prisoner.updated", "A1234BC", ["STATUS"]),
        ("prisoner.updated", "A1234BC", ["STATUS"]),
        ("prisoner.updated", "D4567EF", ["STATUS"]),
    ]


def test_what_nomis_no_longer_has_goes_and_what_was_made_here_stays(follower: Follower, nomis: Nomis) -> None:
    own = OWN_IDS_FROM + 1
    PropertyContainer.objects.create(id=own, booking=Booking.objects.get(pk=2001))
    DamageObligation.objects.create(id=own, person_id="A1234BC", started_on=date(2026, 1, 1), prison="LEI")
    nomis.run("DELETE FROM offender_ppty_containers WHERE property_container_id = 403")
    nomis.run("DELETE FROM offender_damage_obligations WHERE offender_dmg_obligation_id = 502")
    assert follower.sweep_all() == 2
    assert set(PropertyContainer.objects.values_list("id", flat=True)) == {401, 402, own}
    assert set(DamageObligation.objects.values_list("id", flat=True)) == {501, 503, own}
    assert {event[1] for event in events()} == {"A1234BC", "E5678FG"}


@pytest.mark.parametrize("told_by_nomis", [True, False])
def test_in_a_merge_what_was_owed_and_kept_goes_to_the_survivor(
    follower: Follower, nomis: Nomis, told_by_nomis: bool
) -> None:
    """Whether NOMIS moves the obligation to the kept name, or leaves it at the one that is gone."""
    merge_in_nomis(nomis)
    if told_by_nomis:
        nomis.run(f"UPDATE offender_damage_obligations SET offender_id = 1030, audit_timestamp = {NOW} WHERE offender_id = 1040")  # fmt: skip
    for _ in range(2):
        follower.round()
        follower.sweep_all()
        assert not Person.objects.filter(pk="E5678FG").exists()
        assert DamageObligation.objects.get(pk=503).person_id == "D4567EF"
        assert PropertyContainer.objects.get(pk=403).booking.person_id == "D4567EF"


def test_a_person_given_another_number_keeps_what_they_owe(follower: Follower, nomis: Nomis) -> None:
    nomis.run(
        f"UPDATE offenders SET offender_id_display = 'H9876JK', audit_timestamp = {NOW} WHERE root_offender_id = 1001"
    )
    follower.round()
    assert set(DamageObligation.objects.filter(person="H9876JK").values_list("id", flat=True)) == {501, 502}


def test_a_nomis_without_the_tables_or_some_columns_is_read_all_the_same(nomis: Nomis) -> None:
    nomis.run("DROP TABLE offender_ppty_containers")
    nomis.run("ALTER TABLE offender_damage_obligations DROP COLUMN paid_amount, DROP COLUMN comment_text")
    full_load(lambda words: None)
    assert FeedState.objects.get(feed="property").last_error == "NOMIS has no table OFFENDER_PPTY_CONTAINERS"
    assert not PropertyContainer.objects.exists()
    assert DamageObligation.objects.get(pk=501).paid_pence == 0
    absent = FeedState.objects.get(feed="damage").absent
    assert {"offender_damage_obligations.paid_amount", "offender_damage_obligations.comment_text"} <= set(absent)
