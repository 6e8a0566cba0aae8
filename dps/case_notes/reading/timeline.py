"""Case notes in a person's timeline."""

from collections.abc import Mapping
from typing import Any

from dps.prisoners.timeline.sources import Told

NOTES_SQL = """
SELECT n.occurred_at AS at, n.id::text AS id, jsonb_build_object('id', n.id, 'type', t.description,
       'sub_type', k.description, 'author', n.author_name) AS data
  FROM case_notes_casenote n JOIN case_notes_notesubtype k ON k.id = n.sub_type_id
  JOIN case_notes_notetype t ON t.code = k.type_id
 WHERE n.person_id = %(number)s AND NOT k.sensitive AND NOT n.system_generated
"""
"""Sensitive notes are in nobody's timeline; what systems wrote is there already, as what it is about."""


def tell(data: Mapping[str, Any]) -> Told:
    """One note, without its words."""
    return Told(f"{data['type']}: {data['sub_type']}", f"By {data['author']}", f"case-notes/{data['id']}/")
