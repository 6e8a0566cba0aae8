"""The pages about a person's alerts, as staff use them without a script."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.alerts.commands import reference
from dps.prisoners.alerts.tests.conftest import account, alert_of
from dps.prisoners.alerts.tests.test_commands import MANAGER
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Alert, Person
from dps.prisoners.tests.people import make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/alerts/"


def words(reply: object) -> str:
    return html.unescape(reply.content.decode())  # type: ignore[attr-defined]


def was(page: str) -> str:
    found = re.search(r'name="was" value="(\w+)"', page)
    assert found
    return found[1]


def typed(name: str, day: date | None) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) if day else "" for part in ("day", "month", "year")}


def labels_shown(page: str) -> list[str]:
    return re.findall(r'dps-card__title">[^<]+<a class="govuk-link" href="[^"]+">([^<]+)<', page)


def test_the_list_counts_filters_sorts_and_shows_everything(browser: Client, person: Person, today: date) -> None:
    old, older = today - timedelta(days=40), today - timedelta(days=90)
    alert_of(
        person,
        "XA",
        starts=old,
        description="One line\n<b>another</b>",
        modified_by="OFFICER",
        modified_at=local_time.now(),
    )
    alert_of(person, "HA", starts=older, ends=today + timedelta(days=5), ended_by="OFFICER")
    alert_of(person, "XEL", starts=older, ends=today)
    alert_of(person, "XVL", starts=old, ends=old + timedelta(days=1), deleted_at=local_time.now())
    page = words(browser.get(BASE))
    assert "Active (2 alerts)" in page and "Inactive (1 alert)" in page
    assert labels_shown(page) == ["Arsonist", "ACCT Open (HMPS)"]
    assert "One line<br><b>another</b>" in page and "&lt;b&gt;another" in browser.get(BASE).content.decode()
    assert "added by NOMIS_USER" in page and "by Ann Lee" in page and "Security (1)" in page
    assert labels_shown(words(browser.get(f"{BASE}?sort=-started"))) == ["ACCT Open (HMPS)", "Arsonist"]
    assert labels_shown(words(browser.get(f"{BASE}?type=H"))) == ["ACCT Open (HMPS)"]
    assert labels_shown(words(browser.get(f"{BASE}?show=inactive&sort=closed"))) == ["Escape List"]
    since = "&".join(f"{name}={value}" for name, value in typed("started_from", old).items())
    page = words(browser.get(f"{BASE}?{since}"))
    assert labels_shown(page) == ["Arsonist"] and "Remove the filter" in page
    until = "&".join(f"{name}={value}" for name, value in typed("started_to", older).items())
    assert labels_shown(words(browser.get(f"{BASE}?{until}"))) == ["ACCT Open (HMPS)"]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"started_from": ("31", "2", "2026")}, "Date from must be a real date"),
        ({"started_from": ("1", "1", "9999")}, "Date from must not be in the future"),
        (
            {"started_from": ("2", "1", "2026"), "started_to": ("1", "1", "2026")},
            "Date to must not be before date from",
        ),
    ],
)
def test_dates_that_cannot_be(
    browser: Client, person: Person, today: date, dates: dict[str, tuple[str, str, str]], said: str
) -> None:
    alert_of(person, starts=today)
    query = {
        f"{name}-{part}": value
        for name, day in dates.items()
        for part, value in zip(("day", "month", "year"), day, strict=True)
    }
    reply = browser.get(BASE, query)
    assert reply.status_code == 400 and said in words(reply)


@pytest.mark.parametrize(("query", "said"), [("", "John Smith has no active alerts."), ("?show=inactive", "John Smith has no inactive alerts.")])  # fmt: skip
def test_nobody_has_none_without_being_told(browser: Client, query: str, said: str) -> None:
    assert said in words(browser.get(BASE + query))


def test_five_hundred_alerts_cost_what_one_does(browser: Client, person: Person, today: date) -> None:
    alert_of(person, starts=today)

    def statements(query: str = "") -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(BASE + query).status_code == 200
        return len(captured)

    statements()
    one = statements()
    Alert.objects.bulk_create(
        Alert(
            person=person,
            type="X",
            code=f"C{n}",
            active_from=today - timedelta(days=n),
            created_at=local_time.now(),
            created_by=f"U{n}",
        )
        for n in range(500)
    )
    assert statements() == one and statements("?showAll=true") == one and statements("?page=7&type=X") == one
    page = words(browser.get(f"{BASE}?page=26"))
    assert "Showing 501 to 501 of 501 alerts" in page and len(re.findall("dps-card__title", page)) == 1
    assert len(re.findall("dps-card__title", words(browser.get(f"{BASE}?showAll=true")))) == 501


def test_a_flag_leads_to_the_alert_wherever_it_is_in_the_list(browser: Client, person: Person, today: date) -> None:
    alert = alert_of(person, "XEL", starts=today - timedelta(days=400))
    twin = alert_of(person, "XEL", starts=today - timedelta(days=300))
    flag = re.search(
        r'<a class="dps-flag dps-flag--security" href="([^"]+)"', words(browser.get("/prisoners/A1111AA/"))
    )
    assert flag
    page = words(browser.get(flag[1]))
    assert "Words about XEL" in page and "Alert created" in page and "Recorded more than once" in page
    assert str(alert.pk) in page and str(twin.pk) in page
    make_person("B1111BB")
    assert browser.get(f"/prisoners/B1111BB/alerts/{alert.pk}/").status_code == 404


def test_adding_first_the_type_then_the_alert(browser: Client, person: Person, today: date) -> None:
    alert_of(person, "XEL", starts=today)
    reference.restrict(code="XVL", by=MANAGER, at=local_time.now())
    page = words(browser.get(f"{BASE}add/"))
    assert "Self Harm" in page and "Do not share" not in page, "a type out of use is not offered"
    assert "Choose the type of alert" in words(browser.get(f"{BASE}add/?type="))
    page = words(browser.get(f"{BASE}add/?type=X"))
    assert "Arsonist" in page and "Violent" not in page and "Old one" not in page
    assert re.search(r'value="XEL" disabled="disabled">Escape List \(already active\)', page)
    sent = {"code": "XA", "description": "He set a fire", **typed("active_from", today), **typed("active_to", None)}
    reply = browser.post(f"{BASE}add/?type=X", sent, follow=True)
    assert reply.redirect_chain == [(BASE, 302)] and "Alert added" in words(reply) and "Arsonist" in words(reply)
    for wrong, said in [
        ({"code": "XEL"}, "already has this alert"),
        ({"code": "XA"}, "already has this alert"),
        ({"code": "XVL"}, "choose one from the list"),
        ({"code": ""}, "Choose the alert"),
        ({"description": ""}, "Say why you are creating this alert"),
        ({"description": "x" * 4001}, "4,000 characters or fewer"),
        (typed("active_from", None), "Give the date the alert starts"),
        (typed("active_from", today + timedelta(days=1)), "must not be in the future"),
        (typed("active_from", today - timedelta(days=8)), "one of the 7 days before"),
        ({"active_from-day": "32"}, "Start date must be a real date"),
        (typed("active_to", today), "later than the start date"),
    ]:
        reply = browser.post(f"{BASE}add/?type=X", sent | {"code": "XEL"} | wrong)
        assert reply.status_code == 400 and said in words(reply), wrong
    both = words(
        browser.post(
            f"{BASE}add/?type=X",
            {"code": "", "active_from-day": "32", "active_from-month": "1", "active_from-year": "2026"},
        )
    )
    assert all(said in both for said in ("Choose the alert", "Say why", "must be a real date"))
    assert Alert.objects.count() == 2


def test_closing_changing_and_looking_at_one(browser: Client, person: Person, today: date) -> None:
    alert = alert_of(person, starts=today - timedelta(days=30))
    own = f"{BASE}{alert.pk}/"
    assert f"{own}close/" in words(browser.get(BASE)) and f"{own}end/" not in words(browser.get(BASE))
    page = words(browser.get(f"{own}details/"))
    assert "Words about XA</textarea>" in page
    assert "Enter your comments" in words(browser.post(f"{own}details/", {"description": "", "was": was(page)}))
    reply = browser.post(f"{own}details/", {"description": "More is known", "was": was(page)}, follow=True)
    assert "Alert updated" in words(reply) and "Comments changed from Words about XA to More is known" in words(reply)
    page = words(browser.get(f"{own}close/"))
    assert "cannot be made active again" in page
    reply = browser.post(
        f"{own}close/", {"description": "", "when": "later", **typed("later", today), "was": was(page)}
    )
    assert reply.status_code == 400 and "Enter your comments" in words(reply) and "must be after today" in words(reply)
    later = {"description": "Enough", "when": "later", **typed("later", today + timedelta(days=9)), "was": was(page)}
    assert "Alert closed" in words(browser.post(f"{own}close/", later, follow=True))
    assert f"{own}end/" in words(browser.get(BASE)) and f"{own}close/" not in words(browser.get(BASE))
    page = words(browser.get(f"{own}end/"))
    assert "Choose whether to change" in words(browser.post(f"{own}end/", {"was": was(page)}))
    browser.post(f"{own}end/", {"what": "remove", "was": was(page)})
    assert Alert.objects.get().active_to is None
    assert "Looked at: it still holds" in words(browser.post(f"{own}looked-at/", follow=True))
    page = words(browser.get(f"{own}end/"))
    sent = {"what": "change", **typed("new_end", today), "was": was(page)}
    assert "Alert closed" in words(browser.post(f"{own}end/", sent, follow=True))
    for part in ("details", "close", "end"):
        reply = browser.get(f"{own}{part}/")
        assert reply.status_code == 200 and "Alert already closed" in words(reply)
    reply = browser.post(f"{own}details/", {"description": "Typed in vain", "was": "x"})
    assert reply.status_code == 409 and "Typed in vain" in words(reply)
    assert browser.post(f"{own}looked-at/").status_code == 409


def test_somebody_else_was_first_and_what_was_typed_is_kept(browser: Client, person: Person, today: date) -> None:
    alert = alert_of(person, starts=today)
    own = f"{BASE}{alert.pk}/"
    page = words(browser.get(f"{own}close/"))
    browser.post(f"{own}details/", {"description": "First", "was": was(words(browser.get(f"{own}details/")))})
    reply = browser.post(f"{own}close/", {"description": "Second, typed", "when": "today", "was": was(page)})
    shown = words(reply)
    assert reply.status_code == 409 and "Ann Lee changed this while your page was open" in shown
    assert "No end date. First" in shown and "Second, typed</textarea>" in shown
    assert re.search(r'value="today" checked', shown) and Alert.objects.get().active_to is None
    browser.post(f"{own}close/", {"description": "Second, typed", "when": "today", "was": was(shown)})
    assert Alert.objects.get().active_to == today and Change.objects.count() == 2


def test_who_sees_links_and_who_may_follow_them(client: Client, person: Person, today: date) -> None:
    shared, plain = alert_of(person, "DOCGM", starts=today), alert_of(person, starts=today)
    client.force_login(account("READER", "PRISON"))
    page = words(client.get(BASE))
    assert "add/" not in page and "close/" not in page
    assert client.get(f"{BASE}add/").status_code == client.post(f"{BASE}{plain.pk}/close/").status_code == 403
    client.force_login(account("ABROAD", "PRISON", "GLOBAL_SEARCH", "UPDATE_ALERT", caseloads=("MDI",)))
    assert client.get(BASE).status_code == 200 and client.get(f"{BASE}add/").status_code == 404
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED").exists()
    client.force_login(account("WRITER", "PRISON", "UPDATE_ALERT", "ALERTS_REFERENCE_DATA_MANAGER"))
    page = words(client.get(BASE))
    assert f"{plain.pk}/close/" in page and f"{shared.pk}/close/" not in page
    assert client.get(f"{BASE}{shared.pk}/close/").status_code == 403


def test_a_double_click_is_one_alert(browser: Client, person: Person, today: date) -> None:
    page = words(browser.get(f"{BASE}add/?type=X"))
    token = re.search(r'name="submission" value="([^"]+)"', page.split("<main")[1])
    assert token
    sent = {"code": "XA", "description": "x", **typed("active_from", today), "submission": token[1]}
    assert [browser.post(f"{BASE}add/?type=X", sent).status_code for _ in range(2)] == [302, 302]
    assert Alert.objects.count() == 1


def test_central_pages(signed_in: Callable[..., Client], person: Person, today: date) -> None:
    client = signed_in("ALERTS_REFERENCE_DATA_MANAGER")
    assert "Do not share" in words(client.get("/alerts/add/")) and "Choose the type" in words(
        client.get("/alerts/add/?type=")
    )
    reply = client.post("/alerts/add/?type=D", {"number": "", "code": "", "description": ""})
    shown = words(reply)
    assert reply.status_code == 400
    assert all(said in shown for said in ("Enter a prison number", "Choose the alert", "Say why", "Give the date"))
    sent = {"number": "a1111aa", "code": "DOCGM", "description": "", **typed("active_from", today)}
    assert "Alert added for A1111AA" in words(client.post("/alerts/add/?type=D", sent, follow=True))
    assert "already has this alert" in words(client.post("/alerts/add/?type=D", sent))
    assert "Nobody has this prison number" in words(client.post("/alerts/add/?type=D", sent | {"number": "Z9999ZZ"}))
    alert = Alert.objects.get()
    for wanted, said in [("", "Enter the id"), ("x", "An id looks like"), (KEY, "There is no alert with this id")]:
        assert said in words(client.get("/alerts/delete/", {"id": wanted}))
    assert client.get("/alerts/delete/", {"id": str(alert.pk)})["Location"] == f"/alerts/delete/{alert.pk}/"
    assert "Smith, John" in words(client.get(f"/alerts/delete/{alert.pk}/"))
    assert client.post(f"/alerts/delete/{alert.pk}/", {"reason": ""}).status_code == 400
    assert "Alert deleted" in words(client.post(f"/alerts/delete/{alert.pk}/", {"reason": "Mistake"}, follow=True))
    assert client.get(f"/alerts/delete/{alert.pk}/").status_code == 404


KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
