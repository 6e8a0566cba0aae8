"""Whose notes somebody may read, for lists about many people: the rule of `rules.access` as a condition, and asked of
many numbers at once. A test asks both of everybody in every place."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules.access import DAYS_AFTER_LEAVING
from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile import through_the_api
from dps.prisoners.rules.access import GHOST, IN_TRANSIT, OUTSIDE


def is_system_that_reads(actor: Actor) -> bool:
    """Whether this is the product itself, or a system with a role to read everybody's notes."""
    return through_the_api.is_system_that_reads(actor, CaseNotePermission.READ_BY_SYSTEM)


def readable(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A condition on `r`, a row of prisoners_searchrecord, true of those whose notes a member of staff may read, and
    its values."""
    viewer = viewer_of(actor)
    if not viewer.has("PRISON"):
        return "FALSE", {}
    inactive, manager = viewer.has("INACTIVE_BOOKINGS"), viewer.has("POM")
    supports = " OR r.supporting_prison = ANY (%(reach_caseloads)s)" if manager else ""
    left = ""
    if manager and viewer.has("GLOBAL_SEARCH"):
        left = """
                OR EXISTS (SELECT 1 FROM prisoners_booking b JOIN prisoners_movement m ON m.booking_id = b.id
                            WHERE b.person_id = r.person_id AND m.direction = 'OUT'
                              AND m.from_agency = ANY (%(reach_caseloads)s)
                              AND (m.at AT TIME ZONE 'Europe/London')::date >= %(reach_since)s)"""
    condition = f"""(r.agency <> %(reach_ghost)s AND CASE
           WHEN r.supporting_prison <> '' THEN %(reach_inactive)s{supports}
           WHEN r.agency IN ('', %(reach_outside)s, %(reach_in_transit)s) THEN %(reach_inactive)s
           ELSE r.agency = ANY (%(reach_caseloads)s){left} END)"""
    return condition, {
        "reach_ghost": GHOST,
        "reach_outside": OUTSIDE,
        "reach_in_transit": IN_TRANSIT,
        "reach_inactive": inactive,
        "reach_caseloads": sorted(viewer.caseloads),
        "reach_since": local_time.today() - timedelta(days=DAYS_AFTER_LEAVING),
    }


def known_to(numbers: Sequence[str], actor: Actor) -> list[str]:
    """Those of many prison numbers whose notes this actor may read, in order. One statement."""
    everybody = is_system_that_reads(actor)
    condition, values = ("TRUE", {}) if everybody else readable(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.person_id FROM prisoners_searchrecord r"
            f" WHERE r.person_id = ANY (%(reach_numbers)s) AND {condition} ORDER BY r.person_id",
            {**values, "reach_numbers": list(numbers)},
        )
        return [row[0] for row in cursor.fetchall()]
