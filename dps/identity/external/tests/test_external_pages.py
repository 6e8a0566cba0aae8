import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dps.identity.external import queries
from dps.identity.external.models import Group, GroupMember
from dps.identity.external.rules import Reach
from dps.identity.external.tests.conftest import NOW, somebody
from dps.identity.models import Account
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry

EVERYBODY = Reach(everybody=True)


def text(answer: Any) -> str:
    body = answer.content.decode()
    return body[body.index("<main") :]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    client.get("/")
    return client


def reader(role: str) -> Client:
    client = Client()
    client.force_login(Account.objects.create(username=f"READER_{role}", roles=[role]))
    client.get("/")
    return client


def names(wanted: queries.Wanted, reach: Reach = EVERYBODY) -> list[str]:
    return [account.first_name for account in queries.people(wanted, reach, start=0, size=20)[0]]


def test_people_are_found(keeper: Actor) -> None:
    somebody("SIAN", "COURT", roles=["PECS_COURT"])
    somebody("ALUN", "PF_LONDON", locked=True)
    somebody("BOB", "COURT", inactive=True)
    Account.objects.create(username="STAFF_GEN", first_name="Sian", last_name="Staff", source="nomis")
    assert names(queries.Wanted()) == ["Alun", "Bob", "Sian"]
    for words, found in (
        ("sian", ["Sian"]), ("TESTER sIaN", ["Sian"]), ("alun@pol", ["Alun"]), ("%", []), ("_", []), ("zzz", []), ("\\", []),
        ("sian alun", []), ("Tester", ["Alun", "Bob", "Sian"]),
    ):  # fmt: skip
        assert names(queries.Wanted(words=words)) == found, words
    assert names(queries.Wanted(status="active")) == ["Sian"]
    assert names(queries.Wanted(status="locked")) == ["Alun"]
    assert names(queries.Wanted(status="inactive")) == ["Bob"]
    assert names(queries.Wanted(group="COURT")) == ["Bob", "Sian"]
    assert names(queries.Wanted(role="PECS_COURT")) == ["Sian"]
    assert names(queries.Wanted(), Reach(groups=frozenset({"PF_LONDON"}))) == ["Alun"]
    assert names(queries.Wanted(group="COURT"), Reach(groups=frozenset({"PF_LONDON"}))) == []
    assert names(queries.Wanted(), Reach()) == []


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (queries.Wanted(words="somebody", status="active"), "external_user_by_words"),
        (queries.Wanted(), "external_user_by_name"),
        (queries.Wanted(group="COURT"), "external_groupmember"),
    ],
)
def test_finding_people_reads_an_index(keeper: Actor, wanted: queries.Wanted, index: str) -> None:
    Account.objects.bulk_create(
        Account(username=f"U{n}", last_name=f"L{n}", source="auth" if n % 2 else "nomis") for n in range(4_000)
    )
    somebody("JO", "COURT")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE identity_account")
        cursor.execute("SET LOCAL enable_seqscan = off")
        with pytest.MonkeyPatch.context() as patched:
            plans: list[str] = []
            run = type(cursor.cursor).execute

            def explained(self: Any, sql: Any, params: Any = None, **more: Any) -> Any:
                if "identity_account" in str(sql) and "LIMIT" in str(sql):
                    run(self, f"EXPLAIN {sql}", params)
                    plans.append("\n".join(row[0] for row in self.fetchall()))
                return run(self, sql, params, **more)

            patched.setattr(type(cursor.cursor), "execute", explained)
            queries.people(wanted, EVERYBODY, start=0, size=20)
    assert len(plans) == 1 and index in plans[0], plans


def test_the_search_page(keeper: Actor, manager: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(25):
        somebody(f"PERSON{n:02d}", "COURT" if n % 2 else "PF_LONDON")
    page = signed_in(keeper)
    with django_assert_num_queries(2 + 2 + 2 + 1):  # session and account, groups, roles, people and their number, audit
        shown = text(page.get("/external-users/"))
    assert "26 people" in shown and shown.count('<tr class="govuk-table__row">') == 21
    assert "person00@police.uk" in shown and "PERSON00@POLICE.UK" not in shown
    assert text(page.get("/external-users/?page=2")).count('<tr class="govuk-table__row">') == 7
    assert "Nobody matches" in text(page.get("/external-users/?words=zzz&group=none&role=none&status=none"))
    entry = AuditEntry.objects.filter(action="EXTERNAL_USERS_SEARCHED").last()
    assert entry.details == {"criteria": {"words": "zzz"}, "page": 1, "shown": []}
    mine = signed_in(manager)
    with django_assert_num_queries(2 + 1 + 2 + 2 + 1):  # …, the groups one looks after
        shown = text(mine.get("/external-users/"))
    assert "13 people" in shown and "Pathfinder London" not in shown


def test_a_persons_page(keeper: Actor, manager: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account = somebody("JO", "COURT", "PF_LONDON", roles=["GLOBAL_SEARCH", "PF_POLICE", "NOT_KNOWN"], locked=True)
    address = f"/external-users/{account.key}/"
    page, mine = signed_in(keeper), signed_in(manager)
    page.post(f"{address}unlock/")
    Account.objects.filter(pk=account.pk).update(locked=True)
    assert "The account of Jo Tester is unlocked" in text(page.get(address))
    with django_assert_num_queries(
        2 + 2 + 1 + 1 + 3
    ):  # …, person and audit, groups, roles, history with names and roles
        shown = text(page.get(address))
    for words in (
        "Jo Tester",
        "Locked",
        "Unlock account",
        "Deactivate account",
        "Pathfinder Police",
        "NOT_KNOWN",
        "Unlocked",
        "You cannot change the email address of this person. They hold roles that you cannot give: NOT_KNOWN.",
    ):
        assert words in shown, words
    assert AuditEntry.objects.filter(action="ACCOUNT_VIEWED", subject_id=account.username).exists()
    assert f"{address}email/" not in shown
    Account.objects.filter(pk=account.pk).update(roles=["GLOBAL_SEARCH", "PF_POLICE"])
    assert f"{address}email/" in text(page.get(address))
    Account.objects.filter(pk=account.pk).update(roles=account.roles)
    shown = text(mine.get(address))
    assert (
        "roles/GLOBAL_SEARCH/remove" in shown
        and "roles/PF_POLICE/remove" not in shown
        and "roles/NOT_KNOWN/remove" not in shown
    )
    assert "groups/COURT/remove" in shown and "groups/PF_LONDON/remove" not in shown and "/email/" not in shown
    other = somebody("AL", "PF_LONDON")
    assert mine.get(f"/external-users/{other.key}/").status_code == 404
    assert AuditEntry.objects.get(action="ACCOUNT_VIEW_REFUSED").subject_id == "AL@POLICE.UK"
    for part in (
        "email/",
        "enable/",
        "disable/",
        "unlock/",
        "first-password/",
        "roles/add/",
        "groups/add/",
        "groups/PF_LONDON/remove/",
    ):
        assert mine.post(f"/external-users/{other.key}/{part}").status_code in (403, 404), part


def test_who_only_sees_groups(catalogue: None) -> None:
    account = somebody("JO", "COURT", roles=["PECS_COURT"])
    page = reader("VIEW_USER_GROUPS")
    assert "1 person" in text(page.get("/external-users/"))
    shown = text(page.get(f"/external-users/{account.key}/"))
    assert "Leeds Crown Court" in shown
    assert (
        "PECS" not in shown and "Deactivate" not in shown and "Latest changes" not in shown and "/remove/" not in shown
    )
    assert page.post(f"/external-users/{account.key}/unlock/").status_code == 403
    assert "Leeds Crown Court" in text(page.get("/external-users/groups/"))
    assert "Add a role" not in text(page.get("/external-users/groups/COURT/"))


def test_somebody_is_made_and_looked_after_by_pages(manager: Actor) -> None:
    page = signed_in(manager)
    assert '<option value="PF_LONDON"' not in text(page.get("/external-users/create/"))
    refused = page.post(
        "/external-users/create/", {"email": "x@gmail.com", "first_name": "<b>", "last_name": "", "group": ""}
    )
    assert refused.status_code == 400 and text(refused).count("govuk-error-message") == 4
    assert 'value="&lt;b&gt;"' in text(refused)
    assert (
        page.post(
            "/external-users/create/",
            {"email": "jo@justice.gov.uk", "first_name": "Jo", "last_name": "Ng", "group": "PF_LONDON"},
        ).status_code
        == 400
    )
    address = page.post(
        "/external-users/create/",
        {"email": "jo@justice.gov.uk", "first_name": "Jo", "last_name": "Ng", "group": "COURT"},
    )["Location"]
    shown = text(page.get(address))
    assert (
        "Invited" in shown and "Send a new first password link" in shown and "Group added: Leeds Crown Court" in shown
    )
    assert page.post(f"{address}first-password/").status_code == 302
    assert "Choose at least one role" in text(page.post(f"{address}roles/add/", {}))
    assert page.post(f"{address}roles/add/", {"roles": ["PF_POLICE"]}).status_code == 400
    assert page.post(f"{address}roles/add/", {"roles": ["PECS_COURT"]}).status_code == 302
    assert "PECS Court User: given" in text(page.get(address))
    assert "Remove PECS Court User from Jo Ng?" in text(page.get(f"{address}roles/PECS_COURT/remove/"))
    assert page.post(f"{address}roles/PECS_COURT/remove/").status_code == 302
    assert page.get(f"{address}roles/PECS_COURT/remove/").status_code == 404
    refused = page.post(f"{address}groups/COURT/remove/")
    assert refused.status_code == 400 and "deactivate the account instead" in text(refused)
    assert page.post(f"{address}groups/add/", {"group": ""}).status_code == 400
    assert page.post(f"{address}disable/", {"reason": "x"}).status_code == 400
    assert page.post(f"{address}disable/", {"reason": "Left the court"}).status_code == 302
    assert "Left the court" in text(page.get(address)) and "Inactive" in text(page.get(address))
    assert page.post(f"{address}enable/").status_code == 302
    assert "The account of Jo Ng is active" in text(page.get(address))


def test_the_address_is_changed_only_by_who_looks_after_everybody(keeper: Actor) -> None:
    account = somebody("JO", "COURT", password="!unusable")
    page = signed_in(keeper)
    assert page.post(f"/external-users/{account.key}/email/", {"email": ""}).status_code == 400
    assert page.post(f"/external-users/{account.key}/email/", {"email": "x@gmail.com"}).status_code == 400
    assert page.post(f"/external-users/{account.key}/email/", {"email": "jo.new@justice.gov.uk"}).status_code == 302
    account.refresh_from_db()
    assert (account.username, account.email) == ("JO.NEW@JUSTICE.GOV.UK", "jo.new@justice.gov.uk")


@pytest.mark.parametrize(
    ("who", "role", "whom"),
    [
        ("keeper", "OAUTH_ADMIN", "Ask an administrator who can give them"),
        ("manager", "PF_POLICE", "looks after all external users"),
    ],
)
def test_who_may_do_more_is_not_taken_over(keeper: Actor, manager: Actor, who: str, role: str, whom: str) -> None:
    account = somebody("JO", "COURT", roles=[role], password="!unusable")
    address = f"/external-users/{account.key}/"
    page = signed_in({"keeper": keeper, "manager": manager}[who])
    shown = text(page.get(address))
    assert "send them a new first password link." in shown and whom in shown
    assert f"{address}email/" not in shown and f"{address}first-password/" not in shown
    for path in ("first-password/", "email/"):
        assert page.get(address + path).status_code == 403
        assert page.post(address + path, {"email": "x@justice.gov.uk"}).status_code == 403
    account.refresh_from_db()
    assert account.email == "jo@police.uk"
    assert AuditEntry.objects.filter(action="ACCOUNT_VIEW_REFUSED", subject_id="JO@POLICE.UK").exists()
    Account.objects.filter(pk=account.pk).update(roles=["PECS_COURT"])
    assert f"{address}first-password/" in text(page.get(address))
    assert page.post(f"{address}first-password/").status_code == 302


def test_a_manager_who_takes_somebody_out_goes_where_they_can_still_look(manager: Actor) -> None:
    account = somebody("JO", "COURT", "PF_LONDON")
    answer = signed_in(manager).post(f"/external-users/{account.key}/groups/COURT/remove/")
    assert answer["Location"] == "/external-users/"


def test_groups_by_pages(keeper: Actor, manager: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    page = signed_in(keeper)
    for n in range(60):
        Group.objects.create(code=f"PECS_{n}", name=f"Police station {n:02d}")
    with django_assert_num_queries(2 + 1 + 2):  # …, audit, groups and their number
        shown = text(page.get("/external-users/groups/"))
    assert "63 groups" in shown and shown.count('<tr class="govuk-table__row">') == 51
    assert "Leeds Crown Court" in text(page.get("/external-users/groups/?words=court"))
    mine = text(signed_in(manager).get("/external-users/groups/"))
    assert "1 group<" in mine and "Police station" not in mine
    assert signed_in(manager).get("/external-users/groups/PECS_1/").status_code == 404
    refused = page.post("/external-users/groups/create/", {"code": "?", "name": "x"})
    assert refused.status_code == 400 and text(refused).count("govuk-error-message") == 2
    address = page.post("/external-users/groups/create/", {"code": "new", "name": "New group"})["Location"]
    assert address == "/external-users/groups/NEW/"
    assert page.post(f"{address}name/", {"name": "Newer group"}).status_code == 302
    assert page.post(f"{address}children/add/", {"code": "part", "name": "Part of it"}).status_code == 302
    assert page.post(f"{address}children/add/", {"code": "part", "name": "Part of it"}).status_code == 400
    assert page.post(f"{address}roles/add/", {"role": "", "automatic": "yes"}).status_code == 400
    assert page.post(f"{address}roles/add/", {"role": "UPDATE_ALERT"}).status_code == 400
    assert page.post(f"{address}roles/add/", {"role": "PF_POLICE", "automatic": "yes"}).status_code == 302
    with django_assert_num_queries(2 + 2 + 3):  # …, group and audit, children, roles, members
        shown = text(page.get(address))
    for words in ("Newer group", "Part of it", "Pathfinder Police", "At once, to everybody who joins"):
        assert words in shown
    assert page.post(f"{address}roles/PF_POLICE/", {"automatic": "no"}).status_code == 302
    assert "By a manager of the group" in text(page.get(address))
    assert page.post(f"{address}roles/PF_POLICE/remove/").status_code == 302
    assert page.post(f"{address}roles/PF_POLICE/remove/").status_code == 404
    assert page.post(f"{address}delete/").status_code == 400
    assert page.post(f"{address}children/PART/remove/").status_code == 302
    assert page.get(f"{address}children/PART/remove/").status_code == 404
    assert page.post(f"{address}delete/")["Location"] == "/external-users/groups/"
    assert page.get(address).status_code == 404


def test_the_members_of_a_group_as_a_file(catalogue: None) -> None:
    account = somebody("SIAN", "COURT", last_login=NOW)
    Account.objects.filter(pk=account.pk).update(first_name="Siân", last_name="=cmd")
    somebody("AL", "PF_LONDON")
    page = reader("CONTRACT_MANAGER_VIEW_GROUP")
    assert "Leeds Crown Court (COURT)" in text(page.get("/external-users/groups/members/"))
    assert page.get("/external-users/groups/members/?group=").status_code == 400
    assert page.get("/external-users/groups/members/?group=NONE").status_code == 400
    answer = page.get("/external-users/groups/members/?group=COURT")
    assert answer["Content-Disposition"] == 'attachment; filename="court-members.csv"'
    body = b"".join(answer).decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(body))) == [
        {
            "userId": "SIAN@POLICE.UK", "firstName": "Siân", "lastName": "'=cmd", "email": "sian@police.uk", "status": "ACTIVE",
            "locked": "N", "groupCode": "COURT", "groupName": "Leeds Crown Court", "lastSignIn": "2026-11-24T12:00:00+00:00",
        }
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="REPORT_DOWNLOADED")
    assert (entry.subject_type, entry.subject_id, entry.details) == (
        "group",
        "COURT",
        {"report": "group members", "rows": 1},
    )
    assert page.get("/external-users/").status_code == page.get("/external-users/groups/").status_code == 403


def test_the_menu_shows_what_each_may_open(keeper: Actor, manager: Actor) -> None:
    every = text(signed_in(keeper).get("/users/"))
    for card in ("Search for an external user", "Create an external user", "View groups", "Create a group"):
        assert card in every
    mine = text(signed_in(manager).get("/users/"))
    assert "View groups" in mine and "Create a group" not in mine
    assert "Download group members" in text(reader("CONTRACT_MANAGER_VIEW_GROUP").get("/users/"))


def test_membership_is_once(keeper: Actor) -> None:
    account = somebody("JO", "COURT")
    assert signed_in(keeper).post(f"/external-users/{account.key}/groups/add/", {"group": "COURT"}).status_code == 400
    assert GroupMember.objects.filter(account=account).count() == 1
