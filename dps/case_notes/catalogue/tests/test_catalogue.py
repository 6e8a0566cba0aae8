"""The types that come with the product, how they are read, and what is decided about them."""

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.catalogue import adding, commands, queries
from dps.case_notes.catalogue.loading import TYPES, load_types, rows
from dps.case_notes.catalogue.use import settings_of
from dps.case_notes.models import NoteSubType, NoteType
from dps.case_notes.rules import catalogue as rules
from dps.case_notes.rules.catalogue import Effect, Settings
from dps.case_notes.tests.notes import types
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

ADMIN = Actor("CENTRAL", "The Centre", roles=frozenset({"CENTRAL_ADMIN"}))
ANYBODY = Actor("OFFICER", roles=frozenset({"PRISON"}))


@pytest.fixture
def loaded(db: None) -> None:
    types()


def test_the_file_holds_every_type_once() -> None:
    found = list(rows())
    assert len(found) == 402 and len({(row.type, row.code) for row in found}) == 402
    assert len({row.type for row in found}) == 64
    assert len({(row.type, row.type_description) for row in found}) == 64
    assert all(1 <= len(code) <= 12 for row in found for code in (row.type, row.code))
    assert sum(row.active and row.selectable for row in found) == 239 + 7
    assert sum(row.active and not row.selectable for row in found) == 96
    assert sum(not row.active for row in found) == 60
    with TYPES.open(encoding="utf-8", newline="") as file:
        assert {value for row in csv.reader(file) for value in row[4:]} - {"yes", "no"} == set(
            rows().__next__()._fields[4:]
        )


def flags(type: str, code: str) -> tuple[bool, ...]:
    return next((*row[4:],) for row in rows() if (row.type, row.code) == (type, code))


@pytest.mark.parametrize(
    ("type", "code", "expected"),
    [  # active, selectable, sensitive, restricted, to NOMIS
        ("OBSERVE", "OBS_GEN", (True, True, False, False, True)),
        ("COMMS", "MAIL ROOM", (True, True, False, False, True)),
        ("ACHIEVEMENTS", "LNG & SKILLS", (True, True, False, False, True)),
        ("REPORT", "H&S", (True, True, False, False, True)),
        ("IEP ENTRY", "ENTRY WARN", (False, True, False, False, True)),
        ("ALERT", "ACTIVE", (True, False, False, False, True)),
        ("ACP", "REFD", (True, False, False, False, False)),
        ("ACP", "MVD_BLDG", (True, False, False, False, False)),
        ("ACP", "SOU", (True, False, False, False, True)),
        ("ACP", "PPREPC", (True, False, False, False, True)),
        ("GEN", "XRBS", (False, False, False, False, False)),
        ("RESET", "GUIDINT", (False, True, False, False, True)),
        ("MOVED_CELL", "ADM", (False, False, False, False, True)),
        ("POM", "POME", (False, True, False, False, True)),
        ("POM", "GEN", (True, True, True, True, False)),
        ("POM", "SPECIAL", (True, True, True, True, False)),
        ("OMIC", "OPEN_COMM", (True, True, False, True, False)),
        ("OMIC", "INFOSHARE_FM", (True, True, False, True, True)),
        ("OMIC", "GEN", (True, True, True, True, False)),
        ("OMIC_OPD", "TRI_CONT", (True, True, True, True, False)),
    ],
)
def test_flags(type: str, code: str, expected: tuple[bool, ...]) -> None:
    assert flags(type, code) == expected


def test_thirteen_programme_statuses_and_the_scan_stay_here() -> None:
    here = [(row.type, row.code) for row in rows() if not row.sync_to_nomis and not row.restricted_use]
    assert len(here) == 14 and {type for type, _ in here} == {"ACP", "GEN"}


def test_loading_again_adds_what_is_missing_and_leaves_what_was_decided(
    loaded: None, capsys: pytest.CaptureFixture[str]
) -> None:
    NoteSubType.objects.filter(type_id="KA", code="KS").delete()
    NoteSubType.objects.filter(type_id="KA", code="KE").update(active=False, description="Otherwise")
    call_command("load_note_types")
    assert "1 sub-types were added" in capsys.readouterr().out
    assert NoteSubType.objects.count() == 402 and NoteType.objects.count() == 64
    kept = NoteSubType.objects.get(type_id="KA", code="KE")
    assert (kept.active, kept.description) == (False, "Otherwise")
    assert load_types() == 0


def test_reading_costs_one_statement_and_is_in_order(loaded: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        found = queries.sub_types(include_inactive=True, include_restricted=True)
    assert len(captured) == 1 and len(found) == 402
    keys = [(one.type_description.casefold(), one.type, one.description.casefold(), one.code) for one in found]
    assert keys == sorted(keys)
    reset = [one.type for one in found if one.type_description == "Telephone call"]
    assert reset and found[0].type_description == "Accredited Programme"
    offered = queries.sub_types(selectable=True)
    assert len(offered) == 239 and not any(one.restricted_use or one.sensitive for one in offered)
    assert len(queries.sub_types(selectable=True, include_restricted=True)) == 246
    assert len(queries.sub_types(selectable=False)) == 96


def test_only_both_codes_name_a_sub_type(loaded: None) -> None:
    mail = queries.sub_type("COMMS", "MAIL ROOM")
    assert mail and mail.label == "Communication: Mail Room" and queries.by_id(mail.id) == mail
    assert queries.by_ids([mail.id]) == {mail.id: mail}
    assert queries.sub_type("KA", "MAIL ROOM") is None and queries.sub_type("comms", "MAIL ROOM") is None
    assert queries.by_id(0) is None


def test_what_is_offered_follows_its_dates(loaded: None) -> None:
    day = date(2026, 11, 28)
    NoteSubType.objects.filter(type_id="KA", code="KS").update(active_from=day, active_to=day)
    for on, offered in ((day - timedelta(1), False), (day, True), (day + timedelta(1), False)):
        codes = [one.code for one in queries.sub_types(selectable=True, on=on) if one.type == "KA"]
        assert ("KS" in codes) is offered


def pick(type: str = "RESET", code: str = "GEN") -> NoteSubType:
    return NoteSubType.objects.get(type_id=type, code=code)


def wanted(**changed: object) -> Settings:
    given: dict[str, object] = {
        "active": True, "active_from": None, "active_to": None, "selectable": True, "sensitive": False,
        "restricted_use": False, **changed,
    }  # fmt: skip
    return Settings(**given)  # type: ignore[arg-type]


def test_hiding_is_audited_with_how_much_it_was_used(loaded: None) -> None:
    found = pick()
    assert commands.change(ADMIN, found.pk, wanted=wanted(active=False), version=1)
    entry = AuditEntry.objects.get(action="CASE_NOTE_TYPE_CHANGED")
    assert (entry.subject_type, entry.subject_id) == ("case-note-type", "RESET/GEN")
    assert entry.details["changes"] == {"active": [True, False]}
    assert entry.details["notes in the last 12 months"] == 0
    kind = queries.by_id(found.pk)
    assert kind and not kind.active
    found.refresh_from_db()
    assert (found.version, found.changed_by) == (2, "CENTRAL") and found.changed_at


def test_what_is_refused(loaded: None) -> None:
    found, day = pick(), date(2026, 1, 1)
    with pytest.raises(NotAllowed):
        commands.change(ANYBODY, found.pk, wanted=wanted(active=False), version=1)
    with pytest.raises(NotFound):
        commands.change(ADMIN, 0, wanted=wanted(active=False), version=1)
    with pytest.raises(Invalid) as refused:
        commands.change(ADMIN, found.pk, wanted=wanted(active_from=day, active_to=day - timedelta(1)), version=1)
    assert list(refused.value.problems) == ["active_to"]
    assert not commands.change(ADMIN, found.pk, wanted=wanted(), version=9)
    assert commands.change(ADMIN, found.pk, wanted=wanted(sensitive=True), version=1)
    with pytest.raises(Conflict):
        commands.change(ADMIN, found.pk, wanted=wanted(), version=1)
    assert AuditEntry.objects.count() == 1


DAY = date(2026, 11, 28)
A_DAY = timedelta(1)


@pytest.mark.parametrize(
    ("before", "after", "effects"),
    [
        ({}, {"active": False}, [Effect.HIDDEN]),
        ({}, {"selectable": False}, [Effect.HIDDEN]),
        ({}, {"active_to": DAY}, [Effect.HIDDEN_LATER]),
        ({}, {"active_to": DAY - A_DAY}, [Effect.HIDDEN]),
        ({}, {"active_from": DAY + A_DAY}, [Effect.HIDDEN, Effect.OFFERED_LATER]),
        ({"active": False}, {}, [Effect.OFFERED]),
        ({"active": False}, {"active_from": DAY + A_DAY}, [Effect.OFFERED_LATER]),
        ({}, {"sensitive": True, "restricted_use": True}, [Effect.HISTORY_HIDDEN, Effect.RESTRICTED]),
        ({"sensitive": True, "restricted_use": True}, {}, [Effect.HISTORY_SHOWN, Effect.FREED]),
        ({"active": False, "selectable": False}, {"active": False}, []),
        ({"selectable": False}, {"selectable": False, "active": False}, []),
    ],
)
def test_what_staff_notice(before: dict[str, object], after: dict[str, object], effects: list[Effect]) -> None:
    assert rules.effects(wanted(**before), wanted(**after), DAY) == effects


days = st.none() | st.dates(DAY - 3 * A_DAY, DAY + 3 * A_DAY)
settings = st.builds(Settings, st.booleans(), days, days, st.booleans(), st.booleans(), st.booleans())


@given(settings, settings)
def test_what_staff_notice_is_never_both_ways(before: Settings, after: Settings) -> None:
    found = set(rules.effects(before, after, DAY))
    assert not rules.effects(before, before, DAY)
    for one, other in ((Effect.HIDDEN, Effect.OFFERED), (Effect.HISTORY_HIDDEN, Effect.HISTORY_SHOWN)):
        assert not {one, other} <= found
    assert (Effect.HIDDEN in found) == (before.offered_to_staff(DAY) and not after.offered_to_staff(DAY))


def test_settings_are_read_as_they_were_kept(loaded: None) -> None:
    assert settings_of(pick("POM", "GEN")) == wanted(sensitive=True, restricted_use=True)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", rules.ENTER_CODE),
        ("A", ""),
        ("MAIL ROOM", ""),
        ("H&S", ""),
        ("RE-VISIT_2", ""),
        ("ABCDEFGHIJKL", ""),
        ("ABCDEFGHIJKLM", rules.CODE_TOO_LONG),
        ("small", rules.CODE_LETTERS),
        ("-A", rules.CODE_LETTERS),
        ("A ", rules.CODE_LETTERS),
        ("A/B", rules.CODE_LETTERS),
        ("É", rules.CODE_LETTERS),
        ("A\n", rules.CODE_LETTERS),
    ],
)
def test_codes_that_may_be_added(code: str, problem: str) -> None:
    assert rules.code_problem(code) == problem


@given(st.text(max_size=14))
def test_a_code_that_may_be_added_is_kept_as_it_is(typed: str) -> None:
    code = rules.new_code(typed)
    if not rules.code_problem(code):
        assert rules.new_code(code) == code and 1 <= len(code) <= rules.LONGEST_CODE and "/" not in code


def test_what_was_added_stays_when_the_types_of_the_product_are_loaded(loaded: None) -> None:
    new = Settings(active=True, active_from=None, active_to=None, selectable=False, sensitive=True, restricted_use=True)
    adding.add_type(ADMIN, code="air", description="From the air")
    made = adding.add_sub_type(ADMIN, "AIR", code="drone", description="Drone", wanted=new, sync_to_nomis=False)
    assert load_types() == 0 and settings_of(NoteSubType.objects.get(pk=made.pk)) == new
    assert NoteType.objects.get(pk="AIR").description == "From the air"
    found = queries.sub_type("AIR", "DRONE")
    assert found and found.label == "From the air: Drone"


def test_who_may_add_and_what_is_refused(loaded: None) -> None:
    new = settings_of(NoteSubType.objects.get(type_id="OBSERVE", code="GYM"))
    for refused, ask in (
        (NotAllowed, lambda: adding.add_type(ANYBODY, code="AIR", description="x")),
        (
            NotFound,
            lambda: adding.add_sub_type(ADMIN, "AIR", code="A", description="x", wanted=new, sync_to_nomis=True),
        ),
        (Invalid, lambda: adding.add_type(ADMIN, code="ka", description="x")),
    ):
        with pytest.raises(refused):
            ask()
    late = replace(new, active_from=date(2026, 2, 1), active_to=date(2026, 1, 1))
    with pytest.raises(Invalid) as wrong:
        adding.add_sub_type(ADMIN, "KA", code="", description=" ", wanted=late, sync_to_nomis=False)
    assert set(wrong.value.problems) == {"code", "description", "active_to"}
