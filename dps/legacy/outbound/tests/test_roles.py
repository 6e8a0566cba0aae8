"""Job roles of key workers given, changed and ended here, and what becomes of them in NOMIS and back."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dps.estate.models import Agency
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.key_workers.models import StaffRole
from dps.key_workers.policies import Policy
from dps.key_workers.roles import commands as roles
from dps.key_workers.staff.commands import change_pattern
from dps.key_workers.tests.workers import scheme_on, somebody
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.models import LinkState, QueuedWrite, SetAsideRow
from dps.legacy.outbound import commands, nomis, writer
from dps.legacy.outbound.tests.conftest import FEEDS
from dps.legacy.outbound.tests.test_faults import allow_connections
from dps.legacy.outbound.tests.test_pages import signed_in
from dps.legacy.tests.conftest import Nomis
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
KW, PO = Policy.KEY_WORKER, Policy.PERSONAL_OFFICER
COLUMNS = "from_date, position, to_date, schedule_type, hours_per_week"


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time())


TODAY = at_midnight(local_time.today())


@pytest.fixture
def by(stand_in: Nomis) -> Actor:
    """Who gives and ends roles; Ann Lee of NOMIS (staff 21) has an account at Leeds."""
    Agency.objects.get_or_create(code="LEI", defaults={"name": "Leeds (HMP)", "type": "INST"})
    for policy in Policy:
        scheme_on(policy=policy)
    Account.objects.filter(username="ALEE_GEN").update(caseloads=["LEI"], inactive=False)
    return actor_of(somebody("ALLOCATOR", "OMIC_ADMIN", "PERSONAL_OFFICER_ALLOCATE"))


@pytest.fixture
def of_link(db: None) -> Actor:
    """Who looks after the link."""
    return actor_of(somebody("LINK", "NOMIS_LINK_ADMIN"))


def give(by: Actor, *, policy: Policy = KW, pattern: str = "FT") -> StaffRole:
    return roles.give(by, "LEI", policy, "ALEE_GEN", is_officer=True, schedule_type=pattern, capacity=9)


def there(nomis: Nomis, columns: str = COLUMNS) -> list[tuple[Any, ...]]:
    return nomis.run(f"SELECT {columns} FROM staff_location_roles ORDER BY from_date")


def put(nomis: Nomis, since: datetime, *, until: datetime | None = None, pattern: str = "FT", hours: int = 35) -> None:
    nomis.run(
        "INSERT INTO staff_location_roles (sac_staff_id, cal_agy_loc_id, from_date, position, role, to_date,"
        " schedule_type, hours_per_week) VALUES (21, 'LEI', %s, 'PRO', 'KW', %s, %s, %s)",
        since, until, pattern, hours,
    )  # fmt: skip


def newest() -> QueuedWrite:
    return QueuedWrite.objects.order_by("-id")[0]


def send(state: str = "DONE") -> QueuedWrite:
    writer.drain()
    write = newest()
    assert write.state == state, (write.state, write.reason)
    return write


def time_passes() -> None:
    QueuedWrite.objects.filter(state="WAITING").update(try_at=local_time.now())
    QueuedWrite.objects.filter(state="DONE").update(done_at=local_time.now() - timedelta(hours=1))


def assert_nothing_comes_back(follower: Follower | None = None) -> None:
    time_passes()
    before = list(StaffRole.objects.values())
    (follower or Follower(FEEDS)).round()
    assert full_load(lambda words: None, only=["key worker roles"]).written == 0
    assert list(StaffRole.objects.values()) == before


def test_given_changed_and_ended_here_it_is_so_in_nomis_and_nothing_comes_back(stand_in: Nomis, by: Actor) -> None:
    follower = Follower(FEEDS)
    follower.round()
    give(by)
    write = send()
    assert (write.person_id, write.staff_id, write.prison, write.key) == (None, 21, "LEI", "LEI/21")
    columns = f"sac_staff_id, cal_agy_loc_id, role, {COLUMNS}, create_user_id, audit_module_name, audit_additional_info"
    (row,) = there(stand_in, columns)
    assert row == (
        21, "LEI", "KW", TODAY, "PRO", None, "FT", Decimal("35.00"), "ALLOCATOR", "DPS_SYNCHRONISATION",
        f"DPS change {write.change_id}",
    )  # fmt: skip
    assert StaffRole.objects.get().read_at is not None, "NOMIS has it: should it vanish there, it ends here"
    assert_nothing_comes_back(follower)
    change_pattern(by, "LEI", KW, 21, "PT")
    send()
    assert there(stand_in) == [(TODAY, "PRO", None, "PT", Decimal("6.00"))]
    assert_nothing_comes_back(follower)
    roles.remove(by, "LEI", KW, 21)
    send()
    assert there(stand_in) == [(TODAY, "PRO", TODAY, "PT", Decimal("6.00"))]
    assert_nothing_comes_back(follower)
    assert not QueuedWrite.objects.exclude(state="DONE").exists() and QueuedWrite.objects.count() == 3


def test_given_twice_it_is_refused_here_and_one_row_there_however_often_it_is_tried(stand_in: Nomis, by: Actor) -> None:
    give(by)
    with pytest.raises(Conflict):
        give(by)
    assert QueuedWrite.objects.count() == 1
    send()
    for note in ("as it was", None):  # the second time a trigger of NOMIS has blanked the column
        if note is None:
            stand_in.run("UPDATE staff_location_roles SET audit_additional_info = NULL")
        QueuedWrite.objects.update(state="WAITING", done_at=None, try_at=local_time.now())
        assert send().outcome == "THERE_ALREADY"
        assert len(there(stand_in)) == 1


def test_ended_and_given_again_the_same_day_it_is_one_row_and_on_another_day_two(stand_in: Nomis, by: Actor) -> None:
    give(by)
    roles.remove(by, "LEI", KW, 21)
    give(by, pattern="PT")
    send()
    assert there(stand_in) == [(TODAY, "PRO", None, "PT", Decimal("6.00"))]
    assert list(QueuedWrite.objects.values_list("state", flat=True)) == ["DONE"] * 3
    stand_in.run("UPDATE staff_location_roles SET from_date = '2025-01-01'")
    StaffRole.objects.update(from_date=date(2025, 1, 1))
    roles.remove(by, "LEI", KW, 21)
    give(by)
    send()
    assert there(stand_in) == [
        (datetime(2025, 1, 1), "PRO", TODAY, "PT", Decimal("6.00")),
        (TODAY, "PRO", None, "FT", Decimal("35.00")),
    ]
    assert_nothing_comes_back()


def test_while_nomis_is_down_changes_wait_and_go_in_order_when_it_is_up(stand_in: Nomis, by: Actor) -> None:
    name, mine = stand_in.run("SELECT current_database(), pg_backend_pid()")[0]
    allow_connections(stand_in, name, "false")
    try:
        stand_in.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s", name, mine
        )
        give(by)
        change_pattern(by, "LEI", KW, 21, "PT")
        assert writer.write_person("staff 21") == 0 and "cannot be reached" in LinkState.objects.get().writes_failure
        roles.remove(by, "LEI", KW, 21)
        assert list(QueuedWrite.objects.values_list("state", "attempts")) == [("WAITING", 0)] * 3
    finally:
        allow_connections(stand_in, name, "true")
    LinkState.objects.update(writes_try_at=local_time.now())
    assert writer.write_person("staff 21") == 3
    assert there(stand_in) == [(TODAY, "PRO", TODAY, "PT", Decimal("6.00"))]
    assert_nothing_comes_back()


def test_a_nomis_without_the_table_refuses_in_words_and_can_be_tried_again(
    stand_in: Nomis, by: Actor, of_link: Actor
) -> None:
    stand_in.run("ALTER TABLE staff_location_roles RENAME TO away")
    nomis.forget()
    give(by)
    assert "no table STAFF_LOCATION_ROLES" in send("FAILED").reason
    stand_in.run("ALTER TABLE away RENAME TO staff_location_roles")
    nomis.forget()
    commands.retry(of_link, newest().pk)
    send()
    assert len(there(stand_in)) == 1


def test_what_waits_here_is_not_trodden_on_and_a_later_change_there_is_taken(stand_in: Nomis, by: Actor) -> None:
    put(stand_in, datetime(2025, 1, 1))
    full_load(lambda words: None, only=["key worker roles"])
    follower = Follower(FEEDS)
    follower.round()
    change_pattern(by, "LEI", KW, 21, "PT")
    stand_in.run("UPDATE staff_location_roles SET to_date = %s", TODAY + timedelta(days=30))
    follower.round()
    role = StaffRole.objects.get()
    assert (role.schedule_type, role.to_date) == ("PT", None)
    assert "has not reached NOMIS" in SetAsideRow.objects.get(feed="key worker roles").reason
    send()
    assert there(stand_in, "schedule_type, to_date") == [("PT", TODAY + timedelta(days=30))], "both changes stand there"
    time_passes()
    Follower(FEEDS).round()
    full_load(lambda words: None, only=["key worker roles"])
    role.refresh_from_db()
    assert (role.schedule_type, role.to_date) == ("PT", local_time.today() + timedelta(days=30)), "and here"
    stand_in.run("UPDATE staff_location_roles SET schedule_type = 'FT', hours_per_week = 35")
    follower.round()
    role.refresh_from_db()
    assert role.schedule_type == "FT", "the module name still says it was us: the stamp says it was not"


def test_a_name_that_changes_in_nomis_is_taken_over_of_a_role_given_here(stand_in: Nomis, by: Actor) -> None:
    give(by)
    send()
    follower = Follower(FEEDS)
    follower.round()
    time_passes()
    stand_in.run("UPDATE staff_members SET last_name = 'LEIGH' WHERE staff_id = 21")
    follower.round()
    assert StaffRole.objects.get().last_name == "Leigh"


def test_one_who_holds_it_in_nomis_already_gets_no_second_row(stand_in: Nomis, by: Actor) -> None:
    put(stand_in, datetime(2025, 1, 1, 9, 30))
    put(stand_in, datetime(2024, 1, 1), until=datetime(2024, 6, 1))
    give(by)
    assert send().outcome == "THERE_ALREADY"
    assert len(there(stand_in)) == 2
    time_passes()
    full_load(lambda words: None, only=["key worker roles"])
    assert StaffRole.objects.get().from_date == date(2025, 1, 1)
    roles.remove(by, "LEI", KW, 21)
    send()
    assert there(stand_in)[1] == (datetime(2025, 1, 1, 9, 30), "PRO", TODAY, "FT", Decimal("35.00"))


@pytest.mark.parametrize("kept", ["ours", "theirs"])
def test_changed_on_both_sides_a_person_settles_it(stand_in: Nomis, by: Actor, kept: str) -> None:
    put(stand_in, datetime(2025, 1, 1))
    full_load(lambda words: None, only=["key worker roles"])
    stand_in.run("UPDATE staff_location_roles SET schedule_type = 'SESS', hours_per_week = 4")
    change_pattern(by, "LEI", KW, 21, "PT")
    write = send("CONFLICT")
    assert write.theirs["schedule_type"] == "SESS"
    admin = signed_in("NOMIS_LINK_ADMIN")
    page = f"/nomis/writes/{write.pk}/"
    text = admin.get(page).content.decode()
    assert "Key worker roles of staff member 21" in text and "<strong>SESS</strong>" in text
    assert "on both sides" not in text
    viewed = AuditEntry.objects.get(action="NOMIS_LINK_RECORD_VIEWED")
    assert (viewed.subject_type, viewed.subject_id) == ("staff", "21")
    assert "staff member 21" in admin.get("/nomis/writes/?number=21&kind=key+worker+role").content.decode()
    assert "staff member 21" not in admin.get("/nomis/writes/?number=22").content.decode()
    assert admin.post(f"{page}settle", {kept: "1"}).status_code == 302
    settled = AuditEntry.objects.get(action="NOMIS_CONFLICT_SETTLED")
    assert (settled.subject_type, settled.subject_id) == ("staff", "21")
    writer.drain()
    ours = StaffRole.objects.get()
    wanted = ("PT", Decimal("6.00")) if kept == "ours" else ("SESS", Decimal("4.00"))
    assert (ours.schedule_type, ours.hours_per_week) == wanted
    assert there(stand_in, "schedule_type, hours_per_week") == [wanted]


def test_what_nomis_removed_meanwhile_ends_here_when_theirs_is_taken(
    stand_in: Nomis, by: Actor, of_link: Actor
) -> None:
    put(stand_in, datetime(2025, 1, 1))
    full_load(lambda words: None, only=["key worker roles"])
    stand_in.run("DELETE FROM staff_location_roles")
    change_pattern(by, "LEI", KW, 21, "PT")
    write = send("CONFLICT")
    assert write.theirs is None
    commands.take_theirs(of_link, write.pk)
    assert StaffRole.objects.get().to_date == local_time.today()


def test_the_end_of_a_role_that_nomis_no_longer_has_is_no_work(stand_in: Nomis, by: Actor) -> None:
    put(stand_in, datetime(2025, 1, 1))
    full_load(lambda words: None, only=["key worker roles"])
    stand_in.run("DELETE FROM staff_location_roles")
    roles.remove(by, "LEI", KW, 21)
    assert send().outcome == "THERE_ALREADY"


def test_one_that_has_yet_to_begin_ends_on_the_day_it_would_have(stand_in: Nomis, by: Actor) -> None:
    put(stand_in, TODAY + timedelta(days=9))
    full_load(lambda words: None, only=["key worker roles"])
    roles.remove(by, "LEI", KW, 21)
    send()
    assert there(stand_in, "to_date") == [(TODAY + timedelta(days=9),)], "NOMIS takes no end before the beginning"


def test_roles_of_personal_officers_stay_here_and_a_switch_keeps_back(
    stand_in: Nomis, by: Actor, of_link: Actor
) -> None:
    give(by, policy=PO)
    assert not QueuedWrite.objects.exists()
    commands.set_switch(of_link, "LEI", "key worker role", "off")
    give(by)
    assert newest().state == "SWITCHED_OFF"
    writer.drain()
    assert not there(stand_in)
    commands.set_switch(of_link, "LEI", "key worker role", "on")
    assert commands.retry_all(of_link, "SWITCHED_OFF") == 1
    send()
    assert len(there(stand_in)) == 1


def test_somebody_nomis_does_not_know_is_refused_in_plain_words(stand_in: Nomis, by: Actor) -> None:
    somebody("NEW_GEN")
    Account.objects.filter(username="NEW_GEN").update(staff_id=99)
    roles.give(by, "LEI", KW, "NEW_GEN", is_officer=True, schedule_type="FT", capacity=9)
    assert send("FAILED").reason == "NOMIS has no member of staff 99"


def test_without_a_nomis_nothing_is_queued(by: Actor, settings: Any) -> None:
    settings.DATABASES = {"default": settings.DATABASES["default"]}
    give(by)
    assert not QueuedWrite.objects.exists()
