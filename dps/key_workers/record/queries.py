"""Who works with a person, and the last session: for the quick look and the staff contacts page."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

CARD_SQL = """
SELECT coalesce(jsonb_object_agg(p.policy, jsonb_build_object(
         'staff', a.staff_id, 'first', r.first_name, 'last', r.last_name, 'since', a.allocated_at,
         'high', EXISTS (SELECT FROM key_workers_complexityofneed c
                          WHERE c.person_id = %(number)s AND c.active AND c.level = 'HIGH'),
         'cover', (SELECT jsonb_build_object('first', v.first_name, 'last', v.last_name, 'to', c.to_date)
                     FROM key_workers_cover c
                     JOIN key_workers_staffrole v
                       ON v.prison = c.prison AND v.policy = c.policy AND v.staff_id = c.cover_staff_id
                    WHERE c.prison = p.prison AND c.policy = p.policy AND c.staff_id = a.staff_id
                      AND c.ended_at IS NULL AND %(today)s BETWEEN c.from_date AND c.to_date
                    ORDER BY c.id LIMIT 1),
         'met', (SELECT max(e.occurred_at) FROM key_workers_recordedevent e
                  WHERE e.person_id = %(number)s AND e.policy = p.policy
                    AND (e.type = 'SESSION' OR e.policy = 'PERSONAL_OFFICER')))), '{}')
  FROM key_workers_prisonsettings p
  LEFT JOIN key_workers_allocation a
    ON a.person_id = %(number)s AND a.policy = p.policy AND a.prison = p.prison AND a.is_active
  LEFT JOIN key_workers_staffrole r ON r.prison = a.prison AND r.policy = a.policy AND r.staff_id = a.staff_id
 WHERE p.prison = %(prison)s AND p.enabled
"""
"""One JSON object by policy, of the schemes that are on in the person's prison; {} when none is."""


def who_works_with(number: str, prison: str, today: date) -> Mapping[str, Any]:
    """The same for the staff contacts page. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({CARD_SQL})::text", {"number": number, "prison": prison, "today": today})
        found: Mapping[str, Any] = json.loads(cursor.fetchone()[0])
    return found


SCHEMES_SQL = """
SELECT coalesce(jsonb_agg(r.policy), '[]') FROM key_workers_staffrole r
  JOIN key_workers_prisonsettings p ON p.prison = r.prison AND p.policy = r.policy AND p.enabled
 WHERE r.username = %(username)s AND r.username <> '' AND r.prison = %(prison)s
   AND (r.to_date IS NULL OR r.to_date > %(today)s)
"""
"""The schemes in which the viewer holds the job role at the person's prison, of those that are on there."""
