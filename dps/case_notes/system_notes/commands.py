"""The one way in which other services have a note written (case-notes.md 5.10)."""

from datetime import datetime
from secrets import randbits

from django.db import transaction

from dps.case_notes.catalogue import queries as catalogue
from dps.case_notes.models import CaseNote, DeletedNote, SystemNoteSwitch
from dps.case_notes.opening import InHand, locked
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import alert_notes, authors, ids
from dps.case_notes.rules import writing as rules
from dps.case_notes.writing.authors import Author, author_named
from dps.case_notes.writing.commands import NO_SUCH_KIND, create_note
from dps.case_notes.writing.recording import note_written
from dps.estate import queries as estate
from dps.platform import audit, local_time
from dps.platform.access import SYSTEM, Actor, require
from dps.platform.web.refusals import Invalid

NO_AUTHOR = "Give the name of the author"


@transaction.atomic
def raise_note(
    number: str,
    *,
    type: str,
    sub_type: str,
    text: str,
    occurred_at: datetime,
    author_name: str,
    author_username: str = "",
    key: str = "",
    location: str = "",
) -> CaseNote | None:
    """Write a note on behalf of another service, of any sub-type, in use or not, at any length, where the person is (or
    `location`).

    `key` names what it is about: the same key never writes a second note, and what an administrator deleted stays
    deleted (None). What is to happen later is noted as of now. An author known by `author_username` is named as their
    account is. Raises Invalid for `type`, `text` and `author_name`, NotFound for no such person.
    """
    at = local_time.now()
    person, record = locked(number)
    id = ids.keyed_id(key) if key else ids.note_id(at, randbits(74))
    if key:
        there = CaseNote.objects.select_related("sub_type").filter(pk=id).first()
        if there is not None or DeletedNote.objects.filter(note_id=id, cause=DeletedNote.Cause.DELETE).exists():
            return there
    kind = catalogue.sub_type(type, sub_type)
    author = author_named(author_username)
    name = author.name if author else authors.shown_name(author_name)
    kept = rules.kept_text(text)
    problems = {
        "type": "" if kind else NO_SUCH_KIND,
        "text": "" if kept else rules.SAY_WHAT,
        "author_name": "" if name else NO_AUTHOR,
    }
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
    assert kind is not None  # a kind that is none is a problem
    note = create_note(
        InHand(person, record),
        kind,
        author or Author((author_username or SYSTEM.username)[: authors.LONGEST_USERNAME], name, "", True),
        text=kept,
        occurred_at=min(occurred_at, at),
        location=location,
        system_generated=True,
        at=at,
        created_by=author_username or SYSTEM.username,
        id=id,
    )
    note_written(note, by=SYSTEM, at=at, details={"author": note.author_username})
    return note


@transaction.atomic
def switch(by: Actor, *, prison: str, on: bool | None, kind: str = alert_notes.KIND) -> bool:
    """Switch notes about alerts on or off for a prison (or `*ALL*`); None: as for every prison. Says whether it is new.

    Raises Invalid for no such prison, or for every prison left open; NotAllowed.
    """
    require(by, CaseNotePermission.LOOK_AFTER_TYPES)
    every = prison == alert_notes.EVERY_PRISON
    if not every and prison not in estate.prisons():
        raise Invalid({"prison": "Choose a prison from the list"})
    if every and on is None:
        raise Invalid({"setting": "Choose on or off"})
    kept = SystemNoteSwitch.objects.select_for_update().filter(prison=prison, kind=kind).first()
    was, at = kept.on if kept else None, local_time.now()
    if was == on:
        return False
    if on is None:
        SystemNoteSwitch.objects.filter(prison=prison, kind=kind).delete()
    else:
        SystemNoteSwitch.objects.update_or_create(
            prison=prison, kind=kind, defaults={"on": on, "changed_at": at, "changed_by": by.username}
        )
    audit.record(
        "SYSTEM_NOTES_SWITCHED",
        by=by,
        subject_type="prison",
        subject_id=prison,
        details={"kind": kind, "changes": {"on": [was, on]}},
        at=at,
    )
    return True
