"""The API of case notes, asked as systems and staff ask it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dps.case_notes.administration.tests.conftest import ADMINISTRATOR
from dps.case_notes.api.tests.conftest import Ask, account
from dps.case_notes.models import Amendment, CaseNote, DeletedNote
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OF, SEARCH = "/case-notes/A1111AA", "/search/case-notes/A1111AA"
With = Callable[..., Ask]


def test_a_note_is_given_whole_by_either_of_its_names(machine: With) -> None:
    note = a_note("A1111AA", "KA", "KS", text="Talked\nfor an hour", created_at=NOON, occurred_at=NOON - DAY,
                  legacy_id=77, author_user_id="485")  # fmt: skip
    more = an_amendment(note, "And more")
    ask = machine("PRISONER_CASE_NOTES__RO")
    status, given = ask("GET", f"/case-notes/a1111aa/{note.pk}")
    assert status == 200 and given == {
        "caseNoteId": str(note.pk), "offenderIdentifier": "A1111AA", "type": "KA",
        "typeDescription": "Key Worker Activity", "subType": "KS", "subTypeDescription": "Key Worker Session",
        "source": "INST", "creationDateTime": "2026-11-24T12:00:00Z", "occurrenceDateTime": "2026-11-23T12:00:00Z",
        "authorName": "Aisha Khan", "authorUserId": "485", "authorUsername": "AISHA", "text": "Talked\nfor an hour",
        "locationId": "LEI", "eventId": 77, "sensitive": False, "systemGenerated": False, "legacyId": 77,
        "amendments": [{
            "id": str(more.pk), "creationDateTime": "2026-11-24T12:30:00Z", "authorUserName": "AISHA",
            "authorName": "Aisha Khan", "authorUserId": "485888", "additionalNoteText": "And more",
        }],
    }  # fmt: skip
    assert ask("GET", f"{OF}/77") == (200, given)
    make_person("B2222BB")
    for missing in (f"{OF}/78", f"{OF}/x", f"/case-notes/B2222BB/{note.pk}", f"/case-notes/Z9999ZZ/{note.pk}"):
        assert ask("GET", missing)[0] == 404
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", subject_id="A1111AA").count() >= 2
    for kind, source in ((("ACP", "REFD"), "OCNS"), (("ALERT", "ACTIVE"), "AUTO")):
        assert ask("GET", f"{OF}/{a_note('A1111AA', *kind).pk}")[1]["source"] == source


def test_searching(machine: With, person: Person) -> None:
    first = a_note("A1111AA", text="1", created_at=NOON, occurred_at=NOON - 3 * DAY)
    second = a_note("A1111AA", "KA", "KE", text="2", created_at=NOON - DAY)
    third = a_note("A1111AA", "KA", "KS", text="3", created_at=NOON - 2 * DAY)
    secret = a_note("A1111AA", "OMIC", "GEN", text="4", created_at=NOON - 4 * DAY)
    ask = machine("PRISONER_CASE_NOTES__RO")

    def found(**wanted: Any) -> list[str]:
        status, page = ask("POST", SEARCH, wanted)
        assert status == 200, page
        return [one["text"] for one in page["content"]]

    assert found() == ["2", "3", "1"] and found(includeSensitive=True) == ["2", "3", "1", "4"]
    assert found(sort="createdAt,asc") == ["3", "2", "1"] and found(sort="occurredAt,asc") == ["1", "3", "2"]
    assert found(typeSubTypes=[{"type": "KA"}]) == ["2", "3"]
    assert found(typeSubTypes=[{"type": "KA", "subTypes": ["KS"]}, {"type": "OBSERVE"}]) == ["3", "1"]
    assert found(typeSubTypes=[{"type": "NONE"}]) == []
    at = [(NOON - days * DAY).isoformat() for days in range(4)]
    assert found(occurredFrom=at[2]) == ["2", "3"] and found(occurredTo=at[2]) == ["3", "1"]
    assert found(occurredFrom=at[2], occurredTo=at[2]) == ["3"], "both bounds are included"
    assert found(occurredFrom="2026-11-23T12:00:00") == ["2"], "without an offset it is London's clock"
    assert found(page=2, size=2) == ["1"] and found(page=9) == []
    page = ask("POST", SEARCH, {"page": 2, "size": 2})[1]
    assert page["metadata"] == {"totalElements": 3, "page": 2, "size": 2} and page["hasCaseNotes"] is True
    for note in (first, second, third):
        note.delete()
    assert ask("POST", SEARCH, {})[1]["hasCaseNotes"] is False, "only a sensitive note: looks like none"
    page = ask("POST", SEARCH, {"includeSensitive": True, "typeSubTypes": [{"type": "KA"}]})[1]
    assert page["content"] == [] and page["hasCaseNotes"] is True and secret.pk
    wrong: list[dict[str, Any]] = [
        {"page": 0}, {"size": 0}, {"sort": "text,asc"}, {"sort": "occurredAt"}, {"typeSubTypes": [{"type": ""}]},
        {"typeSubTypes": [{"type": "THIRTEENCHARS"}]}, {"occurredFrom": at[0], "occurredTo": at[1]}, {"other": 1},
    ]  # fmt: skip
    assert [ask("POST", SEARCH, one)[0] for one in wrong] == [400] * len(wrong)
    assert ask("POST", "/search/case-notes/Z9999ZZ", {})[0] == 404
    entry = AuditEntry.objects.filter(action="CASE_NOTES_SEARCHED").first()
    assert entry and entry.subject_id == "A1111AA" and len(entry.details["notes"]) == 3


def test_nul_is_left_out_of_what_is_written(machine: With, officer: Actor) -> None:
    """Of every text (5.2), as on the pages; what it leaves empty is missing."""
    ask = machine("PRISONER_CASE_NOTES__RW")
    new = {"type": "OBS\0ERVE", "subType": "OBS_GEN", "text": "A quiet\0 day\0"}
    status, made = ask("POST", OF, new, Username="OFFICER")
    assert status == 201 and (made["type"], made["text"]) == ("OBSERVE", "A quiet day")
    status, added = ask("PUT", f"{OF}/{made['caseNoteId']}", {"text": "\0More"}, Username="OFFICER")
    assert status == 200 and added["amendments"][0]["additionalNoteText"] == "More"
    for wrong in ({**new, "text": "\0"}, {**new, "te\0xt": "named so"}, {**new, "text": "\ud800"}):
        assert ask("POST", OF, wrong, Username="OFFICER")[0] == 400
    status, system = machine("PRISONER_CASE_NOTES__SYSTEM_GENERATED__RW")(
        "POST", "/system-generated/case-notes/A1111AA",
        {"type": "ACP", "subType": "REFD", "text": "Re\0ferred", "authorName": "A\0 System"},
    )  # fmt: skip
    assert status == 201 and (system["text"], system["authorName"]) == ("Referred", "A System")
    at = f"/admin/case-notes/{made['caseNoteId']}"
    assert machine("PRISONER_CASE_NOTES__ADMIN")("DELETE", at, {"reason": "No\0"})[0] == 204
    assert DeletedNote.objects.get().reason == "No"


def test_a_hundred_notes_cost_what_one_does(machine: With) -> None:
    an_amendment(a_note("A1111AA"))
    ask, counts = machine("PRISONER_CASE_NOTES__RO"), []
    ask("POST", SEARCH, {})
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert ask("POST", SEARCH, {"size": 1000})[0] == 200
        counts.append(len(captured))
        for _ in range(30):
            an_amendment(a_note("A1111AA"))
    assert counts[0] == counts[1] < 20


def test_what_an_author_wrote_at_a_prison(machine: With, staff: With) -> None:
    make_person("B2222BB", prison="MDI")
    a_note("A1111AA", text="here", author_username="KAY", author_user_id="9")
    a_note("B2222BB", text="moved", author_username="KAY", author_user_id="9", location="LEI")
    a_note("A1111AA", text="there", author_username="KAY", author_user_id="9", location="BXI")
    a_note("A1111AA", "OMIC", "GEN", text="secret", author_username="KAY", author_user_id="9")

    def found(ask: Ask, at: str, **wanted: Any) -> list[str]:
        status, page = ask("POST", f"/search/case-notes/prisons/{at}", wanted)
        assert status == 200 and page["metadata"]["totalElements"] == len(page["content"])
        return sorted(one["text"] for one in page["content"])

    system = machine("PRISONER_CASE_NOTES__RO")
    by_name = "authors/kay?authorIdentifierType=USERNAME"
    assert found(system, "LEI/authors/9") == found(system, f"lei/{by_name}") == ["here", "moved"]
    assert found(system, "LEI/authors/9", includeSensitive=True) == ["here", "moved", "secret"]
    assert found(system, "BXI/authors/9") == ["there"] and found(system, "LEI/authors/8") == []
    assert found(staff("STAFF"), f"LEI/{by_name}", includeSensitive=True) == ["here"]
    assert found(staff("MANAGER", "POM"), f"LEI/{by_name}") == ["here", "secret"]


def test_sensitivity_is_decided_by_the_member_of_staff_and_never_by_what_they_ask(staff: With) -> None:
    secret, plain = a_note("A1111AA", "OMIC", "GEN", text="secret"), a_note("A1111AA", text="plain")
    for username, roles, sees in (("STAFF", (), False), ("READER", ("VIEW_SENSITIVE_CASE_NOTES",), True)):
        ask = staff(username, *roles)
        for asked in (True, False):
            page = ask("POST", SEARCH, {"includeSensitive": asked})[1]
            assert ("secret" in [one["text"] for one in page["content"]]) is sees
            kinds = {"typeSubTypes": [{"type": "OMIC"}], "personIdentifiers": ["A1111AA"]}
            used = ask("POST", "/case-notes/usage", {**kinds, "includeSensitive": asked})[1]["content"]["A1111AA"]
            assert bool(used) is sees
        assert ask("GET", f"{OF}/{secret.pk}")[0] == ask("GET", f"{OF}/{secret.legacy_id}")[0] == (200 if sees else 404)
        assert ask("GET", f"{OF}/{plain.pk}")[0] == 200
        assert ask("PUT", f"{OF}/{secret.pk}", {"text": "more"})[0] == 404, "neither may write sensitive notes"
    assert not Amendment.objects.exists()


def test_staff_reach_those_whose_notes_they_may_read(staff: With) -> None:
    make_person("B2222BB", prison="MDI")
    note = a_note("B2222BB")
    ask = staff("STAFF")
    new = {"type": "OBSERVE", "subType": "OBS_GEN", "text": "x"}
    assert ask("POST", "/search/case-notes/B2222BB", {})[0] == 404
    assert ask("GET", f"/case-notes/B2222BB/{note.pk}")[0] == ask("POST", "/case-notes/B2222BB", new)[0] == 404
    assert ask("PUT", f"/case-notes/B2222BB/{note.pk}", {"text": "x"})[0] == 404
    asked = {"typeSubTypes": [{"type": "OBSERVE"}], "personIdentifiers": ["A1111AA", "B2222BB", "Z9999ZZ"]}
    assert ask("POST", "/case-notes/usage", asked) == (200, {"content": {"A1111AA": []}})
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED", subject_id="B2222BB").exists()
    assert ask("POST", "/system-generated/case-notes/A1111AA", {})[0] == ask("DELETE", f"/admin{OF}", {})[0] == 403


def test_types(machine: With) -> None:
    ask = machine("PRISONER_CASE_NOTES__RO")
    types = ask("GET", "/case-notes/types")[1]
    words = [one["description"].casefold() for one in types]
    assert words == sorted(words) and len(words) > 40
    by_code = {one["code"]: {sub["code"]: sub for sub in one["subCodes"]} for one in types}
    assert by_code["KA"]["KS"] == {
        "code": "KS", "description": "Key Worker Session", "active": True, "sensitive": False, "restrictedUse": False,
        "selectableBy": ["ALL", "DPS_USER"],
    }  # fmt: skip
    assert by_code["ALERT"]["ACTIVE"]["selectableBy"] == ["ALL"] and "MOVED_CELL" not in by_code
    assert "OPEN_COMM" not in by_code.get("OMIC", {})

    def codes(query: str) -> set[tuple[str, str]]:
        return {
            (one["code"], sub["code"]) for one in ask("GET", f"/case-notes/types?{query}")[1] for sub in one["subCodes"]
        }

    assert ("ALERT", "ACTIVE") not in codes("selectableBy=DPS_USER") and ("MOVED_CELL", "GM") in codes(
        "includeInactive=true"
    )
    assert ("OMIC", "OPEN_COMM") in codes("includeRestricted=true")
    assert ask("GET", "/case-notes/types?selectableBy=NOBODY")[0] == 400


NEW = {"type": "OBSERVE", "subType": "OBS_GEN", "text": " He settled in.\r\nWell. "}


def test_staff_write_and_add_in_their_own_name(staff: With) -> None:
    ask = staff("STAFF", staff_id=12)
    status, made = ask("POST", "/case-notes/a1111aa", NEW)
    assert status == 201 and made["text"] == "He settled in.\nWell." and made["locationId"] == "LEI"
    assert (made["authorName"], made["authorUsername"], made["authorUserId"]) == ("Ann Lee", "STAFF", "12")
    assert made["legacyId"] < 0 and made["occurrenceDateTime"] == made["creationDateTime"]
    when = (local_time.now() - DAY).replace(microsecond=0)
    status, made = ask("POST", OF, {**NEW, "occurrenceDateTime": when.isoformat(), "locationId": "MDI"})
    assert status == 201 and made["locationId"] == "MDI"
    assert datetime.fromisoformat(made["occurrenceDateTime"]) == when
    status, more = ask("PUT", f"{OF}/{made['legacyId']}", {"text": "More\n"})
    assert status == 200 and [one["additionalNoteText"] for one in more["amendments"]] == ["More"]
    assert (
        ask("PUT", f"{OF}/{made['caseNoteId']}", {"text": "Yet more"})[1]["amendments"][1]["authorUserName"] == "STAFF"
    )
    assert ask("POST", OF, {**NEW, "type": "MOVED_CELL", "subType": "GM"})[0] == 201, "out of use, and still written"
    assert ask("POST", OF, {**NEW, "systemGenerated": True})[0] == 400
    assert ask("POST", OF, NEW, Username="SOMEBODY")[0] == 400 and ask("POST", OF, NEW, Username="staff")[0] == 201


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n\t"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"type": "NONE"}, "subType"),
        ({"subType": "NONE"}, "subType"),
        ({"type": ""}, "type"),
        ({"subType": "THIRTEENCHARS"}, "subType"),
        ({"locationId": "THIRTEENCHARS"}, "locationId"),
        ({"occurrenceDateTime": "2126-01-01T00:00:00Z"}, "occurrenceDateTime"),
        ({"occurrenceDateTime": "0001-01-01T00:00:00+14:00"}, "occurrenceDateTime"),
        ({"occurrenceDateTime": "yesterday"}, "occurrenceDateTime"),
    ],
)
def test_what_is_no_note_is_refused_whatever_the_route(staff: With, changed: dict[str, str], field: str) -> None:
    status, refused = staff("STAFF")("POST", OF, {**NEW, **changed})
    assert status == 400 and field in [one["field"] for one in refused["errors"]], refused
    assert not CaseNote.objects.exists()


def test_a_system_writes_in_the_name_of_whom_it_acts_for(machine: With, officer: Actor) -> None:
    ask = machine("PRISONER_CASE_NOTES__RW")
    status, made = ask("POST", OF, {**NEW, "systemGenerated": True}, Username="officer")
    assert status == 201 and made["systemGenerated"] is True
    assert (made["authorUsername"], made["authorName"], made["authorUserId"]) == ("OFFICER", "Ann Lee", "485")
    entry = AuditEntry.objects.get(action="CASE_NOTE_CREATED")
    assert (entry.username, entry.details["client"]) == ("OFFICER", "prisoner_case_notes__rw")
    assert ask("PUT", f"{OF}/{made['caseNoteId']}", {"text": "More"}, Username="OFFICER")[0] == 200
    account("LOCAL", caseloads=(), source="auth")
    assert ask("POST", OF, NEW, Username="LOCAL")[0] == 403, "NOMIS keeps these, and does not know the author"
    unsynced = {**NEW, "type": "ACP", "subType": "REFD"}
    assert ask("POST", OF, unsynced, Username="LOCAL")[0] == 201
    for wrong in ({}, {"Username": "NOBODY"}, {"Username": "X" * 65}):
        status, refused = ask("POST", OF, NEW, **wrong)
        assert status == 400 and refused["errors"][0]["field"] == "Username"
    assert machine("PRISONER_CASE_NOTES__RO")("POST", OF, NEW, Username="OFFICER")[0] == 403


def test_the_same_write_again_writes_one_note(staff: With) -> None:
    ask = staff("STAFF")
    key = {"Idempotency-Key": "once"}
    first, again = ask("POST", OF, NEW, **key), ask("POST", OF, NEW, **key)
    assert first == again and first[0] == 201 and CaseNote.objects.count() == 1
    at = f"{OF}/{first[1]['caseNoteId']}"
    assert ask("PUT", at, {"text": "x"}, **{"Idempotency-Key": "more"}) == ask(
        "PUT", at, {"text": "x"}, **{"Idempotency-Key": "more"}
    )
    assert Amendment.objects.count() == 1 and ask("POST", OF, {**NEW, "text": "y"}, **key)[0] == 422


def test_what_a_system_made(machine: With) -> None:
    ask = machine("PRISONER_CASE_NOTES__SYSTEM_GENERATED__RW")
    at = "/system-generated/case-notes/a1111aa"
    new = {"type": "ACP", "subType": "REFD", "text": "Referred", "authorName": "Smith, Jo"}
    status, made = ask("POST", at, new)
    assert status == 201 and made["systemGenerated"] is True and made["authorName"] == "Jo Smith"
    assert made["source"] == "OCNS" and ask("POST", at, {**new, "locationId": "MDI"})[1]["locationId"] == "MDI"
    for changed, field in (
        ({"type": "OBSERVE", "subType": "OBS_GEN"}, "subType"), ({"authorName": ""}, "authorName"),
        ({"text": " "}, "text"), ({"subType": "NONE"}, "type"), ({"authorUsername": "X" * 65}, "authorUsername"),
        ({"occurrenceDateTime": "2126-01-01T00:00:00"}, "occurrenceDateTime"),
    ):  # fmt: skip
        status, refused = ask("POST", at, {**new, **changed})
        assert status == 400 and refused["errors"][0]["field"] == field, refused
    assert ask("POST", "/system-generated/case-notes/Z9999ZZ", new)[0] == 404
    assert machine("PRISONER_CASE_NOTES__RW")("POST", at, new)[0] == 403 and CaseNote.objects.count() == 2


def test_administration(machine: With, staff: With) -> None:
    note = a_note("A1111AA", text="Before", created_at=NOON)
    kept, dropped = an_amendment(note, "Kept"), an_amendment(note, "Dropped")
    ask, at = machine("PRISONER_CASE_NOTES__ADMIN"), f"/admin/case-notes/{note.pk}"
    new = {"type": "POS", "subType": "POS_GEN", "text": "After", "occurrenceDateTime": (NOON - DAY).isoformat(),
           "amendments": [{"id": str(kept.pk), "text": "Kept, put right"}], "reason": "Wrong"}  # fmt: skip
    for changed, field in (
        ({"reason": " "}, "reason"), ({"text": " "}, "text"), ({"subType": "NONE"}, "type"),
        ({"amendments": [{"id": str(kept.pk), "text": ""}]}, "amendments.0.text"),
        ({"amendments": [{"id": str(kept.pk), "text": "x"}] * 2}, "amendments"),
        ({"occurrenceDateTime": (NOON + DAY).isoformat()}, "occurrenceDateTime"),
    ):  # fmt: skip
        status, refused = ask("PUT", at, {**new, **changed})
        assert status == 400 and refused["errors"][0]["field"] == field, refused
    strange = [{"id": str(note.pk), "text": "x"}]
    assert ask("PUT", at, {**new, "amendments": strange})[0] == 404 and not DeletedNote.objects.exists()
    status, after = ask("PUT", at, new)
    assert status == 200 and (after["text"], after["subType"], after["legacyId"]) == (
        "After",
        "POS_GEN",
        note.legacy_id,
    )
    assert [one["additionalNoteText"] for one in after["amendments"]] == ["Kept, put right"] and dropped.pk
    assert ask("PUT", at, new) == (200, after) and DeletedNote.objects.get().cause == "UPDATE"
    assert ask("DELETE", at, {"reason": ""})[0] == 400
    assert ask("DELETE", f"/admin/case-notes/{note.legacy_id}", {"reason": "Wrong"}) == (204, None)
    assert ask("DELETE", at, {"reason": "Wrong"})[0] == ask("PUT", at, new)[0] == 404
    assert machine("PRISONER_CASE_NOTES__RW")("DELETE", at, {"reason": "x"})[0] == 403
    make_person("B2222BB", prison="MDI")
    far, near = a_note("B2222BB"), a_note("A1111AA")
    administrator = staff("ADMIN", *ADMINISTRATOR)
    assert administrator("DELETE", f"/admin/case-notes/{far.pk}", {"reason": "x"})[0] == 404
    assert administrator("DELETE", f"/admin/case-notes/{near.pk}", {"reason": "x"})[0] == 204


def test_usage(machine: With, staff: With) -> None:
    a_note("A1111AA", "KA", "KS", created_at=NOON, occurred_at=NOON - DAY, author_user_id="9", author_username="KAY")
    a_note("A1111AA", "KA", "KS", created_at=NOON, author_user_id="8")
    a_note("A1111AA", "KA", "KE", created_at=NOON, author_user_id="9", author_username="KAY", location="MDI")
    ask = machine("PRISONER_CASE_NOTES__RO")
    asked: dict[str, Any] = {"personIdentifiers": ["a1111aa"], "typeSubTypes": [{"type": "KA"}]}
    latest = {"occurredAt": "2026-11-24T12:00:00Z"}
    assert ask("POST", "/case-notes/usage", asked) == (200, {"content": {"A1111AA": [
        {"type": "KA", "subType": "KE", "count": 1, "latestNote": latest},
        {"type": "KA", "subType": "KS", "count": 2, "latestNote": latest},
    ]}})  # fmt: skip

    def counts(path: str = "usage", ask: Ask = ask, **more: Any) -> dict[str, int]:
        status, used = ask("POST", f"/case-notes/{path}", {**asked, **more})
        assert status == 200, used
        return {key: sum(one["count"] for one in counts) for key, counts in used["content"].items()}

    assert counts(prisonCode="mdi") == {"A1111AA": 1} and counts(authorIds=["8"]) == {"A1111AA": 1}
    yesterday = (NOON - DAY).isoformat()
    assert counts(to=yesterday) == {"A1111AA": 1} and counts(**{"from": NOON.isoformat()}) == {"A1111AA": 2}
    assert counts(dateType="CREATED_AT", **{"from": NOON.isoformat()}) == {"A1111AA": 3}
    asked.pop("personIdentifiers")
    assert counts("staff-usage", authorIds=["9", "7"]) == {"9": 2, "7": 0}
    assert counts("staff-usage", authorIds=["kay"], authorIdentifierType="USERNAME") == {"KAY": 2}
    officer = staff("STAFF")
    assert counts("staff-usage", officer, authorIds=["9"]) == {"9": 1}, "only of their own prisons"
    assert officer("POST", "/case-notes/staff-usage", {**asked, "authorIds": ["9"], "prisonCode": "MDI"})[0] == 404
    nobody = {"typeSubTypes": [{"type": "KA"}], "personIdentifiers": []}
    for path, wrong in (("usage", nobody), ("usage", {**nobody, "personIdentifiers": ["A1111AA"], "typeSubTypes": []}),
                        ("staff-usage", {**asked, "authorIds": []}),
                        ("staff-usage", {**asked, "authorIds": ["9"], "from": NOON.isoformat(), "to": yesterday})):  # fmt: skip
        assert ask("POST", f"/case-notes/{path}", wrong)[0] == 400
