"""Who is a key worker where, and whom NOMIS has them look after (legacy-nomis.md 8, key-workers.md)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dps.case_notes.rules.authors import imported_name
from dps.key_workers.models import StaffRole
from dps.key_workers.policies import Policy
from dps.legacy.feeds.feed import Feed, Join, Owner, Parent, Settled, column
from dps.legacy.feeds.people import BY_BOOKING
from dps.legacy.translation import OddDate, always, day, day_and_time, first_text, flag, moment, text, tidy, whole
from dps.platform import local_time

KEY_WORKER_ROLE = "KW"
FULL_TIME, HOURS = "FT", "35"


def _name(limit: int) -> Any:
    return lambda value: imported_name(tidy(value))[:limit]


def _said_at(*stamps: Any) -> datetime | None:
    """When NOMIS last said so: the newest stamp of the row, else the day the role began."""
    for stamp in stamps:
        try:
            found = moment(stamp)
        except OddDate:
            continue
        if found is not None:
            return found
    return None


def newest_alone(cursor: Any, staged: str, tell: bool) -> Settled:
    """Somebody may have had the role more than once: what began last counts."""
    cursor.execute(
        f"""DELETE FROM {staged} s USING {staged} o
             WHERE o.prison = s.prison AND o.staff_id = s.staff_id AND o.policy = s.policy
               AND (o.from_date, o._n) > (s.from_date, s._n)"""
    )
    return Settled()


def end_roles(pks: Sequence[Any], tell: bool) -> None:
    """Roles that NOMIS no longer has end today: what was done in them stays somebody's."""
    StaffRole.objects.filter(pk__in=list(pks)).update(to_date=local_time.today())


def keep_names(cursor: Any, staged: str, tell: bool) -> None:
    """What somebody is called follows NOMIS, whatever was set here."""
    cursor.execute(
        f"""UPDATE key_workers_staffrole t
               SET first_name = s.first_name, last_name = s.last_name, username = s.username, version = t.version + 1
              FROM {staged} s
             WHERE (t.prison, t.staff_id, t.policy) = (s.prison, s.staff_id, s.policy) AND s.last_name <> ''
               AND (t.first_name, t.last_name, t.username)
                   IS DISTINCT FROM (s.first_name, s.last_name, s.username)"""
    )


FEEDS = (
    Feed(
        name="key worker roles",
        title="Key workers of each prison",
        area="",
        table="staff_location_roles",
        key=("sac_staff_id", "cal_agy_loc_id", "from_date", "position", "role"),
        where=f"a.role = '{KEY_WORKER_ROLE}'",
        joins=(
            Join("staff_members", "staff", (("sac_staff_id", "staff_id"),)),
            Join(
                "staff_user_accounts",
                "account",
                (("sac_staff_id", "staff_id"),),
                where=(("staff_user_type", "GENERAL"),),
            ),
        ),
        target="key_workers.StaffRole",
        conflict=("prison", "staff_id", "policy"),
        owner=Owner.NOBODY,
        columns=(
            column("prison", "cal_agy_loc_id", text(6), needed=True),
            column("staff_id", "sac_staff_id", whole, needed=True),
            column("policy", "sac_staff_id", always(str(Policy.KEY_WORKER))),
            column("first_name", "staff.first_name", _name(50)),
            column("last_name", "staff.last_name", _name(50)),
            column("username", "account.username", lambda name: tidy(name).upper()[:240]),
            column("position", "position", text(12)),
            column("schedule_type", "schedule_type", lambda kind: tidy(kind)[:12] or FULL_TIME),
            column("hours_per_week", "hours_per_week", lambda hours: str(hours if hours is not None else HOURS)),
            column("from_date", "from_date", day, needed=True),
            column("to_date", "to_date", day),
            column("read_at", "audit_timestamp modify_datetime create_datetime from_date", _said_at),
        ),
        before=newest_alone,
        after=keep_names,
        # What was set here stands until somebody changes it there.
        update_when="t.read_at IS NULL OR EXCLUDED.read_at > t.read_at",
        scope=f"t.policy = '{Policy.KEY_WORKER}' AND t.read_at IS NOT NULL"
        " AND (t.to_date IS NULL OR t.to_date > current_date)",
        remove=end_roles,
    ),
    Feed(
        name="key worker allocations",
        title="Key worker allocations made in NOMIS",
        area="",
        table="offender_key_workers",
        key=("offender_book_id", "officer_id", "assigned_date", "assigned_time"),
        target="key_workers.NomisAllocation",
        conflict=("booking_id", "staff_id", "assigned_at"),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            BY_BOOKING,
            column("staff_id", "officer_id", whole, needed=True),
            column("assigned_at", "assigned_date assigned_time", day_and_time, needed=True),
            column("agency", "agy_loc_id", text(6)),
            column("active", "active_flag", flag),
            column("expires_on", "expiry_date", day),
            column("assigned_by", "user_id", first_text(240)),
        ),
        quiet=True,
    ),
)
