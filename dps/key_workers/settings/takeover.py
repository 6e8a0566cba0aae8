"""Taking over the key worker allocations NOMIS has, once, when a prison begins to use key work here."""

from datetime import date, datetime

from django.db import connection

from dps.key_workers.allocating import due_dates, recording
from dps.key_workers.models import Allocation
from dps.key_workers.policies import Policy
from dps.platform import audit
from dps.platform.access import Actor

FROM_NOMIS = "NOMIS"
_IN_FORCE = """
SELECT DISTINCT ON (b.person_id) b.person_id, n.staff_id, n.assigned_at, n.assigned_by
  FROM key_workers_nomisallocation n
  JOIN prisoners_booking b ON b.id = n.booking_id AND b.sequence = 1
  JOIN prisoners_searchrecord r ON r.person_id = b.person_id AND r.agency = n.agency
  JOIN key_workers_staffrole w ON w.prison = n.agency AND w.staff_id = n.staff_id AND w.policy = 'KEY_WORKER'
       AND (w.to_date IS NULL OR w.to_date > %(today)s)
 WHERE n.agency = %(prison)s AND n.active AND (n.expires_on IS NULL OR n.expires_on > %(today)s)
   AND NOT EXISTS (SELECT 1 FROM key_workers_complexityofneed c
                    WHERE c.person_id = b.person_id AND c.active AND c.level = 'HIGH')
   AND NOT EXISTS (SELECT 1 FROM key_workers_allocation a
                    WHERE a.person_id = b.person_id AND a.policy = 'KEY_WORKER' AND a.is_active)
 ORDER BY b.person_id, n.assigned_at DESC, n.id DESC
"""


def take_over_from_nomis(prison: str, *, by: Actor, at: datetime, today: date) -> int:
    """Make the allocations that are in force in NOMIS allocations here, for people at the prison whose worker holds
    the job role there; gives how many. In the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"prison": prison, "today": today})
        found = cursor.fetchall()
    made = Allocation.objects.bulk_create(
        Allocation(
            person_id=number,
            prison=prison,
            staff_id=staff_id,
            policy=Policy.KEY_WORKER,
            allocated_at=assigned_at,
            allocated_by=(assigned_by or FROM_NOMIS)[:64],
            reason=Allocation.Reason.MANUAL,
        )
        for number, staff_id, assigned_at, assigned_by in found
    )
    due_dates.recount([one.pk for one in made])
    recording.record(made, [], by=by, at=at)
    audit.record(
        "KEY_WORK_TAKEN_OVER_FROM_NOMIS",
        by=by,
        subject_type="prison",
        subject_id=prison,
        details={"allocations": len(made)},
        at=at,
    )
    return len(made)
