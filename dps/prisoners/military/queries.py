"""Reads of service in the armed forces."""

from dps.platform.web.refusals import NotFound
from dps.prisoners.military.models import MilitaryRecord

PANEL = """
SELECT jsonb_agg(to_jsonb(m) ORDER BY m.enlisted DESC, m.id DESC)
  FROM prisoner_military_militaryrecord m WHERE m.person_id = %(number)s
"""


def service_of(number: str) -> list[MilitaryRecord]:
    """Every period of service of a person, newest first. One statement."""
    return list(MilitaryRecord.objects.filter(person_id=number).order_by("-enlisted", "-id"))


def one(number: str, record_id: int) -> MilitaryRecord:
    """One period of service of a person. Raises NotFound."""
    found = MilitaryRecord.objects.filter(pk=record_id, person_id=number).first()
    if found is None:
        raise NotFound(str(record_id))
    return found
