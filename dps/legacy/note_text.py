"""A case note and its amendments as the one text that NOMIS keeps of them, and back. Pure.

Source: case-notes.md 5.5, legacy-nomis.md 4. NOMIS takes 4,000 bytes of UTF-8, so its copy of a long note is cut: what
is here is compared with it as far as it goes, never replaced by it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from dps.case_notes.rules.ids import note_id

MOST_BYTES, CUT_BYTES = 4000, 3975
SUFFIX = "... see DPS for full text"
"""25 bytes, after the most that is kept of a text too long."""
_LONDON = ZoneInfo("Europe/London")
_MARKER = re.compile(
    r" \.\.\.\[(?P<username>[^\[\]\n]{1,64}) updated the case notes? on"
    r" (?P<date>\d{2}/\d{2}/\d{4}|\d{2}-\d{2}-\d{4}|\d{4}/\d{2}/\d{2}) (?P<time>\d{2}:\d{2}:\d{2})\] ?",
    re.ASCII,
)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Added:
    """One amendment. `at` is aware, to the second."""

    username: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's own text, and what was added to it, oldest first."""

    original: str
    added: tuple[Added, ...] = ()


def render(note: NoteText) -> str:
    """The whole as NOMIS writes it, however long."""
    return note.original + "".join(
        f" ...[{one.username} updated the case notes on {one.at.astimezone(_LONDON):%Y/%m/%d %H:%M:%S}] {one.text}"
        for one in note.added
    )


def fit(text: str) -> str:
    """The text if it is at most 4,000 bytes; else its first 3,975, ending between two characters, and the suffix."""
    held = text.encode()
    if len(held) <= MOST_BYTES:
        return text
    return held[:CUT_BYTES].decode(errors="ignore").rstrip() + SUFFIX


def parse(text: str) -> NoteText:
    """A text of NOMIS taken apart. All three historic ways of writing the date are read; a marker with a date that is
    none is part of the text. The hour that comes twice in autumn is the first."""
    if " ...[" not in text:
        return NoteText(text)
    parts = list(_parts(text))
    if not parts:
        return NoteText(text)
    ends = [marker.start() for marker, _ in parts[1:]] + [len(text)]
    return NoteText(
        text[: parts[0][0].start()],
        tuple(
            Added(marker["username"], at, text[marker.end() : end])
            for (marker, at), end in zip(parts, ends, strict=True)
        ),
    )


def _parts(text: str) -> Iterator[tuple[re.Match[str], datetime]]:
    for marker in _MARKER.finditer(text):
        at = _moment(marker["date"], marker["time"])
        if at is not None:
            yield marker, at


def _moment(day: str, clock: str) -> datetime | None:
    parts = [int(part) for part in day.replace("-", "/").split("/")]
    year, month, date = parts if len(day.partition("/")[0]) == 4 else reversed(parts)
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    try:
        found = datetime(year, month, date, hours, minutes, seconds, tzinfo=_LONDON)
    except ValueError:
        return None
    return found.astimezone(UTC) if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def is_cut(text: str) -> bool:
    """Whether this is NOMIS's copy of a longer text of ours."""
    return text.endswith(SUFFIX)


def standard(text: str) -> str:
    """A text of NOMIS in the one form that we write, so that two can be compared: lines end in one character, markers
    have today's date style, nothing blank is at the end, and it fits."""
    return fit(render(parse(one_line_end(text))))


def one_line_end(text: str) -> str:
    """The text with one character at the end of each line, and nothing blank at its own end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def says_the_same(ours: NoteText, theirs: str) -> bool:
    """Whether NOMIS's text is what it holds, or would hold, of ours; cut or not."""
    whole = one_line_end(render(ours))
    told = one_line_end(theirs)
    if told in (whole, one_line_end(fit(whole))) or standard(told) == one_line_end(fit(whole)):
        return True
    return is_cut(told) and whole.startswith(told.removesuffix(SUFFIX))


@dataclass(frozen=True, slots=True)
class Came:
    """What a text that arrived means for the note that is here (case-notes.md 5.6)."""

    replaced: NoteText | None = None
    """What the note is to be now; none when nothing that is here differs."""
    more: tuple[Added, ...] = ()
    """Of a note that is otherwise the same: amendments that are not here yet."""


def what_came(ours: NoteText, theirs: str) -> Came:
    """Compare a note with the text that arrived. An amendment is the same when username and second are."""
    if says_the_same(ours, theirs):
        return Came()
    told = parse(one_line_end(theirs))
    if one_line_end(told.original) != one_line_end(ours.original):
        return Came(replaced=told)
    here, there = dict(by_author_and_second(ours.added)), dict(by_author_and_second(told.added))
    if any(one_line_end(there[key].text) != one_line_end(one.text) for key, one in here.items() if key in there):
        return Came(replaced=told)
    return Came(more=tuple(one for key, one in there.items() if key not in here))


Key = tuple[str, datetime, int]


def by_author_and_second(added: Iterable[Added]) -> Iterator[tuple[Key, Added]]:
    """Each amendment by what tells it from the others of its note: author and second on a London clock, as NOMIS knows
    them; the number parts those of one second."""
    seen: Counter[tuple[str, datetime]] = Counter()
    for one in added:
        key = (one.username.upper(), one.at.astimezone(_LONDON).replace(microsecond=0, tzinfo=None))
        yield (*key, seen[key]), one
        seen[key] += 1


def id_of(key: str, at: datetime) -> UUID:
    """The id of what began in NOMIS: the same whenever it is loaded. `key` is its own there."""
    return note_id(at, int.from_bytes(sha256(key.encode()).digest()[:10]) >> 6)


def as_json(case_note_id: int | None, added: Iterable[Added]) -> str:
    """Amendments as the load stages them, each with its id."""
    return json.dumps(
        [
            {
                "id": str(id_of(f"{case_note_id} {username} {number}", one.at)),
                "username": one.username,
                "at": one.at.isoformat(),
                "text": one_line_end(one.text),
            }
            for (username, _, number), one in by_author_and_second(added)
        ]
    )


def begins_alike(ours: str, theirs: str, characters: int) -> bool:
    """Whether a note's own text begins as NOMIS's copy does, of which only the first `characters` were read."""
    mine, told = one_line_end(ours), theirs.replace("\r\n", "\n").replace("\r", "\n")
    marker = next((marker for marker, _ in _parts(told)), None)
    if marker is not None:
        return mine == told[: marker.start()].rstrip()
    if len(theirs) < characters:
        return mine == told.rstrip()
    told = told.rpartition(" ...[")[0] or told  # perhaps the beginning of a marker
    return mine.startswith(told.rstrip(". ["))
