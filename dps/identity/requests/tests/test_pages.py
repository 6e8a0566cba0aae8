import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts import access
from dps.identity.models import Account, RoleGiven
from dps.identity.requests import presenters
from dps.identity.requests.models import AccessRequest, AccessReview
from dps.identity.requests.tests.conftest import CHRISTMAS, NOW, actor, agree, ask, make
from dps.platform.access import Grant, Scope, all_grants
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
FRAME = 2
"""Statements of every page: the session and the account."""
WHY = {"why": "Covering the wing office", "ends_on-day": "25", "ends_on-month": "12", "ends_on-year": "2026"}


@pytest.fixture(autouse=True)
def _november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def browser(username: str = "OFFICER") -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    client.get("/access-requests/")  # the first request of a session notes when it began, the labels are read
    return client


def text(reply: Any) -> str:
    """The page between its header and footer, in words."""
    page = reply.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


# what I can do and why


def test_everything_one_may_do_and_why() -> None:
    agree(ask("GLOBAL_SEARCH", "MDI")[0])
    agree(AccessRequest.objects.get(code="MDI"))
    officer = Account.objects.get(username="OFFICER")
    RoleGiven.objects.create(account=officer, role="POM", given_by="LSA", given_at=NOW, reference="INC0042")
    Account.objects.filter(pk=officer.pk).update(roles=[*officer.roles, "UPDATE_ALERT", "FROM_NOMIS_ONLY"])
    page = text(browser().get("/access-requests/"))
    assert "Global Search GLOBAL_SEARCH: Search every establishment" in page
    assert "Search for people in every establishment" in page
    number = AccessRequest.objects.get(code="GLOBAL_SEARCH").pk
    assert f"Given by Adm Person on 24 November 2026 ( Request {number} )" in page
    assert "25 December 2026 Ask to keep it : Global Search" in page
    assert "Given by Lsa Person on 24 November 2026 (INC0042) No end" in page
    assert "FROM_NOMIS_ONLY Opens nothing here: other services ask for it From NOMIS No end" in page
    assert "Comes with your account" in page
    assert "Search for people in the prison you are working in" in page
    assert "Leeds (HMP) You are working here now From NOMIS No end" in page
    assert "Moorland (HMP &amp; YOI) Given by Adm Person on 24 November 2026" in page
    assert "Decide what others ask for" not in page and "Review who" not in page


def test_a_prison_that_an_administrator_added_says_so() -> None:
    access.add_caseload(username="OFFICER", caseload="NHI", at=NOW, by=actor("ADM"))
    assert "New Hall (HMP &amp; YOI) Given by Adm Person on 24 November 2026 No end" in text(
        browser().get("/access-requests/")
    )
    access.remove_caseload(username="OFFICER", caseload="NHI", at=NOW, by=actor("ADM"))
    Account.objects.filter(username="OFFICER").update(caseloads=["LEI", "NHI"])
    assert "New Hall (HMP &amp; YOI) From NOMIS No end" in text(browser().get("/access-requests/"))


def test_where_it_came_from_for_people_outside() -> None:
    Account.objects.filter(username="OUTSIDE").update(roles=["MFA"])
    page = text(browser("OUTSIDE").get("/access-requests/"))
    assert "Given with your account" in page and "You have no prison" in page
    Account.objects.filter(username="OUTSIDE").update(roles=[], source="delius")
    assert "You have no roles" in text(browser("OUTSIDE").get("/access-requests/"))


def test_requests_are_listed_with_what_became_of_them() -> None:
    _first, second, third = ask("UPDATE_ALERT INACTIVE_BOOKINGS GLOBAL_SEARCH")
    boss = browser("LSA")
    boss.post(
        f"/access-requests/{second.pk}/decide/", {"decision": "refuse", "reason": "Not for your work", "version": 1}
    )
    agree(third)
    page = text(browser().get("/access-requests/"))
    assert re.search(r"The role Update Alert 24/11/2026 25 December 2026 Waiting Withdraw", page)
    assert "Refused Lsa Person: Not for your work" in page
    assert "Agreed Adm Person, 24/11/2026" in page
    one = text(browser().get(f"/access-requests/{second.pk}/"))
    assert "Reason Not for your work" in one and "Why Covering the wing office" in one
    assert browser("COLLEAGUE").get(f"/access-requests/{second.pk}/").status_code == 404
    assert browser().get("/access-requests/99999999999999999999999/").status_code == 404


def test_a_removal_is_seen_by_who_it_is_about_only_once_it_is_decided() -> None:
    asked = AccessRequest.objects.create(
        account=Account.objects.get(username="OFFICER"), kind="REMOVAL", code="POM", why="Left the team", asked_by="GOVERNOR",
        asked_at=NOW,
    )  # fmt: skip
    assert browser().get(f"/access-requests/{asked.pk}/").status_code == 404
    assert "Left the team" in text(browser("GOVERNOR").get(f"/access-requests/{asked.pk}/"))
    agree(asked, "LSA", ends_on=None)
    assert "To take the role POM User away from Officer Person" in text(browser().get(f"/access-requests/{asked.pk}/"))
    assert "Asked by Governor Person" in text(browser().get("/access-requests/"))


# asking


def test_choosing_keeps_what_is_ticked_while_one_looks() -> None:
    client = browser()
    page = client.get(
        "/access-requests/ask/", {"words": "incident reports", "role": "UPDATE_ALERT", "prison": "MDI", "find": "yes"}
    )
    shown = page.content.decode()
    assert re.search(r'value="UPDATE_ALERT" checked', shown)
    assert 'value="INCIDENT_REPORTS__RO"' in shown and 'value="MAINTAIN_IEP"' not in shown
    assert '<option value="MDI" selected>' in shown and '<option value="LEI"' not in shown
    everything = client.get("/access-requests/ask/").content.decode()
    for never in ("POM", "PRISON", "IMS_USER", "MFA", "AUDIT"):
        assert f'value="{never}"' not in everything, never
    legends = re.findall(r"<legend[^>]*>([^<]+)</legend>", everything)
    assert legends == [*sorted(legends[:-1]), "Others"] and "Case notes" in legends
    assert "No role you could ask for matches" in text(client.get("/access-requests/ask/?words=zzzz"))
    going_on = client.get("/access-requests/ask/?role=UPDATE_ALERT&role=NO_SUCH&prison=MDI&go-on=yes")
    assert going_on["Location"] == "/access-requests/ask/why/?role=UPDATE_ALERT&prison=MDI"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Choose at least one role or a prison"),
        ("&role=NO_SUCH&prison=LEI", "Choose at least one role or a prison"),
        ("".join(f"&role={code}" for code in (
            "UPDATE_ALERT", "INACTIVE_BOOKINGS", "GLOBAL_SEARCH", "MAINTAIN_IEP", "ACP_EDITOR", "ACP_REFERRER", "ALLOC_MGR",
            "BULK_APPOINTMENTS", "CELL_MOVE", "LICENCE_CA", "LICENCE_DM")), "10 roles or fewer"),
    ],
)  # fmt: skip
def test_choosing_nothing_or_too_much(query: str, words: str) -> None:
    reply = browser().get(f"/access-requests/ask/?go-on=yes{query}")
    assert reply.status_code == 400 and words in text(reply)
    assert "<title>Error: Ask for access" in reply.content.decode()


def test_asking_says_who_will_see_it_and_asks() -> None:
    client = browser()
    page = text(client.get("/access-requests/ask/why/?role=UPDATE_ALERT&role=GLOBAL_SEARCH&prison=MDI"))
    assert "the role Update Alert" in page and "the prison Moorland" in page
    assert "Who will see it: central administrators; local system administrators of Leeds (HMP)" in page
    assert "Last day you need it At most a year ahead" in page
    reply = client.post(
        "/access-requests/ask/why/", {"role": ["UPDATE_ALERT", "GLOBAL_SEARCH"], "prison": "MDI", **WHY}
    )
    assert (reply.status_code, reply["Location"]) == (302, "/access-requests/")
    assert set(AccessRequest.objects.values_list("code", "ends_on")) == {
        ("UPDATE_ALERT", CHRISTMAS), ("GLOBAL_SEARCH", CHRISTMAS), ("MDI", CHRISTMAS),
    }  # fmt: skip
    assert "Asked. You will get an email" in text(client.get("/access-requests/"))
    optional = text(client.get("/access-requests/ask/why/?role=INACTIVE_BOOKINGS"))
    assert "Last day you need it (if you know it)" in optional
    assert client.get("/access-requests/ask/why/")["Location"] == "/access-requests/ask/"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"why": "", "ends_on-day": "", "ends_on-month": "", "ends_on-year": ""}, ["Say why it is needed", "Enter the last day it is needed"]),
        ({"why": "", "ends_on-day": "31", "ends_on-month": "2"}, ["Say why it is needed", "must be a real date"]),
        ({"why": "x" * 501, "ends_on-year": "2029"}, ["500 characters or fewer", "a year is the most"]),
        ({"role": "POM", "prison": "LEI", "ends_on-day": "x"}, ["You have POM User already", "You have Leeds (HMP) already", "must be a real date"]),
        ({"ends_on-day": "31", "ends_on-month": "2"}, ["must be a real date"]),
    ],
)  # fmt: skip
def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(changed: dict[str, str], words: list[str]) -> None:
    sent = {"role": "GLOBAL_SEARCH", **WHY, **changed}
    reply = browser().post("/access-requests/ask/why/", sent)
    page = reply.content.decode()
    assert reply.status_code == 400
    summary = page[page.index("There is a problem") : page.index("<h1")]
    assert [said for said in words if said not in summary] == []
    assert summary.count("<li>") == len(words)
    assert sent["why"] in page and f'value="{sent["ends_on-day"]}"' in page
    assert f'<input type="hidden" name="role" value="{sent["role"]}">' in page
    assert not AccessRequest.objects.exists() and not AuditEntry.objects.filter(action="ACCESS_ASKED_FOR").exists()


def test_keeping_what_ends() -> None:
    agree(ask("GLOBAL_SEARCH", "MDI")[0])
    agree(AccessRequest.objects.get(code="MDI"))
    client = browser()
    assert "It ends now on 25 December 2026" in text(client.get("/access-requests/keep/role/GLOBAL_SEARCH/"))
    too_soon = client.post("/access-requests/keep/role/GLOBAL_SEARCH/", WHY)
    assert too_soon.status_code == 400 and "must be after 25 December 2026" in text(too_soon)
    later = {**WHY, "ends_on-month": "3", "ends_on-year": "2027"}
    for address in ("role/GLOBAL_SEARCH", "caseload/MDI"):
        assert client.post(f"/access-requests/keep/{address}/", later).status_code == 302
    assert client.get("/access-requests/keep/caseload/LEI/").status_code == 404
    again = client.post("/access-requests/keep/caseload/MDI/", later)
    assert "You have asked for this already" in text(again)
    assert AccessRequest.objects.filter(kind__startswith="KEEP", ends_on=date(2027, 3, 25)).count() == 2


def test_withdrawing_asks_first() -> None:
    asked = ask("UPDATE_ALERT")[0]
    client, address = browser(), f"/access-requests/{asked.pk}/withdraw/"
    assert "Do you want to withdraw this request?" in text(client.get(address))
    assert browser("COLLEAGUE").post(address).status_code == 404
    assert client.post(address)["Location"] == "/access-requests/"
    assert AccessRequest.objects.get().state == "WITHDRAWN"
    client.post(address)
    assert "no longer waits" in text(client.get("/access-requests/"))


# deciding


def test_the_inbox_shows_the_oldest_first_and_finds() -> None:
    ask("UPDATE_ALERT", at=NOW)
    ask("INACTIVE_BOOKINGS", at=NOW - timedelta(days=3))
    ask("GLOBAL_SEARCH", "LEI", by=actor("LSA_MDI"))
    client = browser("ADM")
    page = text(client.get("/access-requests/to-decide/"))
    assert "4 requests, the oldest first" in page
    assert page.index("Released Prisoner Viewing") < page.index("Update Alert")
    for query, number in (
        ("words=officer", 2),
        ("words=LSA_M", 2),
        ("words=alert", 1),
        ("prison=MDI", 2),
        ("kind=CASELOAD", 1),
        ("prison=XX&kind=zz", 4),
    ):
        found = text(client.get(f"/access-requests/to-decide/?{query}"))
        assert f"{number} request" in found, query
    chosen = client.get("/access-requests/to-decide/?words=zzz&prison=MDI")
    assert "No request that waits for you matches" in text(chosen)
    assert "Filters in use" in text(chosen)
    assert "Nothing waits for you" in text(browser("EXT").get("/access-requests/to-decide/"))
    assert browser().get("/access-requests/to-decide/").status_code == 403


def test_pages_of_the_inbox_hold_twenty() -> None:
    for number in range(25):
        make(f"ASKER{number:02d}", "", "LEI")
        ask("UPDATE_ALERT", by=actor(f"ASKER{number:02d}"), at=NOW + timedelta(minutes=number))
    client = browser("LSA")
    first, second = (client.get(f"/access-requests/to-decide/?page={page}").content.decode() for page in (1, 2))
    assert first.count("/decide/") == 20 and second.count("/decide/") == 5
    assert "ASKER00" in first and "ASKER24" in second


def test_one_request_shows_what_is_needed_to_decide() -> None:
    asked = ask("UPDATE_ALERT")[0]
    page = text(browser("LSA").get(f"/access-requests/{asked.pk}/decide/"))
    for words in (
        "Asked for The role Update Alert", "Why Covering the wing office", "Last day 25 December 2026",
        "Colleagues in the same prison who hold it: 1", "POM User", "Prisons: Leeds (HMP)", "From NOMIS",
    ):  # fmt: skip
        assert words in page, words
    for other in ("LSA_MDI", "EXT", "TOP"):
        assert browser(other).get(f"/access-requests/{asked.pk}/decide/").status_code == 404
    assert browser("OFFICER").get(f"/access-requests/{asked.pk}/decide/").status_code == 403


def test_agreeing_with_a_shorter_end() -> None:
    asked = ask("UPDATE_ALERT")[0]
    client, address = browser("LSA"), f"/access-requests/{asked.pk}/decide/"
    assert 'value="25"' in client.get(address).content.decode(), "what was asked for is filled in"
    sent = {"decision": "agree", "version": "1", "ends_on-day": "1", "ends_on-month": "12", "ends_on-year": "2026"}
    assert client.post(address, sent)["Location"] == "/access-requests/to-decide/"
    assert "Agreed. Officer Person has it now" in text(client.get("/access-requests/to-decide/"))
    assert RoleGiven.objects.get(role="UPDATE_ALERT").ends_on == date(2026, 12, 1)
    late = browser("ADM").post(address, sent, follow=True)
    assert "Lsa Person was quicker: this request was agreed to 24 November 2026 at 12:00" in text(late)
    assert "Save the decision" not in text(late)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, ["Choose whether to agree or to refuse"]),
        ({"decision": "refuse"}, ["Say why it is refused"]),
        ({"decision": "refuse", "reason": "x" * 501}, ["500 characters or fewer"]),
        ({"decision": "agree"}, ["25 December 2026 was asked for"]),
        ({"decision": "agree", "ends_on-day": "26", "ends_on-month": "12", "ends_on-year": "2026"}, ["or earlier, as was asked for"]),
        ({"decision": "agree", "ends_on-day": "99", "ends_on-month": "12", "ends_on-year": "2026", "reason": "Kept"}, ["must be a real date"]),
        ({"decision": "nonsense", "reason": "Kept"}, ["choose one from the list"]),
    ],
)  # fmt: skip
def test_a_decision_with_something_wrong(sent: dict[str, str], words: list[str]) -> None:
    asked = ask("UPDATE_ALERT")[0]
    reply = browser("LSA").post(f"/access-requests/{asked.pk}/decide/", {"version": "1", **sent})
    page = reply.content.decode()
    assert reply.status_code == 400
    summary = page[page.index("There is a problem") : page.index("<h1")]
    assert [said for said in words if said not in summary] == [] and summary.count("<li>") == len(words)
    assert sent.get("reason", "") in page
    asked.refresh_from_db()
    assert asked.state == "OPEN" and not RoleGiven.objects.exists()


@pytest.mark.parametrize("version", ["", "7", "x", "²", "9" * 30])
def test_a_decision_on_an_earlier_state_is_refused(version: str) -> None:
    asked = ask("UPDATE_ALERT")[0]
    sent = {"decision": "refuse", "reason": "No", "version": version}
    assert browser("LSA").post(f"/access-requests/{asked.pk}/decide/", sent).status_code in (400, 409)
    assert AccessRequest.objects.get().state == "OPEN"


def test_asking_for_a_removal() -> None:
    Account.objects.filter(username="OFFICER").update(roles=["GLOBAL_SEARCH", "POM", "PRISON"])
    address = "/access-requests/removal/officer/GLOBAL_SEARCH/"
    client = browser("LSA")
    assert "Who will see it: central administrators" in text(client.get(address))
    assert "Say why" in text(client.post(address, {"why": ""}))
    assert client.post(address, {"why": "Left the team"}).status_code == 302
    assert AccessRequest.objects.get().asked_by == "LSA"
    assert "already" in text(client.post(address, {"why": "Left the team"}))
    assert browser("LSA_MDI").get(address).status_code == 404
    assert client.get("/access-requests/removal/OFFICER/UPDATE_ALERT/").status_code == 404
    asked = AccessRequest.objects.get()
    page = browser("ADM").get(f"/access-requests/{asked.pk}/decide/").content.decode()
    assert "ends_on-day" not in page
    assert (
        browser("ADM").post(f"/access-requests/{asked.pk}/decide/", {"decision": "agree", "version": 1}).status_code
        == 302
    )
    assert "GLOBAL_SEARCH" not in Account.objects.get(username="OFFICER").roles


# reviewing


def test_who_can_do_what_in_a_prison() -> None:
    officer = Account.objects.get(username="OFFICER")
    Account.objects.filter(pk=officer.pk).update(last_login=NOW - timedelta(days=8))
    RoleGiven.objects.create(account=officer, role="POM", given_by="ADM", given_at=NOW, ends_on=CHRISTMAS)
    AccessReview.objects.create(account=officer, role="POM", prison="LEI", verdict="NEEDED", by="LSA", at=NOW)
    Account.objects.filter(username="GOVERNOR").update(roles=["ACCESS__REVIEW__RW", "POM", "PRISON"])
    make("LEAVER", "POM", "LEI", inactive=True)
    client = browser("GOVERNOR")
    overview = text(client.get("/access-requests/review/"))
    assert "Who can do what in Leeds (HMP)" in overview
    assert re.search(r"POM User [^<]*? 3 2 ", overview), overview
    assert "Prison staff" not in overview
    one = text(client.get("/access-requests/review/?prison=LEI&role=POM"))
    assert "3 people" in one and "LEAVER" not in one
    assert "16/11/2026 24/11/2026 by Adm Person 25/12/2026 Still needed Lsa Person, 24/11/2026" in one
    assert "Somebody else reviews yours" in one
    for address in ("?prison=MDI", "?prison=LEI&role=NO_SUCH", "?prison=LEI&role=PRISON"):
        assert client.get(f"/access-requests/review/{address}").status_code == 404, address
    assert browser("OFFICER").get("/access-requests/review/").status_code == 403


def test_a_local_administrator_without_a_prison_reviews_none() -> None:
    make("LSA_NONE", "MAINTAIN_ACCESS_ROLES", "LEI")
    client = browser("LSA_NONE")
    assert "You look after no prison" in text(client.get("/access-requests/review/"))
    assert client.get("/access-requests/review/download").status_code == 404


def test_saving_a_review() -> None:
    officer, colleague = (Account.objects.get(username=name).pk for name in ("OFFICER", "COLLEAGUE"))
    client, address = browser("LSA"), "/access-requests/review/?prison=LEI&role=POM"
    sent = {
        f"verdict-{officer}": "NEEDED",
        f"verdict-{colleague}": "TAKE_AWAY",
        "verdict-x": "NEEDED",
        "verdict-": "NEEDED",
    }
    reply = client.post(address, sent)
    assert reply["Location"] == address
    said = text(client.get(address))
    assert "Still needed: Officer Person" in said and "Taken away: Colleague Person" in said
    client.post(address, {f"verdict-{officer}": "TAKE_AWAY"})
    last = text(client.get(address))
    assert "Taken away: Officer Person" in last and "Nobody here has it now" in last
    Account.objects.filter(pk=officer).update(roles=["POM", "PRISON"])
    client.post(address, {f"verdict-{officer}": "NEEDED"})
    assert AccessReview.objects.count() == 2
    client.post(address, {"verdict-99999999999999999999": "NEEDED", f"verdict-{officer}": "nonsense"})
    client.post(address, {})
    assert "Nothing was chosen" in text(client.get(address))
    assert client.post("/access-requests/review/?prison=MDI&role=POM", sent).status_code == 404
    assert AccessReview.objects.filter(verdict="NEEDED").count() == 1


def test_the_download_holds_everybody_and_is_audited() -> None:
    make("=cmd|calc", "POM", "LEI", first_name="=SUM(A1)", last_name="Bad", last_login=NOW)
    reply = browser("LSA").get("/access-requests/review/download?prison=LEI")
    assert reply["Content-Disposition"] == 'attachment; filename="who-can-do-what-LEI.csv"'
    rows = list(csv.reader(io.StringIO(b"".join(reply).decode("utf-8-sig"))))
    assert rows[0] == presenters.REVIEW_COLUMNS
    held = {(row[0], row[2]) for row in rows[1:]}
    assert ("OFFICER", "POM") in held and ("GOVERNOR", "ACCESS__REVIEW__RW") in held
    assert not [row for row in rows if row[2] == "PRISON" or row[0] == "ADM"]
    assert next(row for row in rows if "cmd" in row[0])[:5] == [
        "'=cmd|calc",
        "'=SUM(A1) Bad",
        "POM",
        "POM User",
        "24/11/2026",
    ]
    entry = AuditEntry.objects.get(action="ACCESS_REVIEW_DOWNLOADED")
    assert (entry.subject_id, entry.username, entry.details) == ("LEI", "LSA", {"rows": len(rows) - 1})
    assert browser("LSA").get("/access-requests/review/download?prison=MDI").status_code == 404


# words


def test_every_line_of_the_permission_table_has_words() -> None:
    assert all_grants()
    for grant in all_grants():
        words = presenters.capability_words(grant)
        assert words[0].isupper() and ":" not in words and "  " not in words
    made_up = Grant("X", "rooms:key-worker:allocate-all", Scope.ANY_CASELOAD)
    assert presenters.capability_words(made_up) == "Allocate all key worker in each of your prisons"


# Internet Explorer 8


def test_every_page_can_be_read_by_internet_explorer_8() -> None:
    first = ask("INACTIVE_BOOKINGS UPDATE_ALERT", "MDI")
    for one in (first[0], first[2]):
        agree(one)
    officer, boss = browser(), browser("LSA")
    why, decide = "/access-requests/ask/why/", f"/access-requests/{first[1].pk}/decide/"
    replies = [
        officer.get("/access-requests/"),
        officer.get("/access-requests/ask/?role=CELL_MOVE&words=cell"),
        officer.get("/access-requests/ask/?go-on=yes"),
        officer.get(f"{why}?role=CELL_MOVE&prison=NHI"),
        officer.post(why, {"role": "CELL_MOVE"}),
        officer.get("/access-requests/keep/role/INACTIVE_BOOKINGS/"),
        officer.get("/access-requests/keep/caseload/MDI/"),
        officer.get(f"/access-requests/{first[0].pk}/"),
        officer.get(f"/access-requests/{first[1].pk}/withdraw/"),
        boss.get("/access-requests/to-decide/?kind=ROLE"),
        boss.get(decide),
        boss.post(decide, {}),
        boss.get("/access-requests/review/"),
        boss.get("/access-requests/review/?role=POM"),
        boss.get("/access-requests/removal/OFFICER/INACTIVE_BOOKINGS/"),
    ]
    for reply in replies:
        assert reply.status_code in (200, 400), reply.request["PATH_INFO"]
        assert problems_in_page(reply.content.decode()) == [], reply.request["PATH_INFO"]


# statements


def test_statements_do_not_grow_with_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = ask("INACTIVE_BOOKINGS UPDATE_ALERT MAINTAIN_IEP", "MDI")
    for one in (first[0], first[3]):
        agree(one)
    RoleGiven.objects.create(account=Account.objects.get(username="OFFICER"), role="POM", given_by="ADM", given_at=NOW)
    addresses = {
        "OFFICER": [
            ("/access-requests/", 8),
            ("/access-requests/ask/", 1),
            ("/access-requests/ask/why/?role=LICENCE_CA", 2),
            (f"/access-requests/{first[1].pk}/", 3),
        ],
        "LSA": [
            ("/access-requests/to-decide/", 5),
            (f"/access-requests/{first[1].pk}/decide/", 7),
            ("/access-requests/review/", 3),
            ("/access-requests/review/?prison=LEI&role=POM", 5),
        ],
    }
    clients = {username: browser(username) for username in addresses}
    for more in range(2):
        for username, client in clients.items():
            for address, number in addresses[username]:
                with django_assert_num_queries(FRAME + number):
                    assert client.get(address).status_code == 200, address
        for number in range(15):
            account = make(f"MORE{more}{number}", "POM", "LEI")
            ask("UPDATE_ALERT", by=actor(account.username))
            RoleGiven.objects.create(account=account, role="POM", given_by="ADM", given_at=NOW)
        if more == 0:
            agree(first[2])


def test_the_tile_and_the_menu_cards() -> None:
    assert "Your access" in text(browser("OUTSIDE").get("/"))
    menu = text(browser("LSA").get("/users/"))
    assert "Access requests to decide" in menu and "Who can do what in a prison" in menu
    assert "Access requests to decide" not in text(browser("GOVERNOR").get("/users/"))
