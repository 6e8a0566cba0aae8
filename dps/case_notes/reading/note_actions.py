"""What can be done with a note, and from the list of notes: registered by the room that does it.

note_actions.register(NoteAction("more", "Add more details", "more/", 10, may_add_details))
note_actions.register_for_list(ListAction("add", "Add case note", "add/", 10, may_add, is_button=True))

Only what is registered is linked, so a page that is not there has no link. A predicate asks nothing of the database
for each note: it is called for every card.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dps.case_notes.reading.notes import ReadNote
from dps.platform.access import Actor
from dps.prisoners.profile.frame import Opened


@dataclass(frozen=True, slots=True)
class NoteAction:
    """A link at the side of a card. `path` is below the note's address and ends in a slash."""

    key: str
    words: str
    path: str
    order: int
    offered: Callable[[ReadNote, Opened, Actor], bool]


@dataclass(frozen=True, slots=True)
class ListAction:
    """A link above the list. `path` is below the address of the person's notes; one that `is_button` stands out."""

    key: str
    words: str
    path: str
    order: int
    offered: Callable[[Opened, Actor], bool]
    is_button: bool = False


_of_notes: dict[str, NoteAction] = {}
_of_lists: dict[str, ListAction] = {}


def register(action: NoteAction) -> None:
    """Add a link to every card it is offered on. Called from `AppConfig.ready`."""
    _of_notes[action.key] = action


def register_for_list(action: ListAction) -> None:
    """Add a link above the list. Called from `AppConfig.ready`."""
    _of_lists[action.key] = action


def offered_on(note: ReadNote, person: Opened, actor: Actor) -> list[tuple[str, str]]:
    """(words, address) of what this actor may do with a note, in order."""
    return [
        (action.words, f"{person.base}case-notes/{note.id}/{action.path}")
        for action in sorted(_of_notes.values(), key=lambda one: (one.order, one.key))
        if action.offered(note, person, actor)
    ]


def offered_above(person: Opened, actor: Actor) -> list[tuple[str, str, bool]]:
    """(words, address, whether it is a button) of what this actor may do from a person's notes, in order."""
    return [
        (action.words, f"{person.base}case-notes/{action.path}", action.is_button)
        for action in sorted(_of_lists.values(), key=lambda one: (one.order, one.key))
        if action.offered(person, actor)
    ]
