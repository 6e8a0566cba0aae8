"""What administration adds to others: links at notes and above lists of them, and its tile."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.case_notes.reading.notes import ReadNote
    from dps.platform.access import Actor
    from dps.prisoners.profile.frame import Opened


def _may_delete(note: "ReadNote", person: "Opened", actor: "Actor") -> bool:
    """The link to delete stands only at notes NOMIS does not keep (case-notes.md 5.8); others by way of replacing."""
    return _may_replace(note, person, actor) and not note.kind.sync_to_nomis


def _may_replace(note: "ReadNote", person: "Opened", actor: "Actor") -> bool:
    return _administers(person, actor)


def _administers(person: "Opened", actor: "Actor") -> bool:
    from dps.case_notes.permissions import CaseNotePermission
    from dps.platform.access import holds

    return holds(actor, CaseNotePermission.DELETE)


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.permissions import CaseNotePermission
    from dps.case_notes.reading import note_actions
    from dps.identity.home.tiles import Tile
    from dps.identity.home.tiles import register as add_tile

    note_actions.register(note_actions.NoteAction("delete", "Delete case note", "delete/", 90, _may_delete))
    note_actions.register(note_actions.NoteAction("replace", "Replace or delete", "replace/", 91, _may_replace))
    note_actions.register_for_list(
        note_actions.ListAction("deleted", "Deleted case notes", "deleted/", 90, _administers)
    )
    add_tile(
        Tile(
            "Deleted case notes",
            "What was deleted or replaced, by whom and why; restore a note",
            "deleted_case_notes",
            CaseNotePermission.DELETE,
            63,
        )
    )
