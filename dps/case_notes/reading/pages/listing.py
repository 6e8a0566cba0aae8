"""A person's case notes: the list, all of them on one page, and as a plain text file (case-notes.md 2.1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.case_notes.opening import notes_page
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reading import note_actions, plain_text, presenters
from dps.case_notes.reading.forms import FilterForm, kind_asked
from dps.case_notes.reading.notes import ReadNote
from dps.case_notes.reading.queries import listing
from dps.case_notes.reading.rules import A_PAGE
from dps.estate import queries as estate
from dps.platform import audit, local_time
from dps.platform.design.paging import Pages, page_number, with_changes
from dps.platform.design.streaming import streamed
from dps.prisoners.profile.failing_alone import failing_alone
from dps.prisoners.profile.frame import Opened, frame

log = structlog.get_logger("dps.case_notes")
REST_MISSING = "The rest of the case notes could not be read. Try again later."
_READ = {*FilterForm.base_fields, "subType", "page", "showAll", "whole"}
"""What an address may ask of a list."""
_LIST = "case_notes/reading/list.html.jinja"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for and what there is: `search` is None while the filters cannot be."""

    form: FilterForm
    known: listing.Overview
    search: listing.Search | None
    numbers: dict[int, int]
    """How many notes of each sub-type the filters but type find."""

    @property
    def total(self) -> int:
        """How many notes are found."""
        return sum(self.numbers.get(kind, 0) for kind in self.search.chosen_kinds()) if self.search else 0


def ask(request: HttpRequest, scope: listing.Scope) -> Asked:
    """Read the filters of the address, and how many notes there are. Two statements; one more when more than the type
    narrows, one when a type is asked for of which there is nothing, one when nothing is found for words."""
    known = listing.overview(scope, request.actor)
    known = replace(known, kinds={**known.kinds, **_kinds_without_notes(request, known.kinds)})
    form = FilterForm(
        request.GET,
        kinds=known.kinds.values(),
        numbers=known.by_kind,
        prisons=_prisons(request.GET.get("prison", ""), known.by_prison),
        today=local_time.today(),
    )
    search = listing.Search(scope, known.kinds, form.filters, form.today) if form.is_valid() else None
    numbers = listing.counted(search, known) if search else {}
    words = form.cleaned_data.get("words")
    if words and not numbers and not listing.has_words(words):
        form.add_error("words", "These words are too common to search for. Use other words")
        search = None
    return Asked(form, known, search, numbers)


def _kinds_without_notes(request: HttpRequest, kinds: listing.Kinds) -> listing.Kinds:
    """The sub-types of the type asked for when a link asks for what there is nothing of."""
    type, code = kind_asked(request.GET)
    if not type or any(kind.type == type and code in ("", kind.code) for kind in kinds.values()):
        return {}
    offered = listing.readable_kinds(request.actor)
    return {id: kind for id, kind in offered.items() if kind.type == type and id not in kinds}


def _prisons(chosen: str, numbers: Mapping[str, int]) -> list[tuple[str, str]]:
    found = dict(numbers) if chosen in numbers or chosen not in estate.prisons() else {**numbers, chosen: 0}
    offered = [(code, f"{presenters.place_words(code)} ({number:,})") for code, number in found.items() if code]
    return sorted(offered, key=lambda one: one[1].casefold())


def record_search(request: HttpRequest, asked: Asked, *, subject: str, everything: bool = False) -> None:
    """Audit what was searched for; a list that nothing narrows is recorded by its view alone."""
    if asked.search and (asked.search.filters.narrow or everything):
        query = {key: value[:200] for key, value in request.GET.items() if value and key.partition("-")[0] in _READ}
        audit.record(
            "CASE_NOTES_SEARCHED",
            by=request.actor,
            subject_type="prisoner" if subject else "case notes",
            subject_id=subject,
            details={"filters": query, "found": asked.total},
        )


class Streamed:
    """Notes read while they are sent. `broken` once they could not be read on."""

    def __init__(self, notes: Iterator[ReadNote]) -> None:
        self._notes, self.broken = notes, False

    def __iter__(self) -> Iterator[ReadNote]:
        try:
            yield from self._notes
        except DatabaseError as failure:
            log.error("case notes unavailable", kind=type(failure).__name__)
            self.broken = True


@notes_page(CaseNotePermission.READ, name="case notes")
def case_notes(request: HttpRequest, person: Opened) -> HttpResponseBase:
    """The notes found, a page at a time, or all at once. When they cannot be read the rest of the page is there."""
    everything = request.GET.get("showAll") == "true"
    context = frame(request, person, "case-notes/") | {
        "links": note_actions.offered_above(person, request.actor),
        "everything": everything,
    }
    try:
        with failing_alone():
            asked = ask(request, listing.of_person(person.number))
            record_search(request, asked, subject=person.number, everything=everything)
            context |= found(request, asked, person, everything=everything)
    except DatabaseError as failure:
        log.error("case notes unavailable", kind=type(failure).__name__)
        return render(request, _LIST, context | {"unavailable": True})
    if everything and asked.search:
        return streamed(request, _LIST, context)
    return render(request, _LIST, context, status=400 if asked.form.errors else 200)


def found(request: HttpRequest, asked: Asked, person: Opened | None, *, everything: bool = False) -> dict[str, Any]:
    """What a list shows of what was asked for. One statement for a page; all are read while they are sent."""
    query, search = request.GET, asked.search
    context: dict[str, Any] = {"form": asked.form, "known": asked.known, "cards": [], "search": search}
    if search is None:
        return context
    pages = Pages(1, max(asked.total, 1) if everything else A_PAGE, asked.total, query)
    pages = replace(pages, number=min(page_number(query.get("page", "1")), pages.total_pages))
    notes = (
        Streamed(listing.every(search))
        if everything
        else listing.page(search, start=(pages.number - 1) * A_PAGE, size=A_PAGE)
        if asked.total
        else []
    )
    return context | {
        "pages": pages,
        "notes": notes,
        "cards": (presenters.card(note, person, request.actor) for note in notes),
        "chips": presenters.chips(query, search.filters, asked.known.kinds),
        "counts": presenters.counts_by_type(query, search.filters, asked.known.kinds, asked.numbers),
        "all_types": with_changes(query, type=None, sub_type=None, subType=None, page=None, showAll=None),
        "by_pages": with_changes(query, showAll=None, page=None),
        "on_one_page": with_changes(query, showAll="true", page=None),
        "as_text": with_changes(query, showAll=None, page=None),
        "printed_at": local_time.now(),
        "rest_missing": REST_MISSING,
    }


@notes_page(CaseNotePermission.READ, name="case notes as plain text")
def as_text(request: HttpRequest, person: Opened) -> HttpResponseBase:
    """The notes found, all of them, as a file."""
    context = frame(request, person, "case-notes/") | {"links": []}
    try:
        with failing_alone():
            asked = ask(request, listing.of_person(person.number))
            record_search(request, asked, subject=person.number, everything=True)
    except DatabaseError as failure:
        log.error("case notes unavailable", kind=type(failure).__name__)
        return render(request, _LIST, context | {"unavailable": True}, status=503)
    if asked.search is None:
        return render(request, _LIST, context | {"form": asked.form, "known": asked.known}, status=400)
    said = [words for words, _ in presenters.filter_words(asked.search.filters, asked.known.kinds) if words]
    heading = [
        f"Case notes of {context['header'].full_name}, {person.number}",
        f"Made on {local_time.long_date_and_time(local_time.now())} for {request.actor.display_name}",
        f"Case notes: {asked.total:,}. Order: {asked.search.filters.sort.words}",
        *(["Filters: " + "; ".join(said)] if said else []),
    ]
    notes = Streamed(listing.every(asked.search))
    lines = chain(plain_text.written(heading, notes), _ending(notes))
    return plain_text.text_file(f"case-notes-{person.number}.txt", lines)


def _ending(notes: Streamed) -> Iterator[str]:
    if notes.broken:
        yield from ("", plain_text.BETWEEN, REST_MISSING)


def not_there(request: HttpRequest) -> HttpResponse:
    """Whoever has no caseload is told so, as on every page about people."""
    return render(request, "prisoners/no_caseload.html.jinja")
