"""Adding a note, adding more details, and putting right a wrong type (case-notes.md 5.1 to 5.4 and 9)."""

from datetime import datetime
from secrets import randbits
from uuid import UUID

from django.db import connection, transaction

from dps.case_notes.catalogue import queries as catalogue
from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.models import Amendment, CaseNote, DeletedNote
from dps.case_notes.opening import InHand, is_system_that_writes, take_notes_in_hand
from dps.case_notes.rules import access, ids
from dps.case_notes.rules import writing as rules
from dps.case_notes.writing.authors import Author, author_of
from dps.case_notes.writing.keeping import keep
from dps.case_notes.writing.recording import carried, note_changed, note_written
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.permissions import viewer_of

NO_SUCH_KIND = "Choose a type and sub-type from the list"
NO_LONGER_OFFERED = "This sub-type is no longer used. Choose another"
NOT_KNOWN_TO_NOMIS = "an author without a NOMIS account, in a type of note that NOMIS keeps"
ONLY_THE_SAME_DAY = "Only whoever wrote a note can put its type right, on the day they wrote it"
CHANGED_MEANWHILE = "This note was changed while your page was open"


@transaction.atomic
def write_note(
    actor: Actor,
    number: str,
    *,
    type: str,
    sub_type: str,
    text: str,
    occurred_at: datetime | None = None,
    location: str = "",
    system_generated: bool = False,
    through_api: bool = False,
) -> CaseNote:
    """Add a note about somebody whose notes this actor may write, as it happened `occurred_at` (now when none), where
    they are (or `location`). `through_api`: also of a sub-type out of use, or one that only systems write.

    Raises Invalid with every problem of `type`, `sub_type`, `text`, `occurred_at` and `location`, NotFound for a person
    or a restricted sub-type they may not know of, NotAllowed for an author NOMIS does not know.
    """
    at = local_time.now()
    person = take_notes_in_hand(number.upper(), by=actor)
    happened = occurred_at or at
    kind = catalogue.sub_type(type, sub_type)
    problems = {
        "type": "" if type else rules.CHOOSE_TYPE,
        "sub_type": _kind_problem(kind, through_api=through_api) if type and sub_type else rules.CHOOSE_SUB_TYPE,
        "text": rules.text_problem(text),
        "occurred_at": rules.occurrence_problem(happened, at),
        "location": rules.LOCATION_TOO_LONG if len(location) > rules.LONGEST_CODE else "",
    }
    if kind is not None:
        _require_kind(kind, actor, number, through_api=through_api)
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
    assert kind is not None  # a kind that is none is a problem
    author = _author(actor, kind)
    note = create_note(
        person,
        kind,
        author,
        text=rules.kept_text(text),
        occurred_at=happened,
        location=location,
        system_generated=system_generated,
        at=at,
        created_by=actor.username,
    )
    note_written(note, by=actor, at=at)
    return note


def create_note(
    person: InHand,
    kind: SubType,
    author: Author,
    *,
    text: str,
    occurred_at: datetime,
    at: datetime,
    created_by: str,
    location: str = "",
    system_generated: bool = False,
    id: UUID | None = None,
) -> CaseNote:
    """The row of a new note about somebody taken in hand, with its sub-type read. Nothing is told of it yet."""
    note = CaseNote.objects.create(
        id=id or ids.note_id(at, randbits(74)),
        person=person.person,
        booking_id=person.booking_id,
        sub_type_id=kind.id,
        occurred_at=occurred_at,
        location=rules.without_unkept(location) or person.prison,
        author_username=author.username,
        author_user_id=author.user_id,
        author_name=author.name,
        text=text,
        system_generated=system_generated,
        legacy_id=next_own_number(),
        created_at=at,
        created_by=created_by[:64],
    )
    return CaseNote.objects.select_related("sub_type").get(pk=note.pk)


def next_own_number() -> int:
    """The number by which systems that know only numbers know a note first written here: negative, never NOMIS's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT -nextval('case_notes_own_number')")
        found: int = cursor.fetchone()[0]
    return found


@transaction.atomic
def amend(actor: Actor, number: str, note_id: UUID, text: str) -> Amendment:
    """Add more details to a note. The note itself stays as it is; two people at once each add theirs.

    Raises Invalid for `text`, NotFound for a note they may not know of or not add to, NotAllowed for an author NOMIS
    does not know.
    """
    at = local_time.now()
    person = take_notes_in_hand(number.upper(), by=actor)
    note = _note_to_change(person, note_id, actor)
    if words := rules.text_problem(text, missing=rules.SAY_MORE):
        raise Invalid({"text": words})
    author = _author(actor, catalogue.by_id(note.sub_type_id))
    before = carried(note)
    amendment = Amendment.objects.create(
        id=ids.note_id(at, randbits(74)),
        note=note,
        author_username=author.username,
        author_user_id=author.user_id,
        author_name=author.name,
        text=rules.kept_text(text),
        created_at=at,
        created_by=actor.username[:64],
    )
    note.version += 1
    note.save(update_fields=["version"])
    note_changed(
        note, before=before, by=actor, at=at, action="CASE_NOTE_AMENDED", details={"amendment": str(amendment.pk)}
    )
    return amendment


@transaction.atomic
def correct_type(actor: Actor, number: str, note_id: UUID, *, type: str, sub_type: str, version: int) -> CaseNote:
    """Give a note the type it should have had: whoever wrote it may, on the same day. What it was is kept.

    `version` is the note's when the page was shown. Raises Invalid for `type` and `sub_type`, NotFound, NotAllowed on
    another day or for somebody else's note, Conflict when it was changed meanwhile.
    """
    at = local_time.now()
    person = take_notes_in_hand(number.upper(), by=actor)
    note = _note_to_change(person, note_id, actor)
    if not may_correct_type(note, actor):
        raise NotAllowed(ONLY_THE_SAME_DAY)
    kind = catalogue.sub_type(type, sub_type)
    problems = {
        "type": "" if type else rules.CHOOSE_TYPE,
        "sub_type": _kind_problem(kind, through_api=False) if type and sub_type else rules.CHOOSE_SUB_TYPE,
    }
    if kind is not None:
        _require_kind(kind, actor, number, through_api=False)
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
    assert kind is not None  # a kind that is none is a problem
    if note.version != version:
        raise Conflict(CHANGED_MEANWHILE)
    if kind.id == note.sub_type_id:
        return note
    _author(actor, kind)
    before, was = carried(note), f"{note.sub_type.type_id}/{note.sub_type.code}"
    keep([note], cause=DeletedNote.Cause.UPDATE, by=actor, at=at, reason="Wrong type, put right by its author")
    CaseNote.objects.filter(pk=note.pk).update(sub_type_id=kind.id, version=note.version + 1)
    note = CaseNote.objects.select_related("sub_type").get(pk=note.pk)
    note_changed(
        note,
        before=before,
        by=actor,
        at=at,
        action="CASE_NOTE_TYPE_CORRECTED",
        details={"changes": {"type": [was, f"{kind.type}/{kind.code}"]}},
    )
    return note


def may_correct_type(note: CaseNote, actor: Actor) -> bool:
    """Whether the actor may put right the type of this note now: asked before it is offered, and again on saving."""
    return rules.may_correct_type(
        username=actor.username,
        author=note.author_username,
        created_on=local_time.in_london(note.created_at).date(),
        today=local_time.today(),
        system_generated=note.system_generated,
    )


def _kind_problem(kind: SubType | None, *, through_api: bool) -> str:
    if kind is None:
        return NO_SUCH_KIND
    return "" if kind.active or through_api else NO_LONGER_OFFERED


def _require_kind(kind: SubType, actor: Actor, number: str, *, through_api: bool) -> None:
    """Refuse a sub-type that was never on this actor's form. Raises NotFound."""
    if not (kind.selectable or through_api) or not _may_use(kind, actor):
        raise NotFound(number)


def _may_use(kind: SubType, actor: Actor) -> bool:
    return is_system_that_writes(actor) or access.may_use_kind(
        viewer_of(actor), sensitive=kind.sensitive, restricted_use=kind.restricted_use
    )


def _note_to_change(person: InHand, note_id: UUID, actor: Actor) -> CaseNote:
    found = CaseNote.objects.select_related("sub_type").filter(pk=note_id, person_id=person.number).first()
    kind = catalogue.by_id(found.sub_type_id) if found else None
    if found is None or kind is None or not _may_use(kind, actor):
        raise NotFound(str(note_id))
    return found


def _author(actor: Actor, kind: SubType | None) -> Author:
    author = author_of(actor)
    if kind is not None and kind.sync_to_nomis and not author.is_in_nomis:
        raise NotAllowed(NOT_KNOWN_TO_NOMIS)
    return author
