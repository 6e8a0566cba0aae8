"""Lists of notes: how many there are, a page of them, all of them. The same number of statements however many."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from dps.case_notes.catalogue.queries import SubType, by_ids, sub_types
from dps.case_notes.reading.notes import ReadAmendment, ReadNote
from dps.case_notes.reading.rules import START, STOP, Filters, Moment, Sort, bounds, sought
from dps.case_notes.rules.access import may_read_sensitive
from dps.case_notes.rules.catalogue import in_order
from dps.platform.access import Actor
from dps.prisoners.permissions import viewer_of

AT_ONCE = 250
"""Notes read at a time when all are wanted."""
_COLUMN = {Moment.HAPPENED: "occurred_at", Moment.CREATED: "created_at"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose notes: a condition on `n`, with its values."""

    condition: str
    values: Mapping[str, Any]
    words_by_index: bool = False
    """Whether the index of words, which begins with the person, may be used."""


def of_person(number: str) -> Scope:
    """Every note about a person."""
    return Scope("n.person_id = %(person)s", {"person": number}, words_by_index=True)


Kinds = Mapping[int, SubType]
"""Sub-types a reader may read, by id."""


def readable_kinds(actor: Actor) -> Kinds:
    """The sub-types whose notes this reader may read, those no longer in use too. One statement."""
    return _readable(sub_types(include_inactive=True, include_restricted=True), actor)


def _readable(kinds: Iterable[SubType], actor: Actor) -> Kinds:
    sensitive = may_read_sensitive(viewer_of(actor))
    return {kind.id: kind for kind in kinds if sensitive or not kind.sensitive}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many notes are of one kind, written at one prison, by a system or not."""

    kind: int
    location: str
    system_generated: bool
    number: int


@dataclass(frozen=True)
class Overview:
    """What notes there are that this reader may read."""

    kinds: Kinds
    tallies: Sequence[Tally]

    @property
    def has_notes(self) -> bool:
        """Whether there is any: somebody with only sensitive notes has none for whoever may not see those."""
        return bool(self.tallies)

    @cached_property
    def by_kind(self) -> dict[int, int]:
        """How many of each sub-type."""
        return _added((tally.kind, tally.number) for tally in self.tallies)

    @cached_property
    def by_prison(self) -> dict[str, int]:
        """How many were written at each prison."""
        return _added((tally.location, tally.number) for tally in self.tallies)


def _added(pairs: Iterator[tuple[Any, int]]) -> dict[Any, int]:
    added: dict[Any, int] = {}
    for key, number in pairs:
        added[key] = added.get(key, 0) + number
    return added


def overview(scope: Scope, reader: Actor) -> Overview:
    """How many notes there are by kind and prison, with those kinds. Two statements: the one over the notes reads an
    index only."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT n.sub_type_id, n.location, n.system_generated, count(*) FROM case_notes_casenote n
                 WHERE {scope.condition} GROUP BY 1, 2, 3""",
            scope.values,
        )
        tallies = [Tally(*row) for row in cursor.fetchall()]
    kinds = _readable(sorted(by_ids({tally.kind for tally in tallies}).values(), key=_by_words), reader)
    return Overview(kinds, [tally for tally in tallies if tally.kind in kinds])


def _by_words(kind: SubType) -> tuple[tuple[str, str], tuple[str, str]]:
    return in_order(kind.type_description, kind.type), in_order(kind.description, kind.code)


@dataclass(frozen=True, slots=True)
class Search:
    """A list asked for: whose notes, of which kinds, narrowed how."""

    scope: Scope
    kinds: Kinds
    filters: Filters
    today: date

    def chosen_kinds(self) -> list[int]:
        """The sub-types that type and sub-type of the filters leave."""
        wanted = self.filters
        return [
            kind.id
            for kind in self.kinds.values()
            if wanted.type in ("", kind.type) and wanted.sub_type in ("", kind.code)
        ]


_QUERY = "(websearch_to_tsquery('english', %(words)s) && to_tsquery('english', %(beginnings)s))"
_MARKS = f"HighlightAll=true,StartSel={START},StopSel={STOP}"


def has_words(typed: str) -> bool:
    """Whether anything can be searched for: not when every word is as common as "the". One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode({_QUERY})", _words(typed))
        return bool(cursor.fetchone()[0])


def _words(typed: str) -> dict[str, str]:
    found = sought(typed)
    return {"words": found.words, "beginnings": " & ".join(f"{word}:*" for word in found.beginnings)}


def _narrowed(search: Search, kinds: Sequence[int]) -> tuple[str, dict[str, Any]]:
    """The condition and values of a search.

    Beginnings of words, and words in notes about many people, are compared note by note: the index of words would
    gather every note there is about anybody first.
    """
    wanted = search.filters
    if wanted.hide_system:
        kinds = [kind for kind in kinds if search.kinds[kind].selectable]
    where = [search.scope.condition, "n.sub_type_id = ANY (%(kinds)s)"]
    values: dict[str, Any] = {**search.scope.values, "kinds": list(kinds)}
    if wanted.hide_system:
        where.append("NOT n.system_generated")
    if wanted.prison:
        where.append("n.location = %(location)s")
        values["location"] = wanted.prison
    begins, ends = bounds(wanted.since, wanted.until, search.today)
    for name, sign, moment in (("begins", ">=", begins), ("ends", "<", ends)):
        if moment:
            where.append(f"n.{_COLUMN[wanted.moment]} {sign} %({name})s")
            values[name] = moment
    if wanted.author:
        named = [f"strpos(lower(n.author_name), %(name{place})s) > 0" for place in range(len(wanted.author.split()))]
        where.append(f"(n.author_username = %(username)s OR ({' AND '.join(named)}))")
        values["username"] = wanted.author.upper()
        values |= {f"name{place}": word.lower() for place, word in enumerate(wanted.author.split())}
    if wanted.words:
        by_index = search.scope.words_by_index and not sought(wanted.words).beginnings
        where.append(f"n.words @@ {_QUERY}" if by_index else f"ts_match_vq(n.words, {_QUERY})")
        values |= _words(wanted.words)
    return " AND ".join(where), values


def counted(search: Search, known: Overview) -> dict[int, int]:
    """How many notes of each sub-type the search finds, whatever type it asks for. One statement; none when nothing
    but the type narrows it."""
    if not search.filters.narrow_more_than_kind:
        return known.by_kind
    condition, values = _narrowed(search, list(search.kinds))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT n.sub_type_id, count(*) FROM case_notes_casenote n WHERE {condition} GROUP BY 1", values
        )
        return dict(cursor.fetchall())


def _order(sort: Sort) -> str:
    direction = "DESC" if sort.newest_first else "ASC"
    return f"n.{_COLUMN[sort.moment]} {direction}, n.id {direction}"


def _read(search: Search, these: str, values: Mapping[str, Any]) -> list[ReadNote]:
    """The notes whose ids the statement `these` gives, in order."""
    found = search.filters.words

    def marked(text: str) -> str:
        plain = f"translate({text}, %(both_marks)s, '')"
        return f"ts_headline('english', {plain}, {_QUERY}, %(marks)s)" if found else "''"

    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT n.id, n.person_id, n.sub_type_id, n.occurred_at, n.created_at, n.location, n.author_name,
                       n.author_username, n.text, n.system_generated, n.version, {marked("n.text")},
                       (SELECT jsonb_agg(jsonb_build_array(a.id, a.text, a.author_name, a.author_username,
                                a.created_at, {marked("a.text")}) ORDER BY a.created_at, a.id)
                          FROM case_notes_amendment a WHERE a.note_id = n.id)::text
                  FROM ({these}) these JOIN case_notes_casenote n ON n.id = these.id
                 WHERE n.sub_type_id = ANY (%(readable)s) ORDER BY {_order(search.filters.sort)}""",
            {
                **values,
                "readable": list(search.kinds),
                **(_words(found) | {"both_marks": START + STOP, "marks": _MARKS} if found else {}),
            },
        )
        return [_note(row, search.kinds) for row in cursor.fetchall()]


def _note(row: Sequence[Any], kinds: Kinds) -> ReadNote:
    (id, person, kind, occurred, created, location, name, username, text, system, version, marked, added) = row
    amendments = [
        ReadAmendment(UUID(key), words, author, by, datetime.fromisoformat(at), found)
        for key, words, author, by, at, found in json.loads(added or "[]")
    ]
    return ReadNote(
        id, person, kinds[kind], occurred, created, location, name, username, text, system, version, amendments, marked
    )


def page(search: Search, *, start: int, size: int) -> list[ReadNote]:
    """Some of the notes found. One statement."""
    condition, values = _narrowed(search, search.chosen_kinds())
    order = _order(search.filters.sort)
    these = f"SELECT n.id FROM case_notes_casenote n WHERE {condition} ORDER BY {order} OFFSET %(start)s LIMIT %(size)s"
    return _read(search, these, {**values, "start": start, "size": size})


def every(search: Search) -> Iterator[ReadNote]:
    """Every note found, read as they are asked for: one statement, and one for each `AT_ONCE` of them."""
    condition, values = _narrowed(search, search.chosen_kinds())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT n.id FROM case_notes_casenote n WHERE {condition} ORDER BY {_order(search.filters.sort)}", values
        )
        ids = [row[0] for row in cursor.fetchall()]
    for first in range(0, len(ids), AT_ONCE):
        yield from _read(search, "SELECT unnest(%(ids)s::uuid[]) AS id", {"ids": ids[first : first + AT_ONCE]})


def one(number: str, note_id: UUID, kinds: Kinds, today: date) -> ReadNote | None:
    """One note of a person; None when it is not there or of a kind not to be read. One statement."""
    scope = Scope("n.person_id = %(person)s AND n.id = %(note)s", {"person": number, "note": note_id})
    return next(iter(page(Search(scope, kinds, Filters(), today), start=0, size=1)), None)
