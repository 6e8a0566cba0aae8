"""Case notes both ways: what arrives from NOMIS, and what is written there."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from dps.case_notes import watchers
from dps.case_notes.models import Amendment, CaseNote, DeletedNote, NoteSubType
from dps.case_notes.writing.keeping import keep
from dps.case_notes.writing.recording import carried, hand_to_nomis, keep_words
from dps.legacy.inbound import follow
from dps.legacy.inbound.follow import Follower
from dps.legacy.inbound.load import full_load
from dps.legacy.models import Mapping, QueuedWrite
from dps.legacy.note_text import SUFFIX
from dps.legacy.outbound import commands, presenters, prisoner, writer
from dps.legacy.outbound.tests.conftest import FEEDS, NUMBER
from dps.legacy.tests.conftest import Nomis
from dps.platform.access import Actor
from dps.platform.events.models import DomainEvent
from dps.prisoners.models import Booking, Person

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
BOOKING = 501001
ANN = Actor(username="ALEE_GEN", display_name="Ann Lee", roles=frozenset({"NOMIS_LINK_ADMIN"}))
NINE = datetime(2026, 7, 8, 8, 30, tzinfo=UTC)


def put(
    nomis: Nomis,
    id: int,
    text: str,
    *,
    kind: str = "OBSERVE/OBS_GEN",
    staff: int = 21,
    booking: int = BOOKING,
    **more: Any,
) -> None:
    """A note as somebody at a form of NOMIS writes it, at 09:30 on 8 July 2026, kept ten minutes later."""
    values = {
        "case_note_id": id,
        "offender_book_id": booking,
        "contact_date": "2026-07-08",
        "contact_time": "1970-01-01 09:30",
        "case_note_type": kind.partition("/")[0],
        "case_note_sub_type": kind.partition("/")[2],
        "staff_id": staff,
        "agy_loc_id": "LEI",
        "case_note_text": text,
        "amendment_flag": "N",
        "note_source_code": "INST",
        "create_datetime": "2026-07-08 09:40:05",
        "create_user_id": "FORMS",
        **more,
    }
    nomis.run(
        f"INSERT INTO offender_case_notes ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})",
        *values.values(),
    )


def set_text(nomis: Nomis, id: int, text: str) -> None:
    nomis.run("UPDATE offender_case_notes SET case_note_text = %s WHERE case_note_id = %s", text, id)


def load() -> None:
    full_load(lambda words: None, only=["case notes"])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Ids that watchers are told of."""
    heard: list[UUID] = []
    monkeypatch.setattr(watchers, "_watchers", [heard.extend])
    return heard


def events() -> list[tuple[str, str]]:
    found = DomainEvent.objects.filter(type__startswith="person.case-note.").order_by("id")
    assert {event.source for event in found} <= {"NOMIS"}
    return [(event.type.rpartition(".")[2], event.data["id"]) for event in found]


def added(note: CaseNote) -> list[tuple[str, str, str, str]]:
    return [
        (one.author_username, one.author_name, f"{one.created_at:%Y-%m-%d %H:%M:%S}", one.text)
        for one in note.amendments.order_by("created_at", "id")
    ]


# from NOMIS


def test_a_note_arrives_whole(stand_in: Nomis, told: list[UUID]) -> None:
    text = (
        "Seen at association.\r\nCalm.  ...[ALEE_GEN updated the case note on 09/07/2026 08:00:00] Calmer"
        " ...[GONE_GEN updated the case notes on 2026/07/10 08:00:01] Calmest"
    )
    put(stand_in, 5, text)
    put(stand_in, 6, "Not by staff", kind="ALERT/ACTIVE", staff=22, note_source_code="AUTO")
    put(stand_in, 7, "By somebody who left", staff=23, date_creation="2026-07-09", time_creation="1970-01-01 07:00")
    load()
    note = CaseNote.objects.get(nomis_id=5)
    assert (note.person_id, note.booking_id, note.location) == (NUMBER, BOOKING, "LEI")
    assert (note.sub_type.type_id, note.sub_type.code, note.text) == (
        "OBSERVE",
        "OBS_GEN",
        "Seen at association.\nCalm. ",
    )
    assert note.occurred_at == NINE and note.created_at == NINE + timedelta(minutes=10, seconds=5)
    assert (note.author_username, note.author_user_id, note.author_name) == ("ALEE_GEN", "21", "Ann Lee")
    assert (note.legacy_id, note.system, note.system_generated, note.created_by) == (5, "NOMIS", False, "FORMS")
    assert added(note) == [
        ("ALEE_GEN", "Ann Lee", "2026-07-09 07:00:00", "Calmer"),
        ("GONE_GEN", "GONE_GEN", "2026-07-10 07:00:01", "Calmest"),
    ]
    assert CaseNote.objects.extra(where=["words @@ plainto_tsquery('english', 'calmest association')"]).get() == note
    system = CaseNote.objects.get(nomis_id=6)
    assert system.system_generated and system.author_name == "Siobhan O'Neil-Smith"
    assert system.author_username == "SONEIL_ADM"
    left = CaseNote.objects.get(nomis_id=7)
    assert (left.author_username, left.author_name) == ("FORMS", "No Account")
    assert left.created_at == datetime(2026, 7, 9, 6, tzinfo=UTC)
    assert set(told) == {note.pk, system.pk, left.pk} and not DomainEvent.objects.exists()


def test_a_second_load_changes_nothing_and_a_first_one_gives_the_same_ids(stand_in: Nomis) -> None:
    put(stand_in, 5, "Text ...[ALEE_GEN updated the case notes on 09-07-2026 08:00:00] More")
    load()
    before = list(CaseNote.objects.values()), list(Amendment.objects.values())
    assert full_load(lambda words: None, only=["case notes"]).written == 0
    assert (list(CaseNote.objects.values()), list(Amendment.objects.values())) == before
    CaseNote.objects.all().delete()
    load()
    assert (list(CaseNote.objects.values()), list(Amendment.objects.values())) == before


def test_types_that_only_nomis_knows_are_kept_and_offered_to_nobody(stand_in: Nomis) -> None:
    put(stand_in, 5, "Odd", kind="ODD & OLD/IEP ENTRY")
    put(stand_in, 6, "Half odd", kind="OBSERVE/QQQ")
    load()
    assert CaseNote.objects.get(nomis_id=5).sub_type.code == "IEP ENTRY"
    for code, type in (("IEP ENTRY", "ODD & OLD"), ("QQQ", "OBSERVE")):
        found = NoteSubType.objects.get(type_id=type, code=code)
        assert not (found.active or found.selectable or found.sensitive)


def test_a_note_written_in_nomis_is_told_of_while_following(stand_in: Nomis, told: list[UUID]) -> None:
    follower = Follower(FEEDS)
    follower.round()
    put(stand_in, 5, "New")
    assert follower.round() == 1
    note = CaseNote.objects.get()
    assert events() == [("created", str(note.pk))] and told == [note.pk]
    event = DomainEvent.objects.get(type="person.case-note.created")
    assert (event.subject, event.data["legacyId"], event.data["type"], event.data["source"]) == (
        NUMBER,
        5,
        "OBSERVE",
        "INST",
    )
    assert not DomainEvent.objects.filter(type="prisoner.updated").exists(), "a note is no part of the search record"
    assert follower.round() == 0


def test_more_details_added_in_nomis_are_only_added(stand_in: Nomis, told: list[UUID]) -> None:
    put(stand_in, 5, "Text ...[ALEE_GEN updated the case notes on 2026/07/09 08:00:00] One")
    load()
    note = CaseNote.objects.get()
    first = note.amendments.get()
    follower = Follower(FEEDS)
    follower.round()
    told.clear()
    set_text(
        stand_in,
        5,
        "Text ...[ALEE_GEN updated the case notes on 2026/07/09 08:00:00] One"
        " ...[SONEIL_ADM updated the case notes on 2026/07/10 08:00:00] Two",
    )
    assert follower.round() == 1
    note.refresh_from_db()
    assert [one[3] for one in added(note)] == ["One", "Two"] and first in note.amendments.all()
    assert note.version == 2 and not DeletedNote.objects.exists()
    assert events() == [("updated", str(note.pk))] and told == [note.pk]
    assert CaseNote.objects.extra(where=["words @@ plainto_tsquery('english', 'two')"]).exists() is True


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("case_note_text", "Put right"),
        ("case_note_sub_type", "GYM"),
        ("contact_time", "1970-01-01 08:00"),
        ("case_note_text", "Text ...[ALEE_GEN updated the case notes on 2026/07/09 08:00:00] Other"),
    ],
)
def test_what_was_changed_in_nomis_replaces_and_what_it_was_is_kept(stand_in: Nomis, column: str, value: str) -> None:
    put(stand_in, 5, "Text ...[ALEE_GEN updated the case notes on 2026/07/09 08:00:00] One")
    load()
    was = CaseNote.objects.get()
    follower = Follower(FEEDS)
    follower.round()
    stand_in.run(f"UPDATE offender_case_notes SET {column} = %s", value)
    assert follower.round() == 1
    note = CaseNote.objects.get()
    assert (note.pk, note.legacy_id, note.author_name, note.created_at) == (was.pk, 5, "Ann Lee", was.created_at)
    kept = DeletedNote.objects.get()
    assert (kept.note_id, kept.legacy_id, kept.cause, kept.system) == (was.pk, 5, "UPDATE", "NOMIS")
    assert kept.content["text"] == "Text" and kept.content["amendments"][0]["text"] == "One"
    told = {
        "Put right": lambda: note.text == "Put right" and not note.amendments.exists(),
        "GYM": lambda: note.sub_type.code == "GYM" and note.amendments.get().text == "One",
        "1970-01-01 08:00": lambda: note.occurred_at == datetime(2026, 7, 8, 7, tzinfo=UTC),
    }.get(value, lambda: note.amendments.get().text == "Other")
    assert told() and events() == [("updated", str(note.pk))]


def test_a_note_removed_in_nomis_is_kept_as_deleted(stand_in: Nomis, told: list[UUID]) -> None:
    put(stand_in, 5, "Text")
    load()
    note = CaseNote.objects.get()
    follower = Follower(FEEDS)
    follower.round()
    stand_in.run("DELETE FROM offender_case_notes")
    told.clear()
    assert follower.sweep_all() == 1
    assert not CaseNote.objects.exists()
    kept = DeletedNote.objects.get()
    assert (kept.cause, kept.system, kept.content["text"]) == ("DELETE", "NOMIS", "Text")
    assert events() == [("deleted", str(note.pk))] and told == [note.pk]


def test_our_own_longer_text_is_not_overwritten_by_its_copy(stand_in: Nomis) -> None:
    ours = a_note("’" * 2000, nomis_id=5)
    Amendment.objects.create(id=UUID(int=9), note=ours, author_username="ALEE_GEN", author_name="Ann Lee",
                             text="And more", created_at=NINE + timedelta(days=1), created_by="ALEE_GEN")  # fmt: skip
    put(stand_in, 5, "’" * 1325 + SUFFIX)
    assert full_load(lambda words: None, only=["case notes"]).written == 0
    ours.refresh_from_db()
    assert ours.text == "’" * 2000 and ours.amendments.get().text == "And more" and ours.version == 1


def test_a_booking_that_is_somebody_elses_takes_its_notes_along(stand_in: Nomis, told: list[UUID]) -> None:
    put(stand_in, 5, "Text")
    load()
    note = CaseNote.objects.get()
    follower = Follower(FEEDS)
    follower.round()
    stand_in.run("UPDATE offender_bookings SET offender_id = 1002, root_offender_id = 1002, booking_seq = 2"
                 " WHERE offender_book_id = %s", BOOKING)  # fmt: skip
    told.clear()
    follower.round()
    note.refresh_from_db()
    assert note.person_id == "B2345CD" and told == [note.pk]
    assert DeletedNote.objects.get().cause == "MOVE" and DeletedNote.objects.get().person_id == NUMBER
    moved = DomainEvent.objects.get(type="person.case-note.moved")
    assert (moved.subject, moved.data["previousNumber"]) == ("B2345CD", NUMBER)


def test_a_note_whose_booking_is_not_here_waits(stand_in: Nomis) -> None:
    put(stand_in, 5, "Text", booking=999)
    put(stand_in, 6, "Fine")
    load()
    assert CaseNote.objects.get().nomis_id == 6


# to NOMIS


def a_note(text: str = "Seen on the landing", **more: Any) -> CaseNote:
    number = CaseNote.objects.count() + 1
    note = CaseNote.objects.create(
        **{
            "id": UUID(int=number),
            "person_id": NUMBER,
            "booking_id": BOOKING,
            "sub_type": NoteSubType.objects.get(type="OBSERVE", code="OBS_GEN"),
            "occurred_at": NINE,
            "location": "LEI",
            "author_username": "ALEE_GEN",
            "author_user_id": "21",
            "author_name": "Ann Lee",
            "text": text,
            "legacy_id": -number,
            "created_at": NINE + timedelta(minutes=10),
            "created_by": "ALEE_GEN",
            **more,
        }
    )
    keep_words([note.pk])
    return note


def hand(note: CaseNote, before: Any, after: Any) -> QueuedWrite:
    with transaction.atomic():
        hand_to_nomis(note, before=before, after=after, by=ANN)
    return QueuedWrite.objects.order_by("-id")[0]


def amend(note: CaseNote, text: str, at: datetime = NINE + timedelta(days=1)) -> QueuedWrite:
    before = carried(note)
    Amendment.objects.create(
        id=UUID(int=1000 + Amendment.objects.count()), note=note, author_username="ALEE_GEN", author_name="Ann Lee",
        text=text, created_at=at, created_by="ALEE_GEN",
    )  # fmt: skip
    return hand(note, before, carried(note))


def send(write: QueuedWrite, state: str = "DONE") -> QueuedWrite:
    writer.drain()
    write.refresh_from_db()
    assert write.state == state, (write.state, write.reason)
    return write


def there(nomis: Nomis, columns: str = "*") -> tuple[Any, ...]:
    (row,) = nomis.run(f"SELECT {columns} FROM offender_case_notes")
    return row


def assert_nothing_comes_back() -> None:
    QueuedWrite.objects.update(done_at=datetime(2026, 1, 1, tzinfo=UTC))
    before = list(CaseNote.objects.values()), list(Amendment.objects.values()), DeletedNote.objects.count()
    assert follow.once(lambda words: None, FEEDS) == (0, 0)
    load()
    assert (
        list(CaseNote.objects.values()),
        list(Amendment.objects.values()),
        DeletedNote.objects.count(),
    ) == before


def test_a_note_written_here_is_written_there_and_amended(stand_in: Nomis) -> None:
    note = a_note()
    write = send(hand(note, None, carried(note)))
    columns = (
        "offender_book_id, contact_date, contact_time, case_note_type, case_note_sub_type, staff_id, agy_loc_id,"
        " case_note_text, amendment_flag, note_source_code, audit_module_name, audit_additional_info"
    )
    assert there(stand_in, columns) == (
        BOOKING,
        datetime(2026, 7, 8),
        datetime(2026, 7, 8, 9, 30),
        "OBSERVE",
        "OBS_GEN",
        21,
        "LEI",
        "Seen on the landing",
        "N",
        "INST",
        "DPS_SYNCHRONISATION",
        f"DPS change {write.change_id}",
    )
    note.refresh_from_db()
    assert (note.nomis_id, note.legacy_id) == (there(stand_in, "case_note_id")[0], -1)
    assert Mapping.objects.get(kind="case note").our_key == str(note.pk)
    assert_nothing_comes_back()
    send(amend(note, "Well again"))
    text = "Seen on the landing ...[ALEE_GEN updated the case notes on 2026/07/09 09:30:00] Well again"
    assert there(stand_in, "case_note_text, amendment_flag") == (text, "Y")
    assert_nothing_comes_back()


def test_text_is_cut_to_the_bytes_that_nomis_takes_and_stays_whole_here(stand_in: Nomis) -> None:
    note = a_note("😀 ‘quoted’ مرحبا " * 300)
    send(hand(note, None, carried(note)))
    held = there(stand_in, "case_note_text")[0]
    assert len(held.encode()) <= 4000 and held.endswith(SUFFIX)
    assert_nothing_comes_back()
    send(amend(note, "Beyond what fits"))
    assert there(stand_in, "case_note_text")[0] == held
    assert_nothing_comes_back()
    assert CaseNote.objects.get().text == "😀 ‘quoted’ مرحبا " * 300


def test_a_type_put_right_and_a_note_deleted(stand_in: Nomis) -> None:
    note = a_note()
    send(hand(note, None, carried(note)))
    before = carried(note)
    CaseNote.objects.update(sub_type=NoteSubType.objects.get(type="KA", code="KS"))
    note = CaseNote.objects.select_related("sub_type").get()
    send(hand(note, before, carried(note)))
    assert there(stand_in, "case_note_type, case_note_sub_type") == ("KA", "KS")
    assert_nothing_comes_back()
    before = carried(note)
    CaseNote.objects.all().delete()
    send(hand(note, before, None))
    assert not stand_in.run("SELECT 1 FROM offender_case_notes")
    assert_nothing_comes_back()


def test_a_note_of_nomis_is_amended_deleted_and_restored_there(stand_in: Nomis) -> None:
    put(stand_in, 5, "Text ...[SONEIL_ADM updated the case note on 09-07-2026 08:00:00] One")
    load()
    note = CaseNote.objects.get()
    send(amend(note, "Two", NINE + timedelta(days=2)))
    assert there(stand_in, "case_note_text, case_note_id, staff_id") == (
        "Text ...[SONEIL_ADM updated the case notes on 2026/07/09 08:00:00] One"
        " ...[ALEE_GEN updated the case notes on 2026/07/10 09:30:00] Two",
        5,
        21,
    )
    assert_nothing_comes_back()
    before = carried(note)
    keep([note], cause=DeletedNote.Cause.DELETE, by=ANN, at=NINE)
    kept = {name: value for name, value in CaseNote.objects.values()[0].items() if name != "words"}
    CaseNote.objects.all().delete()
    write = hand(note, before, None)
    assert full_load(lambda words: None, only=["case notes"]).written == 0, "it does not come back while it waits"
    send(write)
    assert not stand_in.run("SELECT 1 FROM offender_case_notes")
    restored = CaseNote.objects.create(**kept)
    send(hand(restored, None, carried(restored)))
    assert there(stand_in, "case_note_id, case_note_text") == (5, "Text")
    assert_nothing_comes_back()


def test_a_note_that_is_no_longer_to_be_in_nomis_stays_here(stand_in: Nomis) -> None:
    note = a_note()
    send(hand(note, None, carried(note)))
    before = carried(note)
    send(hand(note, before, None))
    note.refresh_from_db()
    assert note.nomis_id is None
    assert_nothing_comes_back()


def test_it_is_written_once_however_often_it_is_tried(stand_in: Nomis) -> None:
    note = a_note()
    write = send(hand(note, None, carried(note)))
    for forgotten in (True, False):
        CaseNote.objects.update(nomis_id=None)
        Mapping.objects.all().delete()
        if forgotten:  # a trigger of NOMIS blanks the column
            stand_in.run("UPDATE offender_case_notes SET audit_additional_info = NULL")
        QueuedWrite.objects.update(state="WAITING", done_at=None)
        send(write)
        assert stand_in.run("SELECT count(*) FROM offender_case_notes") == [(1,)]
        note.refresh_from_db()
        assert note.nomis_id == there(stand_in, "case_note_id")[0]
        stand_in.run("UPDATE offender_case_notes SET audit_additional_info = %s", f"DPS change {write.change_id}")


def test_an_author_nomis_does_not_know_is_refused_in_plain_words(stand_in: Nomis) -> None:
    note = a_note(author_username="GONE", author_user_id="8f2b", author_name="Gone Since")
    write = send(hand(note, None, carried(note)), "FAILED")
    assert write.reason == "NOMIS needs a member of staff as the author of a note, and GONE is none there"


def test_both_sides_changed_is_settled_by_a_person(stand_in: Nomis) -> None:
    put(stand_in, 5, "Text")
    load()
    note = CaseNote.objects.get()
    set_text(stand_in, 5, "Text, put right there")
    write = send(amend(note, "One"), "CONFLICT")
    assert write.theirs["case_note_text"] == "Text, put right there"
    assert "Text, put right there" in {side.theirs for side in presenters.sides(write)}
    NoteSubType.objects.filter(pk=note.sub_type_id).update(sensitive=True)
    assert {"a sensitive text of 21 characters", "a sensitive text of 68 characters"} <= {
        words for side in presenters.sides(write) for words in (side.theirs, side.ours)
    }
    assert full_load(lambda words: None, only=["case notes"]).written == 0, "ours waits"
    commands.take_theirs(ANN, write.pk)
    note.refresh_from_db()
    assert note.text == "Text, put right there" and not note.amendments.exists()
    assert DeletedNote.objects.get().content["amendments"][0]["text"] == "One"
    second = amend(note, "Two")
    set_text(stand_in, 5, "Once more")
    send(second, "CONFLICT")
    commands.keep_ours(ANN, second.pk)
    send(second)
    assert there(stand_in, "case_note_text")[0].endswith("09:30:00] Two")


def test_one_prisoner_is_compared_and_read_again(stand_in: Nomis) -> None:
    put(stand_in, 5, "Text")
    put(stand_in, 6, "Missed")
    load()
    CaseNote.objects.filter(nomis_id=6).delete()
    (compared,) = (one for one in prisoner.compare(NUMBER) if one.title == "Case notes")
    assert (compared.same, [one.where for one in compared.differences]) == (1, ["NOMIS"])
    assert ("text", None, "a text of 6 characters") in compared.differences[0].values, "its words are not for everybody"
    prisoner.resync(NUMBER)
    assert CaseNote.objects.count() == 2
    stand_in.run("DELETE FROM offender_case_notes WHERE case_note_id = 5")
    assert prisoner.resync(NUMBER).removed == 1
    assert DeletedNote.objects.get().legacy_id == 5
    assert Person.objects.filter(pk=NUMBER).exists() and Booking.objects.filter(pk=BOOKING).exists()
