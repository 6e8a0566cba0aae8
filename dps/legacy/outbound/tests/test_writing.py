"""The way of a change into NOMIS: once, in order, whatever happens on the way; and what arrives meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from dps.legacy import source
from dps.legacy.inbound import follow
from dps.legacy.inbound.load import full_load
from dps.legacy.models import LinkState, QueuedWrite, SetAsideRow
from dps.legacy.outbound import commands, prisoner, queueing, writer
from dps.legacy.outbound.tests.conftest import ANN, FEEDS, NUMBER, Edit, write_of
from dps.legacy.queries import link_state
from dps.legacy.router import NOMIS
from dps.legacy.tests.conftest import Nomis
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, NotAllowed
from dps.prisoners.models import Alert, Person, PersonName, PhysicalAttributes, ProfileDetail

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
BOOKING = 501001


def smoke(edit: Edit, before: str, after: str, **more: Any) -> Any:
    ProfileDetail.objects.filter(type="SMOKE", booking=more.get("booking", BOOKING)).update(code=after)
    return edit("profile detail", "SMOKE", {"code": before, "sequence": 1}, {"code": after, "sequence": 1}, **more)


def smokes(nomis: Nomis) -> Any:
    return nomis.run("SELECT profile_code FROM offender_profile_details WHERE profile_type = 'SMOKE'")[0][0]


def somebody_else(nomis: Nomis, code: str) -> None:
    nomis.run("UPDATE offender_profile_details SET profile_code = %s WHERE profile_type = 'SMOKE'", code)


def states() -> list[str]:
    return list(QueuedWrite.objects.order_by("id").values_list("state", flat=True))


def time_passes() -> None:
    QueuedWrite.objects.filter(state="WAITING").update(try_at=local_time.now())
    QueuedWrite.objects.filter(state="DONE").update(done_at=local_time.now() - timedelta(hours=1))


def test_a_change_is_queued_with_it_and_a_job_enqueued(edit: Edit) -> None:
    change = smoke(edit, "Y", "N")
    write = write_of(change)
    assert (write.state, write.prison, write.person_id, write.booking_id) == ("WAITING", "LEI", NUMBER, BOOKING)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT args->>'number', lock FROM procrastinate_jobs WHERE task_name = 'write_to_nomis'")
        assert cursor.fetchall() == [(NUMBER, f"nomis {NUMBER}")]


def test_without_a_nomis_and_of_kinds_kept_here_nothing_is_queued(edit: Edit, settings: Any) -> None:
    edit("diet", "", None, {"codes": ["VEGAN"]})
    settings.DATABASES = {"default": settings.DATABASES["default"]}
    smoke(edit, "Y", "N")
    assert not QueuedWrite.objects.exists()
    assert writer.drain() == 0


def test_several_changes_of_one_thing_arrive_in_order(stand_in: Nomis, edit: Edit) -> None:
    for before, after in (("Y", "N"), ("N", "V"), ("V", "Y"), ("Y", "V")):
        smoke(edit, before, after)
    assert writer.drain() == 4 and smokes(stand_in) == "V" and set(states()) == {"DONE"}
    assert writer.drain() == 0


def test_what_nomis_refuses_holds_back_only_the_same_thing(stand_in: Nomis, edit: Edit) -> None:
    stand_in.run("ALTER TABLE offender_profile_details ADD CHECK (profile_code <> 'N')")
    smoke(edit, "Y", "N")
    smoke(edit, "N", "V")
    edit("profile detail", "RELF", {"code": "CHRST", "sequence": 1}, {"code": "BUDD", "sequence": 1})
    writer.drain()
    assert states() == ["FAILED", "WAITING", "DONE"] and smokes(stand_in) == "Y"
    failed, waiting, _ = QueuedWrite.objects.order_by("id")
    assert failed.reason.startswith("NOMIS refused it (new row for relation")
    assert waiting.reason == f"Waits for change {failed.change_id}, made earlier to the same thing"
    stand_in.run("ALTER TABLE offender_profile_details DROP CONSTRAINT offender_profile_details_profile_code_check")
    with pytest.raises(NotAllowed):
        commands.retry(ANN, failed.pk)
    assert commands.retry_all(SYSTEM, "FAILED") == 1
    writer.drain()
    assert states() == ["DONE"] * 3 and smokes(stand_in) == "V"
    with pytest.raises(Conflict):
        commands.retry(SYSTEM, failed.pk)


def test_a_table_or_person_that_nomis_lacks_is_said_plainly(stand_in: Nomis, edit: Edit) -> None:
    stand_in.run("DROP TABLE offender_beliefs, offender_languages")
    Person.objects.filter(pk="B2345CD").update(nomis_root_id=None)
    edit("language", "POL/SEC", None, {"reads": "G"})
    edit("address", 10_000_000_777, None, {"premise": "1", "primary": True, "postal": True}, number="B2345CD")
    edit("profile detail", "SMOKE", None, {"code": "Y", "sequence": 1}, booking=999)
    writer.drain()
    reasons = list(QueuedWrite.objects.order_by("id").values_list("reason", flat=True))
    assert reasons == [
        "NOMIS has no table OFFENDER_LANGUAGES, so this cannot be written there",
        "This person is not in NOMIS",
        "NOMIS has no booking 999",
    ]
    assert states() == ["FAILED"] * 3


def test_an_absent_column_is_left_out(stand_in: Nomis, edit: Edit) -> None:
    stand_in.run(
        "ALTER TABLE offender_profile_details DROP audit_additional_info, DROP audit_module_name, DROP modify_user_id"
    )
    smoke(edit, "Y", "N")
    writer.drain()
    assert states() == ["DONE"] and smokes(stand_in) == "N"


def test_while_nomis_is_away_everything_waits_and_then_arrives(stand_in: Nomis, edit: Edit, monkeypatch: Any) -> None:
    smoke(edit, "Y", "N")
    real = dict(connections[NOMIS].settings_dict)
    source.disconnect()
    connections[NOMIS].settings_dict["PORT"] = "1"
    assert writer.drain() == 0 and states() == ["WAITING"]
    link = LinkState.objects.get()
    assert link.writes_failing_since and link.writes_failures == 1 and "cannot be reached" in link.writes_failure
    smoke(edit, "N", "V")
    LinkState.objects.update(writes_try_at=local_time.now())
    assert writer.drain() == 0 and LinkState.objects.get().writes_failures == 2
    assert list(QueuedWrite.objects.values_list("attempts", flat=True)) == [0, 0]
    connections[NOMIS].settings_dict["PORT"] = real["PORT"]
    assert writer.drain() == 0, "it is not asked again before its time"
    LinkState.objects.update(writes_try_at=local_time.now())
    assert writer.drain() == 2 and smokes(stand_in) == "V"
    assert LinkState.objects.get().writes_failing_since is None and link_state().failure == ""


def test_what_was_written_but_not_noted_is_recognised(stand_in: Nomis, edit: Edit) -> None:
    """As after a kill between the two commits: NOMIS has it, our side knows nothing of it."""
    smoke(edit, "Y", "N")
    edit("phone", 10_000_000_555, None, {"person_id": NUMBER, "type": "MOB", "number": "07700"})
    writer.drain()
    QueuedWrite.objects.update(state="WAITING", outcome="", done_at=None)
    QueuedWrite.objects.filter(kind="phone").update(key="10000000555")
    writer.drain()
    assert list(QueuedWrite.objects.values_list("outcome", flat=True)) == ["THERE_ALREADY"] * 2
    assert stand_in.run("SELECT count(*) FROM phones WHERE phone_no = '07700'") == [(1,)]


def test_two_equal_records_are_two(stand_in: Nomis, edit: Edit) -> None:
    """One that is here already is not taken for the one to be made."""
    edit("phone", 10_000_000_556, None, {"person_id": NUMBER, "type": "HOME", "number": "0113 1", "extension": ""})
    writer.drain()
    assert states() == ["DONE"] and stand_in.run("SELECT count(*) FROM phones") == [(2,)]


def test_changed_on_both_sides_ours_is_kept(stand_in: Nomis, edit: Edit) -> None:
    first = smoke(edit, "Y", "N")
    smoke(edit, "N", "Y")
    somebody_else(stand_in, "V")
    writer.drain()
    write = write_of(first)
    assert states() == ["CONFLICT", "WAITING"] and write.theirs == {"profile_code": "V"} and smokes(stand_in) == "V"
    assert follow.once(lambda words: None, FEEDS)[0] == 0 and ProfileDetail.objects.get(type="SMOKE").code == "Y"
    commands.keep_ours(SYSTEM, write.pk)
    writer.drain()
    assert states() == ["DONE", "DONE"] and smokes(stand_in) == "Y"
    assert AuditEntry.objects.get(action="NOMIS_CONFLICT_SETTLED").details["kept"] == "ours"
    with pytest.raises(Conflict):
        commands.keep_ours(SYSTEM, write.pk)


def test_changed_on_both_sides_theirs_is_taken(stand_in: Nomis, edit: Edit) -> None:
    first = smoke(edit, "Y", "N")
    smoke(edit, "N", "Y")
    somebody_else(stand_in, "V")
    writer.drain()
    commands.take_theirs(SYSTEM, write_of(first).pk)
    assert ProfileDetail.objects.get(type="SMOKE").code == "V" and states() == ["DONE", "DONE"]
    assert set(QueuedWrite.objects.values_list("outcome", flat=True)) == {"GIVEN_UP"}
    assert AuditEntry.objects.get(action="NOMIS_CONFLICT_SETTLED").details["kept"] == "theirs"


def test_another_column_changed_there_is_no_conflict(stand_in: Nomis, edit: Edit) -> None:
    stand_in.run("UPDATE offender_physical_attributes SET weight_kg = 95")
    edit(
        "physical attributes",
        "",
        {"height_cm": 180, "weight_kg": 80, "sequence": 1},
        {"height_cm": 181, "weight_kg": 80, "sequence": 1},
    )
    writer.drain()
    assert states() == ["DONE"]
    assert stand_in.run("SELECT height_cm, weight_kg FROM offender_physical_attributes") == [(181, 95)]


def test_removed_there_and_changed_here_is_a_conflict_and_removed_on_both_sides_none(
    stand_in: Nomis, edit: Edit
) -> None:
    phone = {"type": "HOME", "number": "0113 1", "extension": ""}
    stand_in.run("DELETE FROM phones")
    edit("phone", 80, phone, {**phone, "number": "2"})
    edit("alert", Alert.objects.get().pk, {"code": "HA"}, None)
    stand_in.run("DELETE FROM offender_alerts")
    writer.drain()
    assert states() == ["CONFLICT", "DONE"]


def test_nothing_that_waits_is_lost_to_what_arrives(stand_in: Nomis, edit: Edit) -> None:
    """Following, a whole load, and the search for what was deleted: none treads on it; it comes after."""
    smoke(edit, "Y", "N")
    ProfileDetail.objects.create(booking_id=BOOKING, type="CHILD", code="2", sequence=1)
    edit("profile detail", "CHILD", None, {"code": "2", "sequence": 1})
    PersonName.objects.filter(pk=1001).update(last_name="SMYTHE")
    edit("name", 1001, {"last_name": "SMITH"}, {"last_name": "SMYTHE"})
    Person.objects.filter(pk=NUMBER).update(birth_place="LEEDS")
    edit("birth", "", {"birth_place": ""}, {"birth_place": "LEEDS"})
    stand_in.run("DELETE FROM offender_physical_attributes")
    PhysicalAttributes.objects.update(height_cm=190)
    edit("physical attributes", "", {"height_cm": 180, "sequence": 1}, {"height_cm": 190, "sequence": 1})
    stand_in.run("UPDATE offenders SET birth_place = 'YORK', first_name = 'JIM' WHERE offender_id = 1001")
    somebody_else(stand_in, "Y")
    follow.once(lambda words: None, FEEDS)
    full_load(lambda words: None, only=FEEDS)
    assert dict(ProfileDetail.objects.values_list("type", "code")) == {"SMOKE": "N", "RELF": "CHRST", "CHILD": "2"}
    assert (
        PersonName.objects.get(pk=1001).last_name == "SMYTHE" and Person.objects.get(pk=NUMBER).birth_place == "LEEDS"
    )
    assert PhysicalAttributes.objects.get().height_cm == 190
    assert SetAsideRow.objects.get(feed="names").reason.startswith("it was changed here")
    writer.drain()
    assert states() == ["DONE", "DONE", "DONE", "CONFLICT", "CONFLICT"]
    time_passes()
    follow.once(lambda words: None, FEEDS)
    assert PersonName.objects.get(pk=1001).first_name == "JIM", "what else changed there arrives afterwards"
    assert not SetAsideRow.objects.filter(feed="names").exists()


def test_a_working_name_on_its_way_stays_the_bookings_while_the_booking_moves(stand_in: Nomis, edit: Edit) -> None:
    from dps.prisoners.models import Booking

    alias = {"last_name": "JONES", "is_working": False}
    Booking.objects.filter(pk=BOOKING).update(name_id=1003)
    edit("name", 1003, alias, {**alias, "is_working": True})
    stand_in.run("UPDATE offender_bookings SET agy_loc_id = 'MDI' WHERE offender_book_id = %s", BOOKING)
    follow.once(lambda words: None, FEEDS)
    assert Booking.objects.filter(pk=BOOKING, name_id=1003, agency="MDI").exists()


def test_our_own_write_is_no_news_and_a_later_one_of_another_system_is(stand_in: Nomis, edit: Edit) -> None:
    """Also of a system that leaves AUDIT_MODULE_NAME as it was."""
    stand_in.run("ALTER TABLE offender_profile_details DISABLE TRIGGER stamp")
    stand_in.run("UPDATE offender_profile_details SET audit_timestamp = '2026-01-01', create_datetime = '2026-01-01'")
    stand_in.run("ALTER TABLE offender_profile_details ENABLE TRIGGER stamp")
    smoke(edit, "Y", "N")
    smoke(edit, "N", "V")
    writer.drain()
    time_passes()
    ProfileDetail.objects.filter(type="SMOKE").update(code="edited here meanwhile")
    assert follow.once(lambda words: None, FEEDS) == (0, 0)
    somebody_else(stand_in, "Y")
    assert follow.once(lambda words: None, FEEDS) == (1, 0)
    assert ProfileDetail.objects.get(type="SMOKE").code == "Y"


def test_a_switch_keeps_changes_back_until_somebody_sends_them(stand_in: Nomis, edit: Edit) -> None:
    commands.set_switch(SYSTEM, "*ALL*", "profile detail", "off")
    smoke(edit, "Y", "N")
    assert states() == ["SWITCHED_OFF"] and QueuedWrite.objects.get().reason == queueing.KEPT_BACK
    assert commands.retry_all(SYSTEM, "SWITCHED_OFF") == 0
    writer.drain()
    assert smokes(stand_in) == "Y"
    commands.set_switch(SYSTEM, "*ALL*", "profile detail", "default")
    assert commands.retry_all(SYSTEM, "SWITCHED_OFF") == 1
    commands.set_switch(SYSTEM, "*ALL*", "*ALL*", "off")
    writer.drain()
    assert states() == ["SWITCHED_OFF"], "switched off again while it waited"
    commands.set_switch(SYSTEM, "*ALL*", "*ALL*", "on")
    commands.retry(SYSTEM, QueuedWrite.objects.get().pk)
    writer.drain()
    assert states() == ["DONE"] and smokes(stand_in) == "N"
    assert AuditEntry.objects.filter(action="NOMIS_SWITCH_CHANGED").count() == 4


def test_one_prisoner_side_by_side_and_read_again(stand_in: Nomis, edit: Edit) -> None:
    assert all(not one.differences for one in prisoner.compare(NUMBER))
    smoke(edit, "Y", "N")
    ProfileDetail.objects.filter(type="RELF").update(code="BUDD")
    Alert.objects.all().delete()
    found = {one.title: one for one in prisoner.compare(NUMBER)}
    details = found["Religion, nationality and other details"]
    assert {(one.where, *one.values) for one in details.differences} == {
        ("both", ("code", "BUDD", "CHRST")),
        ("both", ("code", "N", "Y")),
    }
    assert found["Alerts"].differences[0].where == "NOMIS"
    stand_in.run("DELETE FROM phones")
    done = commands.resync(SYSTEM, NUMBER)
    assert (done.changed, done.removed) == (2, 1)
    assert dict(ProfileDetail.objects.values_list("type", "code")) == {"RELF": "CHRST", "SMOKE": "N"}
    assert AuditEntry.objects.get(action="PRISONER_READ_AGAIN_FROM_NOMIS").subject_id == NUMBER


def test_a_merge_takes_the_waiting_writes_along(stand_in: Nomis, edit: Edit) -> None:
    from dps.legacy.inbound.merges import Merge, merge

    smoke(edit, "Y", "N")
    merge(Merge(kept="B2345CD", removed=NUMBER))
    assert QueuedWrite.objects.get().person_id == "B2345CD"
    writer.drain()
    assert states() == ["DONE"] and smokes(stand_in) == "N"
