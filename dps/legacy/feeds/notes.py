"""Case notes: the text of NOMIS taken apart into a note and its amendments (legacy-nomis.md 4, case-notes.md 5.6)."""

from datetime import datetime
from typing import Any

from dps.case_notes.rules.authors import imported_name
from dps.legacy import note_text
from dps.legacy.feeds.feed import Feed, Join, Owner, Parent, column
from dps.legacy.feeds.people import BY_BOOKING
from dps.legacy.inbound import case_notes
from dps.legacy.translation import OddDate, day_and_time, first_text, text, tidy, whole

_CREATED = "date_creation time_creation create_datetime contact_date contact_time"


def created_at(on: Any, at: Any, made: Any, happened_on: Any, happened_at: Any) -> datetime | None:
    """When a note was written: the day and time of creation, else when its row was made; never before it happened."""
    happened = day_and_time(happened_on, happened_at)
    if happened is None:
        return None
    for day, time in ((on, at), (made, made), (on, on)):
        try:
            found = day_and_time(day, time) if time is not None else None
        except OddDate:
            continue
        if found is not None:
            return max(found, happened)
    return happened


def new_id(case_note_id: Any, *created: Any) -> str | None:
    """The id of a note that began in NOMIS: the same whenever it is loaded."""
    at = created_at(*created)
    return str(note_text.id_of(f"{whole(case_note_id)}", at)) if at else None


def _whole_text(value: Any) -> str:
    return note_text.one_line_end(tidy(value))


def _original(value: Any) -> str:
    return note_text.parse(_whole_text(value)).original


def _added(case_note_id: Any, value: Any) -> str | None:
    """The amendments as JSON; none when there are none."""
    added = note_text.parse(_whole_text(value)).added
    return note_text.as_json(whole(case_note_id), added) if added else None


def _every_word(value: Any) -> str:
    found = note_text.parse(_whole_text(value))
    return "\n".join([found.original, *(one.text for one in found.added)])


def _author(first: Any, last: Any) -> str:
    return imported_name(f"{tidy(first)} {tidy(last)}".strip())


def _username(*names: Any) -> str:
    return str(first_text(64)(*names)).upper()


FEEDS = (
    Feed(
        name="case notes",
        title="Case notes",
        area="",
        table="offender_case_notes",
        key=("case_note_id",),
        joins=(
            Join("staff_members", "staff", (("staff_id", "staff_id"),), followed=False),
            Join(
                "staff_user_accounts",
                "general",
                (("staff_id", "staff_id"),),
                where=(("staff_user_type", "GENERAL"),),
                followed=False,
            ),
            Join(
                "staff_user_accounts",
                "administrator",
                (("staff_id", "staff_id"),),
                where=(("staff_user_type", "ADMIN"),),
                followed=False,
            ),
        ),
        target="case_notes.CaseNote",
        conflict=("nomis_id",),
        owner=Owner.PERSON,
        parent=Parent.BOOKING,
        columns=(
            column("nomis_id", "case_note_id", whole, needed=True),
            BY_BOOKING,
            column("type", "case_note_type", text(12), needed=True, sql_type="text"),
            column("sub_type", "case_note_sub_type", text(12), needed=True, sql_type="text"),
            column("occurred_at", "contact_date contact_time", day_and_time, needed=True),
            column("location", "agy_loc_id", text(12)),
            column("text", "case_note_text", _original),
            column("whole_text", "case_note_text", _whole_text, sql_type="text"),
            column("every_word", "case_note_text", _every_word, sql_type="text"),
            column("added", "case_note_id case_note_text", _added, sql_type="jsonb"),
            column("new_id", f"case_note_id {_CREATED}", new_id, needed=True, sql_type="uuid"),
            column("created_at", _CREATED, created_at, needed=True, sql_type="timestamptz"),
            column("created_by", "create_user_id general.username administrator.username", _username, sql_type="text"),
            column(
                "author_username",
                "general.username administrator.username create_user_id",
                _username,
                sql_type="text",
            ),
            column("author_user_id", "staff_id", lambda staff: str(whole(staff) or ""), sql_type="text"),
            column("author_name", "staff.first_name staff.last_name", _author, sql_type="text"),
            column("system_generated", "note_source_code", lambda code: tidy(code) == "AUTO", sql_type="boolean"),
        ),
        values={"person_id": "pb.person_id", "sub_type_id": "k.id"},
        lookups="LEFT JOIN case_notes_notesubtype k ON k.type_id = s.type AND k.code = s.sub_type",
        waits_for=(("k.id IS NULL", "'the type ' || s.type || ' ' || s.sub_type || ' could not be added'"),),
        fixed={
            "id": "s.new_id",
            "legacy_id": "s.nomis_id",
            "created_at": "s.created_at",
            "created_by": "s.created_by",
            "author_username": "s.author_username",
            "author_user_id": "s.author_user_id",
            "author_name": "coalesce(nullif(s.author_name, ''), s.author_username)",
            "system_generated": "s.system_generated",
            "system": "'NOMIS'",
            "words": "to_tsvector('english', s.every_word)",
        },
        update_when="false",
        scope="t.nomis_id IS NOT NULL",
        shared=True,
        quiet=True,
        unshown=frozenset({"text"}),
        before=case_notes.settle_known,
        after=case_notes.finish_new,
        remove=case_notes.remove,
    ),
)
