"""Who is a key worker where, and whom NOMIS has them look after."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dps.key_workers.models import NomisAllocation, StaffRole
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.outbound.tests.conftest import FEEDS
from dps.legacy.tests.conftest import Nomis
from dps.platform import local_time

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def give_role(
    nomis: Nomis, staff: int, since: str, role: str = "KW", *, until: str | None = None, **more: object
) -> None:
    values = {
        "sac_staff_id": staff, "cal_agy_loc_id": "LEI", "from_date": since, "position": "PRO", "role": role,
        "to_date": until, **more,
    }  # fmt: skip
    marks = ", ".join(["%s"] * len(values))
    nomis.run(f"INSERT INTO staff_location_roles ({', '.join(values)}) VALUES ({marks})", *values.values())


def load() -> int:
    return full_load(lambda words: None, only=["key worker roles", "key worker allocations"]).written


@pytest.fixture
def follower(stand_in: Nomis) -> Follower:
    give_role(stand_in, 21, "2024-01-01", until="2024-06-01")
    give_role(stand_in, 21, "2025-01-01", schedule_type="PT", hours_per_week=12.5)
    give_role(stand_in, 21, "2023-01-01")
    give_role(stand_in, 22, "2025-01-01")
    give_role(stand_in, 23, "2025-01-01", role="OS")
    load()
    made = Follower(FEEDS)
    made.round()
    return made


def test_holders_arrive_with_the_role_they_took_up_last(follower: Follower) -> None:
    ann, siobhan = StaffRole.objects.order_by("staff_id")
    assert (ann.prison, ann.policy, ann.first_name, ann.last_name, ann.username) == (
        "LEI",
        "KEY_WORKER",
        "Ann",
        "Lee",
        "ALEE_GEN",
    )
    assert (ann.from_date, ann.to_date, ann.schedule_type, ann.hours_per_week) == (
        date(2025, 1, 1),
        None,
        "PT",
        Decimal("12.50"),
    )
    assert ann.read_at is not None
    assert (siobhan.last_name, siobhan.username, siobhan.schedule_type, siobhan.hours_per_week) == (
        "O'Neil-Smith",
        "",
        "FT",
        Decimal("35.00"),
    )
    assert load() == 0


def test_a_role_that_nomis_no_longer_has_ends_and_one_given_here_stays(follower: Follower, stand_in: Nomis) -> None:
    StaffRole.objects.create(prison="LEI", staff_id=24, policy="KEY_WORKER", from_date=date(2026, 1, 1))
    StaffRole.objects.create(prison="LEI", staff_id=22, policy="PERSONAL_OFFICER", from_date=date(2026, 1, 1))
    stand_in.run("DELETE FROM staff_location_roles WHERE sac_staff_id = 22")
    assert follower.sweep_all() == 1 and follower.sweep_all() == 0
    ended = StaffRole.objects.exclude(to_date=None).get()
    assert (ended.staff_id, ended.policy, ended.to_date) == (22, "KEY_WORKER", local_time.today())
    give_role(stand_in, 22, "2026-11-01")
    give_role(stand_in, 24, "2026-11-02")
    follower.round()
    assert StaffRole.objects.get(staff_id=22, policy="KEY_WORKER").to_date is None
    assert StaffRole.objects.get(staff_id=24).read_at is not None, "NOMIS says so now too"


def test_what_was_set_here_stands_until_it_is_changed_there(follower: Follower, stand_in: Nomis) -> None:
    StaffRole.objects.filter(staff_id=21).update(schedule_type="FT", hours_per_week=35)
    stand_in.run("UPDATE staff_members SET last_name = 'LEIGH' WHERE staff_id = 21")
    follower.round()
    ann = StaffRole.objects.get(staff_id=21)
    assert (ann.last_name, ann.schedule_type) == ("Leigh", "FT")
    stand_in.run("UPDATE staff_location_roles SET to_date = %s WHERE sac_staff_id = 21 AND from_date = '2025-01-01'",
                 local_time.today() + timedelta(days=9))  # fmt: skip
    follower.round()
    ann.refresh_from_db()
    assert (ann.to_date, ann.schedule_type) == (local_time.today() + timedelta(days=9), "PT")


def test_allocations_of_nomis_are_kept_as_it_has_them(follower: Follower, stand_in: Nomis) -> None:
    stand_in.run(
        "INSERT INTO offender_key_workers (offender_book_id, officer_id, assigned_date, assigned_time, user_id,"
        " agy_loc_id, active_flag, expiry_date) VALUES (501001, 21, '2026-01-02', '1970-01-01 10:00', 'OMU', 'LEI', 'Y',"
        " NULL), (501002, 21, '2025-01-02', '1970-01-01 10:00', 'OMU', 'LEI', 'N', '2025-02-01')"
    )
    assert follower.round() == 2
    kept = NomisAllocation.objects.order_by("booking_id").values_list(
        "booking_id", "active", "expires_on", "assigned_by"
    )
    assert list(kept) == [(501001, True, None, "OMU"), (501002, False, date(2025, 2, 1), "OMU")]
    stand_in.run("UPDATE offender_key_workers SET active_flag = 'N' WHERE offender_book_id = 501001")
    stand_in.run("DELETE FROM offender_key_workers WHERE offender_book_id = 501002")
    follower.round()
    follower.sweep_all()
    assert not NomisAllocation.objects.get().active
