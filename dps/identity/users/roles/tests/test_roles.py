import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts.access import give_role
from dps.identity.accounts.catalogue import load_roles
from dps.identity.models import Account, Role
from dps.identity.users.roles import commands, queries, rules
from dps.identity.users.roles.commands import Details
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

NOW, TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 24)
KEEPER = Actor("KEEPER", roles=frozenset({"ROLES_ADMIN"}))
KINDS = st.sets(st.sampled_from(rules.ADMIN_TYPES))


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("SERVICE__ENTITY__RO", "SERVICE__ENTITY__RO", ""),
        (" role_new-thing ", "NEW_THING", ""),
        ("", "", "Enter a code"),
        ("A", "A", "Code must be 2 to 30 characters"),
        ("A" * 31, "A" * 31, "Code must be 2 to 30 characters"),
        ("A B", "A B", "Code must hold only letters A to Z, numbers and _"),
        ("ÉCOLE", "ÉCOLE", "Code must hold only letters A to Z, numbers and _"),
        ("٣٣", "٣٣", "Code must hold only letters A to Z, numbers and _"),
    ],
)
def test_codes(typed: str, kept: str, said: str) -> None:
    assert rules.tidy_code(typed) == kept
    assert rules.code_problem(kept, is_taken=False) == said
    assert rules.code_problem(kept, is_taken=True) == (said or "There is a role with this code already")


@pytest.mark.parametrize(
    ("name", "good"),
    [("Name", True), ("N" * 128, True), ("Nam", False), ("N" * 129, False), ("", False), ("<b>name", False)],
)
def test_names(name: str, good: bool) -> None:
    assert (rules.name_problem(name) == "") is good


@pytest.mark.parametrize(
    ("wanted", "given", "said"),
    [
        (["EXT_ADM"], [], ""),
        ([], [], "Choose at least one kind of administrator"),
        ([], ["DPS_LSA", "DPS_ADM"], "Choose at least one kind of administrator"),
        (["DPS_ADM"], ["DPS_LSA", "DPS_ADM"], ""),
        (["DPS_LSA"], ["EXT_ADM", "DPS_LSA"], "EXT_ADM cannot be withdrawn once given"),
        (["EXT_ADM"], ["IMS_HIDDEN", "DPS_ADM"], "DPS_ADM and IMS_HIDDEN cannot be withdrawn once given"),
        (["NONE"], [], "Kinds of administrator: choose from the list"),
    ],
)
def test_administrators(wanted: list[str], given: list[str], said: str) -> None:
    assert rules.admin_types_problem(wanted, given) == said


@given(KINDS, KINDS)
def test_only_local_administrators_are_ever_withdrawn(given: set[str], wanted: set[str]) -> None:
    after = rules.with_what_follows(wanted)
    assert wanted <= set(after) and ("DPS_LSA" not in after or "DPS_ADM" in after)
    if not rules.admin_types_problem(after, given):
        assert given - set(after) <= {"DPS_LSA"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, ""),
        (date(2027, 3, 1), ""),
        (None, "Enter the day from which to hide it"),
        (date(2026, 11, 23), "The day must be today or later"),
        (date(2037, 1, 1), "The day must be within 10 years"),
    ],
)
def test_hiding(day: date | None, said: str) -> None:
    assert rules.hiding_problem(day, TODAY) == said


def test_a_role_is_hidden_from_its_day_on() -> None:
    assert [rules.is_hidden(day, TODAY) for day in (None, date(2026, 11, 23), TODAY, date(2026, 11, 25))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.fixture
def made(db: None) -> Role:
    return commands.create_role(code="new-role", details=Details("New role", "", ["DPS_LSA"]), at=NOW, by=KEEPER)


def test_a_role_of_local_administrators_is_one_of_central_ones(made: Role) -> None:
    assert (made.code, made.admin_types) == ("NEW_ROLE", ["DPS_LSA", "DPS_ADM"])
    entry = AuditEntry.objects.get(action="ROLE_CREATED")
    assert entry.subject_id == "NEW_ROLE" and entry.username == "KEEPER"
    assert entry.details == {"changes": {"name": ["", "New role"], "admin_types": [[], ["DPS_LSA", "DPS_ADM"]]}}


def test_a_role_is_refused_with_every_reason_at_once(made: Role) -> None:
    with pytest.raises(Invalid) as refused:
        commands.create_role(code="NEW_ROLE", details=Details("x", "d" * 1025, []), at=NOW, by=KEEPER)
    assert set(refused.value.problems) == {"code", "name", "description", "admin_types"}


def test_a_change_is_recorded_before_and_after_and_a_stale_one_is_refused(made: Role) -> None:
    seen = commands.details_of(made).mark
    details = Details("New name", "What for", ["DPS_ADM"])
    commands.change_role(code="NEW_ROLE", details=details, seen=seen, at=NOW, by=KEEPER)
    entry = AuditEntry.objects.get(action="ROLE_CHANGED")
    assert entry.details["changes"] == {
        "name": ["New role", "New name"],
        "description": ["", "What for"],
        "admin_types": [["DPS_LSA", "DPS_ADM"], ["DPS_ADM"]],
    }
    with pytest.raises(Conflict):
        commands.change_role(code="NEW_ROLE", details=details, seen=seen, at=NOW, by=KEEPER)
    with pytest.raises(Invalid):
        commands.change_role(
            code="NEW_ROLE", details=Details("New name", "", ["EXT_ADM"]), seen=seen, at=NOW, by=KEEPER
        )


def test_a_role_somebody_holds_or_a_group_gives_stays(made: Role) -> None:
    from dps.identity.external.models import Group, GroupRole

    deleter = Actor("D", roles=frozenset({"DELETE_ROLES_ADMIN"}))
    account = Account.objects.create(username="HOLDER", roles=["NEW_ROLE"])
    with pytest.raises(Invalid):
        commands.delete_role(code="NEW_ROLE", at=NOW, by=deleter)
    Account.objects.filter(pk=account.pk).update(roles=[])
    given = GroupRole.objects.create(group=Group.objects.create(code="G", name="Group"), role=made)
    with pytest.raises(Invalid):
        commands.delete_role(code="NEW_ROLE", at=NOW, by=deleter)
    given.delete()
    with pytest.raises(NotAllowed):
        commands.delete_role(code="NEW_ROLE", at=NOW, by=KEEPER)
    commands.delete_role(code="NEW_ROLE", at=NOW, by=deleter)
    assert not Role.objects.filter(pk="NEW_ROLE").exists()
    assert AuditEntry.objects.get(action="ROLE_DELETED").details["changes"]["name"] == ["New role", ""]


def test_a_deleted_role_does_not_come_back_with_the_next_installation(db: None) -> None:
    load_roles()
    deleter = Actor("D", roles=frozenset({"ROLES_ADMIN", "DELETE_ROLES_ADMIN"}))
    commands.delete_role(code="POM", at=NOW, by=deleter)
    assert load_roles() == 0 and not Role.objects.filter(pk="POM").exists()


def test_every_write_asks_who_it_is(made: Role) -> None:
    reader = Actor("R", roles=frozenset({"VIEW_ADMINISTRABLE_USER_ROLES", "DELETE_ROLES_ADMIN"}))
    details = commands.details_of(made)
    for write in (
        lambda: commands.create_role(code="OTHER", details=details, at=NOW, by=reader),
        lambda: commands.change_role(code="NEW_ROLE", details=details, seen="", at=NOW, by=reader),
        lambda: commands.hide_role(code="NEW_ROLE", day=TODAY, today=TODAY, at=NOW, by=reader),
        lambda: commands.show_role(code="NEW_ROLE", at=NOW, by=reader),
    ):
        with pytest.raises(NotAllowed):
            write()
    with pytest.raises(NotFound):
        commands.show_role(code="NONE", at=NOW, by=KEEPER)


def test_hidden_roles_leave_the_list_on_their_day_and_come_back(made: Role) -> None:
    commands.hide_role(code="NEW_ROLE", day=TODAY, today=TODAY, at=NOW, by=KEEPER)

    def listed(day: date, **wanted: object) -> list[str]:
        return [role.code for role in queries.roles(queries.Wanted(**wanted), today=day, start=0, size=9)[0]]

    assert listed(date(2026, 11, 23)) == ["NEW_ROLE"]
    assert listed(TODAY) == []
    assert listed(TODAY, hidden_too=True) == ["NEW_ROLE"]
    commands.show_role(code="NEW_ROLE", at=NOW, by=KEEPER)
    assert listed(TODAY) == ["NEW_ROLE"]
    assert AuditEntry.objects.get(action="ROLE_SHOWN").details == {"changes": {"hidden_on": ["2026-11-24", None]}}


def test_the_report_counts_holders_and_what_the_catalogue_does_not_have(made: Role) -> None:
    Account.objects.create(username="A", roles=["OTHER"], locked=True)
    holder = Account.objects.create(username="B", roles=["OTHER"])
    assert [line.code for line in queries.use_report(only_unused=True, most_first=False)] == ["NEW_ROLE"]
    give_role(username=holder.username, role="NEW_ROLE", at=NOW, by=SYSTEM)
    report = queries.use_report(only_unused=False, most_first=True)
    assert [(line.code, line.name, line.holders, line.active_holders, line.last_given_at) for line in report] == [
        ("OTHER", None, 2, 1, None),
        ("NEW_ROLE", "New role", 1, 1, NOW),
    ]
    assert queries.use_report(only_unused=True, most_first=False) == []
    assert queries.use_of("NEW_ROLE") == queries.Use(1, 1, NOW)


@pytest.fixture
def keeper(client: Client, db: None) -> Client:
    load_roles()
    client.force_login(Account.objects.create(username="KEEPER", roles=["ROLES_ADMIN", "DELETE_ROLES_ADMIN"]))
    client.get("/users/roles/")
    return client


@pytest.mark.parametrize(
    ("query", "shows", "hides"),
    [
        ("?name=bulk", "MANAGE_USER_BULK_JOBS", "GLOBAL_SEARCH"),
        ("?role=global_", "GLOBAL_SEARCH", "MANAGE_USER_BULK_JOBS"),
        ("?administrator=IMS_HIDDEN", "IMS_USER", "GLOBAL_SEARCH"),
        ("?name=zzzz", "No role matches", "<table"),
        ("?administrator=nonsense&page=9999", "roles", "<tbody"),
    ],
)
def test_roles_are_found(keeper: Client, query: str, shows: str, hides: str) -> None:
    page = keeper.get(f"/users/roles/{query}").content.decode()
    main = page[page.index("<main") :]
    assert shows in main and hides not in main


def test_the_list_is_paged_and_costs_the_same(
    keeper: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2 + 1 + 2):  # session and account, audit, rows and their number
        page = keeper.get("/users/roles/?page=2").content.decode()
    assert page.count('<tr class="govuk-table__row">') == 20 + 1
    with django_assert_num_queries(2 + 1 + 1 + 2 + 1):  # …, role, use, history
        keeper.get("/users/roles/GLOBAL_SEARCH/")
    with django_assert_num_queries(2 + 1):
        keeper.get("/users/roles/use/")


def test_a_role_is_made_changed_hidden_shown_and_deleted_by_pages(keeper: Client) -> None:
    refused = keeper.post("/users/roles/add/", {"code": "?", "name": "x", "description": "", "admin_types": []})
    assert refused.status_code == 400 and refused.content.decode().count("govuk-error-message") == 3
    sent = {"code": "my_role", "name": "My role", "description": "Why", "admin_types": ["DPS_LSA"]}
    assert keeper.post("/users/roles/add/", sent)["Location"] == "/users/roles/MY_ROLE/"
    page = keeper.get("/users/roles/MY_ROLE/").content.decode()
    assert "My role is added" in page and "Nobody" in page and "Added to the catalogue" in page
    form = keeper.get("/users/roles/MY_ROLE/change/").content.decode()
    seen = form.partition('name="seen" value="')[2].partition('"')[0]
    changed = {"name": "My better role", "description": "Why", "admin_types": ["DPS_ADM"], "seen": seen}
    assert keeper.post("/users/roles/MY_ROLE/change/", changed).status_code == 302
    stale = keeper.post("/users/roles/MY_ROLE/change/", {**changed, "name": "Another name"})
    words = stale.content.decode()
    assert stale.status_code == 400 and "Somebody else has changed" in words and "My better role" in words
    assert 'value="Another name"' in words
    fresh = words.partition('name="seen" value="')[2].partition('"')[0]
    assert keeper.post("/users/roles/MY_ROLE/change/", {**changed, "seen": fresh}).status_code == 302
    day = {"day-day": "1", "day-month": "12", "day-year": "2026"}
    with time_machine.travel(NOW, tick=False):
        keeper.force_login(Account.objects.get(username="KEEPER"))
        assert keeper.post("/users/roles/MY_ROLE/hide/", {**day, "day-year": "2025"}).status_code == 400
        assert keeper.post("/users/roles/MY_ROLE/hide/", day).status_code == 302
        assert "Will be hidden from 1 December 2026" in keeper.get("/users/roles/MY_ROLE/").content.decode()
        assert keeper.post("/users/roles/MY_ROLE/show/").status_code == 302
        Account.objects.filter(username="KEEPER").update(roles=["ROLES_ADMIN", "DELETE_ROLES_ADMIN", "MY_ROLE"])
        assert keeper.post("/users/roles/MY_ROLE/delete/").status_code == 400
        Account.objects.filter(username="KEEPER").update(roles=["ROLES_ADMIN", "DELETE_ROLES_ADMIN"])
        assert keeper.post("/users/roles/MY_ROLE/delete/")["Location"] == "/users/roles/"
        assert keeper.get("/users/roles/MY_ROLE/").status_code == 404


def test_a_reader_sees_no_way_to_change(client: Client, keeper: Client) -> None:
    reader = Client()
    reader.force_login(Account.objects.create(username="READER", roles=["VIEW_ADMINISTRABLE_USER_ROLES"]))
    page = reader.get("/users/roles/GLOBAL_SEARCH/").content.decode()
    assert "Delete it" not in page and "Change name" not in page
    assert reader.post("/users/roles/GLOBAL_SEARCH/show/").status_code == 403


def test_the_report_as_a_file(keeper: Client) -> None:
    Account.objects.create(username="A", roles=["=CMD"])
    assert "Not in the catalogue" in keeper.get("/users/roles/use/?sort=most").content.decode()
    answer = keeper.get("/users/roles/use.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and "no-store" not in answer["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert {"roleCode": "'=CMD", "holders": "1"}.items() <= next(
        row for row in rows if "CMD" in row["roleCode"] and row["holders"] == "1"
    ).items()
    unused = b"".join(keeper.get("/users/roles/use.csv?show=unused")).decode()
    assert "GLOBAL_SEARCH" in unused and "=CMD" not in unused and "ROLES_ADMIN,role administrator" not in unused
    assert AuditEntry.objects.filter(action="REPORT_DOWNLOADED").count() == 2
