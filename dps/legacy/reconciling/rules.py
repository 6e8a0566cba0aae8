"""What is the same of one person's notes on both sides. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dps.legacy.note_text import begins_alike

FIRST_CHARACTERS = 200
"""So much of each text is compared: NOMIS's copy of a long one is cut anyway."""
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class Ours:
    """One note here. `nomis_id` is none while NOMIS has yet to give it one."""

    id: str
    nomis_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not the same."""

    missing_here: tuple[int, ...] = ()
    missing_there: tuple[str, ...] = ()
    differing: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing_here or self.missing_there or self.differing)


def compare(ours: Iterable[Ours], theirs: Mapping[int, str], on_the_way: Collection[str]) -> Difference:
    """Compare one person's notes. `theirs` is CASE_NOTE_ID to the first characters of the text; `on_the_way` are the
    notes here with a change that has yet to reach NOMIS: nothing can be said of those."""
    here = {note.nomis_id: note for note in ours if note.nomis_id is not None}
    waiting = {note.nomis_id for note in here.values() if note.id in on_the_way}
    missing_there = [note.id for note in ours if note.nomis_id not in theirs and note.id not in on_the_way]
    return Difference(
        missing_here=tuple(sorted(key for key in theirs if key not in here)),
        missing_there=tuple(sorted(missing_there)),
        differing=tuple(
            sorted(
                key
                for key, text in theirs.items()
                if key in here and key not in waiting and not begins_alike(here[key].text, text, FIRST_CHARACTERS)
            )
        ),
    )


def includes_everybody(day: date) -> bool | None:
    """Whether a night compares everybody (Fridays) or those in custody; none on Saturdays, when nothing is compared."""
    return None if day.weekday() == SATURDAY else day.weekday() == FRIDAY
