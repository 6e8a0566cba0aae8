"""Comparing case notes on both sides, some people at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Q

from dps.case_notes.models import CaseNote
from dps.legacy import source
from dps.legacy.inbound import state
from dps.legacy.models import Mismatch, QueuedWrite, Reconciliation
from dps.legacy.outbound.mapper import OWN_IDS_FROM
from dps.legacy.outbound.mappers.notes import KIND, nomis_ids
from dps.legacy.reconciling import rules
from dps.legacy.reconciling.rules import Difference, Ours
from dps.legacy.router import NOMIS
from dps.platform import local_time
from dps.prisoners.models import Booking
from dps.prisoners.search.models import SearchRecord

log = structlog.get_logger("dps.legacy")
PEOPLE_AT_ONCE = 200
TRIES = 2
KEPT = timedelta(days=60)


def compare_case_notes(*, everybody: bool) -> Reconciliation | None:
    """Compare the case notes of people in custody, or of everybody, and keep what differs. Nothing is changed.

    Whoever differs is compared once more at the end: what was on its way has arrived then. People who cannot be
    compared are counted and do not stop the others. None without a NOMIS.
    """
    if NOMIS not in settings.DATABASES:
        return None
    run = Reconciliation.objects.create(kind=KIND, everybody=everybody, started_at=local_time.now())
    doubtful: list[str] = []
    for numbers in _people(everybody):
        doubtful += _differences(run, numbers)
        run.people += len(numbers)
        run.save(update_fields=["people", "records", "errors", "failure"])
    for start in range(0, len(doubtful), PEOPLE_AT_ONCE):
        some = doubtful[start : start + PEOPLE_AT_ONCE]
        _keep(run, _differences(run, some, again=True))
    run.finished_at = local_time.now()
    with transaction.atomic():
        run.save()
        Reconciliation.objects.filter(started_at__lt=run.started_at - KEPT).delete()
    if run.mismatches or run.errors:
        log.warning("case notes differ from NOMIS", people=run.mismatches, errors=run.errors)
    return run


def _people(everybody: bool) -> Iterator[list[str]]:
    """Prison numbers in order, some at a time."""
    found = SearchRecord.objects.exclude(booking_id=None)
    if not everybody:
        found = found.exclude(agency__in=("OUT", "TRN", ""))
    last = ""
    while numbers := list(
        found.filter(person_id__gt=last).order_by("person_id").values_list("person_id", flat=True)[:PEOPLE_AT_ONCE]
    ):
        yield numbers
        last = numbers[-1]


def _differences(run: Reconciliation, numbers: Sequence[str], *, again: bool = False) -> dict[str, Difference]:
    """Who differs, and how. Tried twice; people who cannot be compared then are counted."""
    for left in reversed(range(TRIES)):
        try:
            records, found = _compare(numbers)
        except (DatabaseError, InterfaceError) as problem:
            source.disconnect()
            if not connection.is_usable():
                connection.close()
            if left:
                continue
            run.errors += len(numbers)
            run.failure = state.plainly(problem)
            return {}
        if not again:
            run.records += records
        return found
    raise AssertionError


def _compare(numbers: Sequence[str]) -> tuple[int, dict[str, Difference]]:
    whose = dict(Booking.objects.filter(person__in=numbers, id__lt=OWN_IDS_FROM).values_list("id", "person_id"))
    theirs: dict[str, dict[int, str]] = defaultdict(dict)
    records = 0
    for key, booking, text in source.beginnings(
        "offender_case_notes", "case_note_id", "offender_book_id", "case_note_text", list(whose), rules.FIRST_CHARACTERS
    ):
        theirs[whose[int(booking)]][int(key)] = str(text or "").replace("\0", "")
        records += 1
    ours: dict[str, list[Ours]] = defaultdict(list)
    notes = CaseNote.objects.filter(Q(nomis_id__isnull=False) | Q(sub_type__sync_to_nomis=True), person__in=numbers)
    for pk, number, nomis_id, text in notes.values_list("pk", "person_id", "nomis_id", "text"):
        ours[number].append(Ours(str(pk), nomis_id, text))
    open_writes = QueuedWrite.objects.filter(person__in=numbers, kind=KIND).exclude(state=QueuedWrite.State.DONE)
    on_the_way = set(open_writes.values_list("key", flat=True))
    found = {}
    for number in numbers:
        there = dict(theirs[number])
        for deleted in nomis_ids(on_the_way - {note.id for note in ours[number]}) if on_the_way else ():
            there.pop(deleted, None)
        difference = rules.compare(ours[number], there, on_the_way)
        if difference:
            found[number] = difference
    return records, found


def _keep(run: Reconciliation, found: dict[str, Difference]) -> None:
    Mismatch.objects.bulk_create(
        Mismatch(
            reconciliation=run,
            person_id=number,
            missing_here=list(one.missing_here),
            missing_there=list(one.missing_there),
            differing=list(one.differing),
        )
        for number, one in found.items()
    )
    run.mismatches += len(found)
