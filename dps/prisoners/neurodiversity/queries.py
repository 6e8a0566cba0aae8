"""Reads of a person's neurodiversity."""

from collections.abc import Sequence
from uuid import UUID

from dps.platform.web.refusals import NotFound
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Neurodiversity

KIND = "neurodiversity"
"""Of its changes."""
PANEL = """
SELECT jsonb_build_object(
  'now', (SELECT jsonb_agg(to_jsonb(n) ORDER BY n.found_on DESC, n.id) FROM prisoners_neurodiversity n
           WHERE n.person_id = %(number)s AND n.ended_at IS NULL),
  'past', (SELECT count(*) FROM prisoners_neurodiversity n
            WHERE n.person_id = %(number)s AND n.ended_at IS NOT NULL))
"""


def records_of(number: str) -> list[Neurodiversity]:
    """Every record of a person, those of the past too: the newest first, within those of now and of then. One
    statement."""
    rows = list(Neurodiversity.objects.filter(person_id=number).order_by("-found_on", "id"))
    return sorted(rows, key=lambda row: row.ended_at is not None)


def past_records(number: str) -> list[Neurodiversity]:
    """What is no longer recorded of a person, what ended last first. One statement."""
    return list(Neurodiversity.objects.filter(person_id=number, ended_at__isnull=False).order_by("-ended_at", "id"))


def reasons_for_ending(number: str, rows: Sequence[Neurodiversity]) -> dict[str, str]:
    """Why each of these was ended, by id. One statement."""
    found = Change.objects.filter(person_id=number, kind=KIND, key__in=[str(row.pk) for row in rows])
    return dict(found.exclude(reason="").order_by("id").values_list("key", "reason"))


def one(number: str, id: UUID) -> Neurodiversity:
    """One record of a person, of now or of the past. One statement. Raises NotFound."""
    found = Neurodiversity.objects.filter(pk=id, person_id=number).first()
    if found is None:
        raise NotFound(str(id))
    return found


def one_of_now(number: str, id: UUID) -> Neurodiversity:
    """One record that has not ended. One statement. Raises NotFound."""
    found = one(number, id)
    if found.ended_at is not None:
        raise NotFound(str(id))
    return found
