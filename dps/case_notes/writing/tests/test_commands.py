"""Writing notes: what is refused, and everything that is written with each."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from dps.case_notes import watchers
from dps.case_notes.models import Amendment, CaseNote, DeletedNote, NoteSubType
from dps.case_notes.rules import writing as rules
from dps.case_notes.tests.notes import a_note, types
from dps.case_notes.writing import commands
from dps.identity.accounts.commands import actor_of, create_user
from dps.platform import local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Movement
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
Staff = Callable[..., Actor]


@pytest.fixture
def staff() -> Staff:
    """Makes members of staff of Leeds."""
    make_agencies()
    types()

    def make(
        username: str = "AISHA",
        *roles: str,
        caseloads: tuple[str, ...] = ("LEI",),
        staff_id: int = 485888,
        **more: object,
    ) -> Actor:
        return actor_of(
            create_user(
                username=username, password=None, first_name="Aisha", last_name="Khan",
                email=f"{username.lower()}@b.uk", roles=["PRISON", *roles], caseloads=list(caseloads),
                staff_id=staff_id, **more,
            )  # type: ignore[arg-type]
        )  # fmt: skip

    return make


@pytest.fixture
def by(staff: Staff) -> Actor:
    make_person("A1111AA")
    return staff()


@pytest.fixture
def told() -> Iterator[list[UUID]]:
    """What watchers hear."""
    heard: list[UUID] = []
    watchers.register(heard.extend)
    yield heard
    watchers._watchers.remove(heard.extend)


def write(by: Actor, number: str = "A1111AA", **changed: object) -> CaseNote:
    given: dict[str, object] = {"type": "OBSERVE", "sub_type": "OBS_GEN", "text": "He helped a new arrival", **changed}
    return commands.write_note(by, number, **given)  # type: ignore[arg-type]


def problems(by: Actor, **changed: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        write(by, **changed)
    return refused.value.problems


def test_everything_is_written_with_a_new_note(by: Actor, told: list[UUID]) -> None:
    happened = local_time.now() - timedelta(days=2)
    note = write(by, "a1111aa", text=" He said “no”.\r\nThen yes.\0 ", occurred_at=happened)
    note = CaseNote.objects.get()
    assert (note.person_id, note.text, note.occurred_at) == ("A1111AA", "He said “no”.\nThen yes.", happened)
    assert (note.author_username, note.author_name, note.author_user_id) == ("AISHA", "Aisha Khan", "485888")
    assert (note.location, note.created_by, note.system, note.system_generated) == ("LEI", "AISHA", "DPS", False)
    assert note.booking_id == booking_of(note.person).pk
    assert note.legacy_id < 0 and note.nomis_id is None and note.id.version == 7
    entry = AuditEntry.objects.get(action="CASE_NOTE_CREATED")
    assert (entry.subject_id, entry.caseload) == ("A1111AA", "LEI")
    assert entry.details == {"note": str(note.pk), "type": "OBSERVE", "subType": "OBS_GEN"}
    event = DomainEvent.objects.get(type="person.case-note.created")
    assert event.subject == "A1111AA" and event.data == {
        "id": str(note.pk), "legacyId": note.legacy_id, "type": "OBSERVE", "subType": "OBS_GEN", "source": "INST",
        "syncToNomis": True, "systemGenerated": False,
    }  # fmt: skip
    published = DomainEvent.objects.get(type="prison.case-note.published")
    assert published.data["caseNoteType"] == "OBSERVE-OBS_GEN"
    assert told == [note.pk]
    change = Change.objects.get()
    assert (change.kind, change.key, change.before, change.prison) == ("case note", str(note.pk), None, "LEI")
    assert change.after["text"] == note.text and change.after["amendments"] == []
    assert CaseNote.objects.filter(words="arrival").count() == 0 and found_by("yes") == [note.pk]


def found_by(words: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM case_notes_casenote WHERE words @@ websearch_to_tsquery('english', %s)", [words])
        return [row[0] for row in cursor.fetchall()]


def test_what_never_goes_to_nomis_is_not_handed_on(staff: Staff, by: Actor) -> None:
    pom = staff("POM_USER", "POM", staff_id=5)
    note = write(pom, type="POM", sub_type="GEN")
    assert not Change.objects.exists()
    assert DomainEvent.objects.get(type="person.case-note.created").data["source"] == "OCNS"
    commands.amend(pom, "A1111AA", note.pk, "More")
    assert not Change.objects.exists()


def test_every_problem_is_told_at_once(by: Actor) -> None:
    late = local_time.now() + timedelta(days=3)
    assert problems(by, type="", sub_type="", text=" ", occurred_at=late) == {
        "type": rules.CHOOSE_TYPE,
        "sub_type": rules.CHOOSE_SUB_TYPE,
        "text": rules.SAY_WHAT,
        "occurred_at": rules.DATE_IN_FUTURE,
    }
    assert problems(by, sub_type="KS", text="x" * 4001) == {
        "sub_type": commands.NO_SUCH_KIND,
        "text": rules.TOO_LONG,
    }
    assert problems(by, location="A" * 13) == {"location": rules.LOCATION_TOO_LONG}
    assert not CaseNote.objects.exists()


def test_what_no_database_keeps_is_left_out_of_codes_too(by: Actor) -> None:
    note = write(by, type="OBS\0ERVE", sub_type="OBS_GEN\ud800", location="MD\0I")
    assert (note.sub_type.code, note.location) == ("OBS_GEN", "MDI")


def test_codes_are_taken_as_they_are(by: Actor) -> None:
    assert write(by, type="REPORT", sub_type="H&S").sub_type.description == "Health and Safety"
    assert write(by, type="COMMS", sub_type="MAIL ROOM").sub_type.code == "MAIL ROOM"
    assert problems(by, type="COMMS", sub_type=" MAIL ROOM") == {"sub_type": commands.NO_SUCH_KIND}


def test_out_of_use_and_written_by_systems(by: Actor) -> None:
    assert problems(by, type="POM", sub_type="POME") == {"sub_type": commands.NO_LONGER_OFFERED}
    with pytest.raises(NotFound):
        write(by, type="ALERT", sub_type="ACTIVE")
    assert write(by, type="MOVED_CELL", sub_type="ADM", through_api=True).sub_type.code == "ADM"
    assert write(by, type="ALERT", sub_type="ACTIVE", through_api=True, location="MDI").location == "MDI"


def test_who_may_not_write_them_does_not_learn_of_restricted_kinds(staff: Staff, by: Actor) -> None:
    for type, code in (("OMIC", "OPEN_COMM"), ("POM", "GEN"), ("OMIC", "INFOSHARE_FM")):
        with pytest.raises(NotFound):
            write(by, type=type, sub_type=code, through_api=True)
    reader = staff("READER", "VIEW_SENSITIVE_CASE_NOTES", staff_id=6)
    with pytest.raises(NotFound):
        write(reader, type="POM", sub_type="GEN")
    assert write(staff("ADDER", "ADD_SENSITIVE_CASE_NOTES", staff_id=7), type="POM", sub_type="GEN").pk


def test_marking_a_kind_sensitive_works_at_once(by: Actor) -> None:
    note = write(by)
    NoteSubType.objects.filter(pk=note.sub_type_id).update(sensitive=True)
    with pytest.raises(NotFound):
        commands.amend(by, "A1111AA", note.pk, "More")
    with pytest.raises(NotFound):
        write(by)


def test_of_whom_notes_may_be_written(staff: Staff, by: Actor) -> None:
    there = make_person("A2222AA", prison="MDI")
    make_person("A3333AA", prison="OUT")
    pom = staff("POM_USER", "POM", "GLOBAL_SEARCH", staff_id=8)
    for who, number in ((by, "A2222AA"), (by, "A3333AA"), (pom, "A2222AA"), (pom, "A3333AA"), (pom, "A9999ZZ")):
        with pytest.raises(NotFound):
            write(who, number)
    left = Movement.objects.create(
        booking=booking_of(there), sequence=9, at=local_time.now() - timedelta(days=95), type="TRN", reason="NOTR",
        direction="OUT", from_agency="LEI", to_agency="MDI",
    )  # fmt: skip
    with pytest.raises(NotFound):
        write(pom, "A2222AA")
    Movement.objects.filter(pk=left.pk).update(at=local_time.now() - timedelta(days=20))
    assert write(pom, "A2222AA").location == "MDI"
    with pytest.raises(NotFound):
        write(by, "A2222AA")


def test_authors_nomis_does_not_know_write_only_what_stays_here(staff: Staff, by: Actor) -> None:
    outside = staff("VISITOR", "POM", source="auth", staff_id=9)
    with pytest.raises(NotAllowed):
        write(outside)
    note = write(outside, type="POM", sub_type="GEN")
    assert len(note.author_user_id) == 36
    with pytest.raises(NotAllowed):
        commands.amend(outside, "A1111AA", write(by).pk, "More")


def test_a_system_writes_for_somebody_who_is_known(by: Actor) -> None:
    roles = frozenset({"PRISONER_CASE_NOTES__RW"})
    make_person("A2222AA", prison="MDI")
    note = write(Actor("AISHA", roles=roles), "A2222AA", through_api=True)
    assert (note.author_name, note.created_by) == ("Aisha Khan", "AISHA")
    assert problems(Actor("SOME-CLIENT", roles=roles), through_api=True) == {"": "Nobody has this user name"}
    assert "64" in problems(Actor("A" * 65, roles=roles), through_api=True)[""]
    with pytest.raises(NotAllowed):
        write(Actor("READS-ONLY", roles=frozenset({"PRISONER_CASE_NOTES__RO"})))
    assert write(SYSTEM, type="ALERT", sub_type="ACTIVE", through_api=True).author_name == "System"


def test_more_details(by: Actor, staff: Staff, told: list[UUID]) -> None:
    note = write(by)
    other = staff("BEN", staff_id=10)
    added = commands.amend(other, "A1111AA", note.pk, " Later:\r\nhe apologised ")
    assert (added.text, added.author_username, added.note_id) == ("Later:\nhe apologised", "BEN", note.pk)
    note.refresh_from_db()
    assert note.version == 2 and note.text == "He helped a new arrival"
    assert found_by("apologised arrival") == [note.pk]
    assert AuditEntry.objects.get(action="CASE_NOTE_AMENDED").details["amendment"] == str(added.pk)
    assert DomainEvent.objects.filter(type="person.case-note.updated").count() == 1
    change = Change.objects.latest("id")
    assert change.before["amendments"] == [] and [one["text"] for one in change.after["amendments"]] == [added.text]
    assert told == [note.pk, note.pk]
    with pytest.raises(Invalid) as refused:
        commands.amend(by, "A1111AA", note.pk, " ")
    assert refused.value.problems == {"text": rules.SAY_MORE}
    with pytest.raises(NotFound):
        commands.amend(by, "A1111AA", uuid4(), "More")
    make_person("A2222AA")
    with pytest.raises(NotFound):
        commands.amend(by, "A2222AA", note.pk, "More")


def test_a_wrong_type_put_right_the_same_day(by: Actor, staff: Staff) -> None:
    note = write(by, type="KA", sub_type="KE")
    commands.amend(by, "A1111AA", note.pk, "It was a whole session")
    note.refresh_from_db()
    right = {"type": "KA", "sub_type": "KS"}
    for who in (staff("BEN", staff_id=10),):
        with pytest.raises(NotAllowed):
            commands.correct_type(who, "A1111AA", note.pk, **right, version=note.version)
    with pytest.raises(Conflict):
        commands.correct_type(by, "A1111AA", note.pk, **right, version=1)
    with pytest.raises(Invalid):
        commands.correct_type(by, "A1111AA", note.pk, type="KA", sub_type="", version=2)
    fixed = commands.correct_type(by, "A1111AA", note.pk, **right, version=2)
    assert (fixed.sub_type.code, fixed.version, fixed.legacy_id) == ("KS", 3, note.legacy_id)
    kept = DeletedNote.objects.get()
    assert (kept.cause, kept.content["sub_type"], len(kept.content["amendments"])) == ("UPDATE", "KE", 1)
    assert AuditEntry.objects.get(action="CASE_NOTE_TYPE_CORRECTED").details["changes"] == {"type": ["KA/KE", "KA/KS"]}
    change = Change.objects.latest("id")
    assert (change.before["sub_type"], change.after["sub_type"]) == ("KE", "KS")
    before = AuditEntry.objects.count()
    assert commands.correct_type(by, "A1111AA", note.pk, **right, version=3).version == 3
    assert AuditEntry.objects.count() == before
    yesterday = local_time.now() - timedelta(days=1)
    CaseNote.objects.filter(pk=note.pk).update(created_at=yesterday, occurred_at=yesterday)
    with pytest.raises(NotAllowed):
        commands.correct_type(by, "A1111AA", note.pk, type="KA", sub_type="KE", version=3)


def test_a_type_that_leaves_nomis_is_taken_from_it(staff: Staff, by: Actor) -> None:
    pom = staff("POM_USER", "POM", staff_id=5)
    note = write(pom)
    commands.correct_type(pom, "A1111AA", note.pk, type="POM", sub_type="GEN", version=1)
    last = Change.objects.latest("id")
    assert last.before["type"] == "OBSERVE" and last.after is None


def test_old_notes_and_times(by: Actor) -> None:
    assert write(by, occurred_at=datetime(1950, 1, 1, tzinfo=UTC)).occurred_at.year == 1950
    assert problems(by, occurred_at=datetime.min.replace(tzinfo=UTC)) == {"occurred_at": rules.REAL_DATE}
    emoji = "👍" * 4000
    assert write(by, text=emoji).text == emoji
    assert write(by, text="\u202eשלום\u202c عليكم").text == "\u202eשלום\u202c عليكم"
    assert write(by, text="half \ud800 a character").text == "half  a character"


def test_words_of_a_note_with_endless_details(by: Actor) -> None:
    note = a_note("A1111AA", text=" ".join(f"word{number}x" for number in range(40_000)))
    assert found_by("word1x") == [note.pk]


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_details_at_once_each_add_theirs(by: Actor, staff: Staff) -> None:
    other, note, both = staff("BEN", staff_id=11), write(by), Barrier(2)

    def add(who: Actor) -> None:
        both.wait()
        try:
            commands.amend(who, "A1111AA", note.pk, f"What {who.username} saw")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add, [by, other]))
    assert set(Amendment.objects.values_list("text", flat=True)) == {"What AISHA saw", "What BEN saw"}
    note.refresh_from_db()
    assert note.version == 3 and found_by("AISHA BEN") == [note.pk]
    last = Change.objects.latest("id")
    assert len(last.before["amendments"]) == 1 and len(last.after["amendments"]) == 2
