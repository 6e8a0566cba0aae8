"""Where the pages for writing are offered: on the overview, above the list of notes, beside each note."""

from dps.case_notes.opening import may_open_notes
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reading.notes import ReadNote
from dps.case_notes.rules.access import may_use_kind
from dps.case_notes.rules.writing import may_correct_type
from dps.platform import local_time
from dps.platform.access import Actor, holds
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile.frame import Opened


def add_words(person: Opened, actor: Actor) -> str:
    """The action of the overview; '' for whoever may not open this person's notes."""
    return "Add case note" if may_open_notes(person.record, actor) else ""


def may_add(person: Opened, actor: Actor) -> bool:
    """Above the list of notes, which was opened already: reading and editing are one check."""
    return holds(actor, CaseNotePermission.WRITE)


def may_add_more(note: ReadNote, person: Opened, actor: Actor) -> bool:
    """Beside a note, of a kind this actor may write."""
    allowed = may_use_kind(viewer_of(actor), sensitive=note.kind.sensitive, restricted_use=note.kind.restricted_use)
    return allowed and holds(actor, CaseNotePermission.WRITE)


def may_correct(note: ReadNote, person: Opened, actor: Actor) -> bool:
    """Beside a note one wrote today."""
    return may_add_more(note, person, actor) and may_correct_type(
        username=actor.username,
        author=note.author_username,
        created_on=local_time.in_london(note.created_at).date(),
        today=person.today,
        system_generated=note.system_generated,
    )
