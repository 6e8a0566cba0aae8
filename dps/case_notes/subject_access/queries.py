"""The notes of a person that were written, or added to, in some days."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from dps.case_notes.catalogue.queries import SubType, by_ids
from dps.case_notes.models import Amendment, CaseNote
from dps.case_notes.subject_access.rules import Window


@dataclass(frozen=True, slots=True)
class Held:
    """One note with all that was added to it, oldest first."""

    note: CaseNote
    kind: SubType
    amendments: list[Amendment]


def notes_of(number: str, window: Window) -> list[Held]:
    """Every note, sensitive ones too, of which it or any amendment was created in the window; oldest first.

    Three statements.
    """
    found = CaseNote.objects.filter(person_id=number)
    if window != Window():
        found = found.filter(
            _created(window) | Exists(Amendment.objects.filter(_created(window), note_id=OuterRef("pk")))
        )
    notes = list(found.defer("words").order_by("created_at", "id"))
    amendments: dict[UUID, list[Amendment]] = {}
    for one in Amendment.objects.filter(note__person_id=number).order_by("created_at", "id") if notes else ():
        amendments.setdefault(one.note_id, []).append(one)
    kinds = by_ids({note.sub_type_id for note in notes}) if notes else {}
    return [Held(note, kinds[note.sub_type_id], amendments.get(note.pk, [])) for note in notes]


def _created(window: Window) -> Q:
    condition = Q()
    if window.begins:
        condition &= Q(created_at__gte=window.begins)
    if window.over:
        condition &= Q(created_at__lt=window.over)
    return condition
