"""Writes that are more than one note, or a note within narrower limits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dps.case_notes.adding import rules
from dps.case_notes.adding.queries import note_with_more
from dps.case_notes.models import Amendment, CaseNote
from dps.case_notes.opening import take_notes_in_hand
from dps.case_notes.rules.writing import kept_text
from dps.case_notes.writing.commands import amend, write_note
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid


@transaction.atomic
def add_more(actor: Actor, number: str, note_id: UUID, text: str) -> Amendment:
    """Add more details to a note, as much as it has room for: what came from NOMIS has a limit of its own (5.4).

    Raises Invalid for `text` with the exact number of characters that fit, NotFound, NotAllowed.
    """
    take_notes_in_hand(number, by=actor)
    note = note_with_more(number, note_id, of=actor)
    if note.room is not None and (words := rules.room_problem(kept_text(text), note.room)):
        raise Invalid({"text": words})
    return amend(actor, number, note_id, text)


@transaction.atomic
def write_for_several(
    actor: Actor, numbers: Sequence[str], *, type: str, sub_type: str, text: str, occurred_at: datetime
) -> list[CaseNote]:
    """The same note about several people, each their own: all of them, or none. In the order of the numbers, so that
    two who do this at once wait for each other and never for ever.

    Raises as `write_note` does; NotFound when one of them became somebody whose notes this actor may not write.
    """
    return [
        write_note(actor, number, type=type, sub_type=sub_type, text=text, occurred_at=occurred_at)
        for number in sorted(set(numbers))
    ]
