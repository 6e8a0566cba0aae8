import base64
import csv
import html
import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from dps.identity.clients import commands, rules
from dps.identity.clients.models import SecretToShow
from dps.identity.clients.tests.conftest import ADMIN, AT, make
from dps.identity.models import Account, StaffSession
from dps.identity.provider.models import Client
from dps.identity.sessions.store import PUBLIC_ID
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page
from dps.platform.web.models import Submission

pytestmark = pytest.mark.django_db
SESSION_AND_ACCOUNT = 2
NEW: dict[str, Any] = {
    "name": "Prison roll", "client_id": "", "kind": "SERVICE", "team": "Roll team", "contact": "roll@justice.gov.uk",
    "grant": "authorization-code", "redirect_uris": "https://roll.example.uk/back\r\nhttp://localhost:3000/back",
    "post_logout_redirect_uris": "", "backchannel_logout_uri": "", "roles": "ROLE_VIEW_PRISONER_DATA\nglobal-search",
    "scopes": "openid\nread", "access_token_seconds": "1200", "refresh_token_seconds": "43200", "second_step": "untrusted",
    "claim_filter": "-name", "allowed_addresses": "", "reference": "DPS-1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def signed_in(*roles: str, username: str = "OLA_ADM") -> Browser:
    account = Account.objects.create(username=username, first_name="Ola", last_name="Berg", roles=list(roles))
    browser = Browser()
    browser.force_login(account)
    session = browser.session
    session[PUBLIC_ID] = str(uuid.uuid4())
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    browser.get("/")  # the first request of a session notes when it began
    return browser


@pytest.fixture
def ola(roles: None) -> Browser:
    return signed_in("OAUTH_ADMIN")


@pytest.fixture
def reader(roles: None) -> Browser:
    return signed_in("OAUTH_VIEW_ONLY_CLIENT", username="READER")


@pytest.fixture
def rotator(roles: None) -> Browser:
    return signed_in("CLIENT_ROTATION_ADMIN", username="ROTATOR")


def text_of(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def secret_in(page: str) -> str:
    found = re.search(
        r"Client secret</dt><dd[^>]*><code>([^<]*?)</code>", page.replace("&lt;", "‹").replace("&gt;", "›")
    )
    assert found
    return html.unescape(found[1].replace("‹", "<").replace("›", ">"))


def hidden(page: str) -> str:
    found = re.search(r'name="opened_with" value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def boxes(browser: Browser, address: str, **changed: str) -> dict[str, str]:
    """What the form at an address would send, with some boxes changed."""
    kept = {name: value for name, value in NEW.items() if name not in ("client_id", "kind", "team", "contact")}
    return {**kept, "opened_with": hidden(browser.get(address).content.decode()), **changed}


# the list


def rows(page: str) -> list[str]:
    return re.findall(r'<a class="govuk-link" href="/clients/([^/"]+)/">', page)


@pytest.fixture
def three(visits: Client) -> None:
    """visits (three copies, old, used), batch (one, acts by itself, personal), ended (two, over)."""
    make(name="=Batch", client_id="batch", grant="client-credentials", redirect_uris=[], roles=["GLOBAL_SEARCH"],
         kind="PERSONAL", team="Data hub", at=AT - timedelta(days=200))  # fmt: skip
    make(name="Ended system", client_id="ended", team="Archive", ends_on=AT.date())
    Client.objects.filter(client_id="ended").update(
        ends_on=AT.date() - timedelta(days=1), secret_set_at=AT - timedelta(days=30)
    )
    for base_id, times in (("visits", 2), ("ended", 1)):
        for _ in range(times):
            commands.duplicate_for_rotation(base_id, by=ADMIN, at=AT)
    Client.objects.filter(client_id="visits-1").update(last_used_at=AT)


def test_the_list_shows_copies_age_use_and_what_ended(reader: Browser, three: None) -> None:
    page = text_of(reader.get("/clients/"))
    assert rows(page) == ["batch", "ended", "visits"]
    assert '<strong class="govuk-tag govuk-tag--yellow">2</strong>' in page
    assert '<strong class="govuk-tag govuk-tag--red">3</strong>' in page
    assert page.count('govuk-tag--red">Ended<') == 1
    assert page.count("Change it") == 1 and "200 days" in page and "30 days" in page
    assert "Acts by itself" in page and "Personal" in page and "Data hub" in page
    assert "24/11/2026" in page and page.count(">Never<") == 2
    assert "3 systems" in page and "Register a system" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=ROLE_global-search", ["batch"]),
        ("role=VIEW_PRISONER_DATA", ["ended", "visits"]),
        ("grant=client-credentials", ["batch"]),
        ("kind=PERSONAL", ["batch"]),
        ("kind=nonsense&grant=nonsense&sort=nonsense", ["batch", "ended", "visits"]),
        ("old=yes", ["batch"]),
        ("words=hub", ["batch"]),
        ("words=BOOKING", ["visits"]),
        ("words=zzz", []),
        ("sort=-client", ["visits", "ended", "batch"]),
        ("sort=copies", ["batch", "ended", "visits"]),
        ("sort=-copies", ["visits", "ended", "batch"]),
        ("sort=team", ["visits", "ended", "batch"]),
        ("sort=secret", ["batch", "ended", "visits"]),
        ("sort=-secret", ["visits", "ended", "batch"]),
        ("sort=-used", ["visits", "batch", "ended"]),
        ("sort=used", ["visits", "batch", "ended"]),
    ],
)
def test_the_list_is_narrowed_and_sorted_on_the_server(
    reader: Browser, three: None, query: str, found: list[str]
) -> None:
    assert rows(text_of(reader.get(f"/clients/?{query}"))) == found


def test_statements_do_not_grow_with_clients(
    reader: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(SESSION_AND_ACCOUNT + 3):
            reader.get("/clients/")
        for number in range(60):
            make(name=f"System {number} of many", client_id=f"system{Client.objects.count():03d}")
    page = text_of(reader.get("/clients/?page=2"))
    assert rows(page) == [f"system{number:03d}" for number in range(50, 100)]
    with django_assert_num_queries(SESSION_AND_ACCOUNT + 1):
        reader.get("/clients/system001/")


def test_the_list_is_taken_away_as_a_file_and_that_is_recorded(reader: Browser, three: None) -> None:
    answer = reader.get("/clients/download?sort=-client&old=yes")
    assert answer["Content-Disposition"] == 'attachment; filename="clients.csv"'
    assert answer["Cache-Control"] == "private, max-age=0, must-revalidate"
    answer = reader.get("/clients/download?sort=-client")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["baseClientId"] for row in table] == ["visits", "ended", "batch"]
    assert table[2] == {
        "baseClientId": "batch", "name": "'=Batch", "copies": "1", "type": "PERSONAL", "team": "Data hub",
        "grantType": "client-credentials", "roles": "GLOBAL_SEARCH", "oldestSecretSet": "2026-05-08T12:00:00+00:00",
        "lastUsed": "", "lastDay": "",
    }  # fmt: skip
    told = AuditEntry.objects.filter(action="CLIENTS_DOWNLOADED").order_by("pk")
    assert [entry.details["rows"] for entry in told] == [1, 3]


# one client


def test_a_client_shows_its_copies_settings_and_who_runs_it(ola: Browser, three: None) -> None:
    commands.change_deployment(
        "visits", by=ADMIN, at=AT, team="Visits", chat="#visits", hosting="CLOUDPLATFORM", namespace="visits-prod"
    )
    page = text_of(ola.get("/clients/visits/"))
    assert re.findall(r'<th scope="row"[^>]*>([^<]+)<', page) == ["visits-2", "visits-1", "visits"]
    for words in ("Signs people in", "VIEW_PRISONER_DATA", "https://visits.example.uk/back", "1,200 seconds", "Anywhere",
                  "#visits", "Cloud Platform", "visits-prod", "Change the settings", "the most that can be live"):  # fmt: skip
        assert words in page, words
    assert "Make a new secret" not in page
    assert "Make a new secret" in text_of(ola.get("/clients/batch/"))
    assert "change it" in text_of(ola.get("/clients/batch/"))
    assert "ended on 23 November 2026" in text_of(ola.get("/clients/ended/"))
    assert "$" not in page[page.index("<main") :], "no hash either"


def test_a_reader_is_offered_nothing_to_change(reader: Browser, three: None) -> None:
    page = text_of(reader.get("/clients/batch/"))
    for words in ("Change the settings", "Change who runs it", "Make a new secret", "Delete"):
        assert words not in page


def test_an_old_copy_that_nothing_uses_is_offered_for_deletion(rotator: Browser, visits: Client) -> None:
    Client.objects.filter(client_id="visits").update(secret_set_at=AT - timedelta(days=50))
    commands.duplicate_for_rotation("visits", by=ADMIN, at=AT - timedelta(days=7))
    page = text_of(rotator.get("/clients/visits/"))
    assert (
        "visits has not been used for a week" in page and '<a class="govuk-link" href="/clients/visits/delete">' in page
    )
    Client.objects.filter(client_id="visits").update(last_used_at=AT)
    assert "has not been used" not in text_of(rotator.get("/clients/visits/"))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("address", "who_may"),
    [
        ("", {"OAUTH_ADMIN", "OAUTH_VIEW_ONLY_CLIENT", "CLIENT_ROTATION_ADMIN"}),
        ("visits/", {"OAUTH_ADMIN", "OAUTH_VIEW_ONLY_CLIENT", "CLIENT_ROTATION_ADMIN"}),
        ("download", {"OAUTH_ADMIN", "OAUTH_VIEW_ONLY_CLIENT", "CLIENT_ROTATION_ADMIN"}),
        ("new", {"OAUTH_ADMIN"}),
        ("visits/change", {"OAUTH_ADMIN"}),
        ("visits/deployment", {"OAUTH_ADMIN"}),
        ("visits/rotate", {"OAUTH_ADMIN", "CLIENT_ROTATION_ADMIN"}),
        ("visits/secret", {"OAUTH_ADMIN", "CLIENT_ROTATION_ADMIN"}),
        ("visits/delete", {"OAUTH_ADMIN", "CLIENT_ROTATION_ADMIN"}),
    ],
)
def test_each_role_opens_its_own_pages(visits: Client, address: str, who_may: set[str], method: str) -> None:
    for role in ("OAUTH_ADMIN", "OAUTH_VIEW_ONLY_CLIENT", "CLIENT_ROTATION_ADMIN", "CENTRAL_ADMIN", "PRISON"):
        if method == "post" and role in who_may:
            continue  # what a form does is tested one by one
        answer = getattr(signed_in(role, username=role), method)(f"/clients/{address}")
        assert answer.status_code == (200 if role in who_may else 403), role
    assert Client.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["nothing/", "nothing/change", "nothing/rotate", "nothing/secret", "nothing/delete"]
)
def test_what_is_not_there_is_not_found(ola: Browser, address: str) -> None:
    assert ola.get(f"/clients/{address}").status_code == 404
    if not address.endswith(("/", "secret")):
        assert ola.post(f"/clients/{address}").status_code == 404


def test_pages_open_from_trusted_networks_only(ola: Browser, visits: Client, settings: Any) -> None:
    settings.TRUSTED_NETWORKS = ["10.0.0.0/8"]
    for address in ("", "new", "visits/", "visits/rotate"):
        assert ola.get(f"/clients/{address}", REMOTE_ADDR="10.1.2.3").status_code == 200
        outside = ola.get(f"/clients/{address}", REMOTE_ADDR="81.2.3.4")
        assert outside.status_code == 403 and "from here" in text_of(outside)
    assert ola.post("/clients/visits/rotate", REMOTE_ADDR="81.2.3.4").status_code == 403
    assert Client.objects.count() == 1


def test_internet_explorer_8_can_do_it_all(ola: Browser, three: None) -> None:
    addresses = ["", "batch/", "visits/", "new", "visits/change", "visits/deployment", "batch/rotate", "visits/rotate",
                 "visits/delete", "batch/delete", "visits/secret", "?words=zzz"]  # fmt: skip
    for address in addresses:
        assert problems_in_page(ola.get(f"/clients/{address}").content.decode()) == [], address
    shown = ola.get(ola.post("/clients/batch/rotate")["Location"]).content.decode()
    assert "<code>" in shown and problems_in_page(shown) == []
    wrong = ola.post("/clients/new", {**NEW, "name": ""}).content.decode()
    assert "There is a problem" in wrong and problems_in_page(wrong) == []


def test_a_shorter_time_without_a_click_signs_out(ola: Browser) -> None:
    with time_machine.travel(AT + timedelta(minutes=16)):
        assert ola.get("/clients/")["Location"].startswith("/sign-in")


# registering, and the secret


def test_registering_leads_to_the_secret_once(ola: Browser, capsys: Any) -> None:
    answer = ola.post("/clients/new", NEW)
    assert answer["Location"] == "/clients/prison-roll/secret"
    made = Client.objects.get(client_id="prison-roll")
    assert (made.authorities, made.redirect_uris, made.second_step, made.team, made.claim_filter) == (
        ["GLOBAL_SEARCH", "VIEW_PRISONER_DATA"], "https://roll.example.uk/back http://localhost:3000/back", "untrusted",
        "Roll team", "-name",
    )  # fmt: skip
    assert ola.head(answer["Location"]).status_code == 200, "looking ahead uses nothing up"
    shown = ola.get(answer["Location"])
    assert shown["Cache-Control"] == "no-store"
    secret = secret_in(shown.content.decode())
    assert len(secret) == 60
    assert base64.b64encode(secret.encode()).decode() in text_of(shown)
    assert base64.b64encode(b"prison-roll").decode() in text_of(shown)
    again = text_of(ola.get(answer["Location"]))
    assert "not shown again" in again and "<code>" not in again
    # and it is nowhere else
    assert not SecretToShow.objects.exists()
    for session in StaffSession.objects.all():
        assert secret not in str(session.get_decoded())
    assert not any(secret in str(cookie.value) for cookie in ola.cookies.values())
    assert not any(secret in f"{entry.details}{entry.subject_id}" for entry in AuditEntry.objects.all())
    assert not any(secret in row.went_to for row in Submission.objects.all())
    assert secret not in capsys.readouterr().out


def test_nobody_else_sees_the_secret(ola: Browser) -> None:
    address = ola.post("/clients/new", NEW)["Location"]
    assert "not shown again" in text_of(signed_in("OAUTH_ADMIN", username="OTHER").get(address))
    session = ola.session
    session[PUBLIC_ID] = str(uuid.uuid4())
    session.save()
    assert "not shown again" in text_of(ola.get(address))


def test_a_double_click_makes_one_client_and_shows_its_secret(ola: Browser) -> None:
    token = re.search(r'name="submission" value="([^"]+)"', ola.get("/clients/new").content.decode())
    assert token
    first, second = (ola.post("/clients/new", {**NEW, "submission": token[1]}) for _ in range(2))
    assert first["Location"] == second["Location"] == "/clients/prison-roll/secret"
    assert Client.objects.count() == 1
    assert len(secret_in(ola.get(second["Location"]).content.decode())) == 60


def test_the_form_begins_with_what_is_usual(ola: Browser) -> None:
    page = text_of(ola.get("/clients/new"))
    assert "openid\nprofile\nemail\nread</textarea>" in page and 'value="1200"' in page


def test_everything_wrong_is_told_at_once_and_kept(ola: Browser) -> None:
    wrong = {**NEW, "name": "x", "client_id": "roll-1", "redirect_uris": "http://evil.example/<b>", "roles": "NO_SUCH",
             "access_token_seconds": "soon", "claim_filter": "name", "allowed_addresses": "10.1", "ends_on-day": "1",
             "ends_on-month": "1", "ends_on-year": "2026"}  # fmt: skip
    answer = ola.post("/clients/new", wrong)
    page = answer.content.decode()
    assert answer.status_code == 400 and not Client.objects.exists()
    for field in ("name", "client_id", "redirect_uris", "roles", "access_token_seconds", "claim_filter", "allowed_addresses",
                  "ends_on-day"):  # fmt: skip
        assert f'<a href="#id_{field}">' in page, field
    assert "http://evil.example/&lt;b&gt;</textarea>" in page and 'value="soon"' in page and "<b>" not in page
    assert 'name="grant" type="radio" value="authorization-code" checked' in page


# changing


def test_settings_are_changed_for_all_copies(ola: Browser, visits: Client) -> None:
    address = "/clients/visits/change"
    sent = boxes(
        ola, address, name="Visits two", **{"ends_on-day": "24", "ends_on-month": "12", "ends_on-year": "2026"}
    )
    answer = ola.post(address, sent)
    assert answer["Location"] == "/clients/visits/"
    page = text_of(ola.get("/clients/visits/"))
    assert "The changes are saved" in page and "Visits two" in page and "24 December 2026" in page
    assert AuditEntry.objects.get(action="CLIENT_CHANGED").details["changes"]["name"] == [
        "Prison visits booking", "Visits two",
    ]  # fmt: skip
    shown = ola.get(address).content.decode()
    assert 'name="ends_on-month" type="text" inputmode="numeric" value="12"' in shown
    assert 'name="client_id"' not in shown


def test_a_form_sent_as_it_was_opened_changes_nothing(ola: Browser, visits: Client) -> None:
    page = ola.get("/clients/visits/change").content.decode()
    sent = dict(re.findall(r'<input class="govuk-input[^>]*name="([^"]+)" type="text"[^>]*value="([^"]*)"', page))
    sent |= dict(re.findall(r'type="hidden" name="(opened_with)" value="([^"]*)"', page))
    sent |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    sent |= dict(re.findall(r'name="([^"]+)" type="radio" value="([^"]+)" checked', page))
    assert {"roles", "scopes", "grant", "second_step", "name"} <= set(sent)
    assert ola.post("/clients/visits/change", sent).status_code == 302
    assert not AuditEntry.objects.filter(action="CLIENT_CHANGED").exists()


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(ola: Browser, visits: Client) -> None:
    address = "/clients/visits/change"
    sent = boxes(ola, address, name="Mine")
    commands.change_client("visits", by=ADMIN, at=AT, roles=["GLOBAL_SEARCH"], access_token_seconds=600)
    answer = ola.post(address, sent)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Roles was VIEW_PRISONER_DATA, and is now GLOBAL_SEARCH" in page
    assert "Access token lasts was 1,200 seconds, and is now 600 seconds" in page
    assert 'value="Mine"' in page and Client.objects.get().name == "Prison visits booking"
    sent["opened_with"] = hidden(answer.content.decode())
    assert ola.post(address, sent).status_code == 302, "saving again is a decision"
    assert Client.objects.get().name == "Mine"


def test_a_mistake_does_not_hide_that_somebody_else_changed_it(ola: Browser, visits: Client) -> None:
    address = "/clients/visits/change"
    sent = boxes(ola, address, claim_filter="wrong")
    commands.change_client("visits", by=ADMIN, at=AT, name="Theirs")
    wrong = ola.post(address, {**sent, "grant": ""})
    assert wrong.status_code == 400
    sent |= {"claim_filter": "", "opened_with": hidden(wrong.content.decode())}
    assert ola.post(address, sent).status_code == 409


@pytest.mark.parametrize("opened", ["", "nonsense", "x" * 5000])
def test_a_form_that_was_not_given_out_here_is_refused(ola: Browser, visits: Client, opened: str) -> None:
    for address, sent in (
        ("change", {**NEW, "opened_with": opened}),
        ("deployment", {"kind": "SERVICE", "opened_with": opened}),
    ):
        assert ola.post(f"/clients/visits/{address}", sent).status_code == 409
    assert not AuditEntry.objects.filter(action__contains="CHANGED").exists()


def test_who_runs_it_is_changed(ola: Browser, visits: Client) -> None:
    address = "/clients/visits/deployment"
    page = ola.get(address).content.decode()
    sent = {"opened_with": hidden(page), "kind": "PERSONAL", "team": "Visits", "contact": "", "chat": "#visits",
            "hosting": "OTHER", "namespace": "a b"}  # fmt: skip
    refused = ola.post(address, sent)
    assert refused.status_code == 400 and '<a href="#id_namespace">' in refused.content.decode()
    assert ola.post(address, {**sent, "namespace": "visits-prod"})["Location"] == "/clients/visits/"
    visits.refresh_from_db()
    assert (visits.kind, visits.team, visits.deployment) == (
        "PERSONAL", "Visits", {"chat": "#visits", "hosting": "OTHER", "namespace": "visits-prod"},
    )  # fmt: skip
    assert AuditEntry.objects.get(action="CLIENT_DEPLOYMENT_CHANGED").details["changes"]["team"] == ["", "Visits"]
    stale = ola.post(address, {**sent, "namespace": ""})
    assert stale.status_code == 409 and "Team was empty, and is now Visits" in text_of(stale)


# rotating and deleting


def test_rotating_shows_a_new_secret_beside_the_old(rotator: Browser, visits: Client) -> None:
    assert "They are shown once" in text_of(rotator.get("/clients/visits/rotate"))
    answer = rotator.post("/clients/visits/rotate")
    assert answer["Location"] == "/clients/visits-1/secret"
    page = rotator.get(answer["Location"]).content.decode()
    assert "visits-1</code>" in page and len(secret_in(page)) == 60
    rotator.post("/clients/visits/rotate")
    assert "the most that can be live" in text_of(rotator.get("/clients/visits/rotate"))
    assert rotator.post("/clients/visits/rotate").status_code == 409
    assert Client.objects.count() == rules.MOST_LIVE


def test_deleting_is_asked_first_and_done_by_post_only(rotator: Browser, ola: Browser, visits: Client) -> None:
    commands.duplicate_for_rotation("visits", by=ADMIN, at=AT)
    Client.objects.filter(client_id="visits").update(last_used_at=AT - timedelta(days=1))
    page = text_of(rotator.get("/clients/visits/delete"))
    assert "It was used on 23 November 2026 at 12:00" in page and "removed altogether" not in page
    assert Client.objects.count() == 2
    assert rotator.post("/clients/visits/delete")["Location"] == "/clients/visits/"
    assert "visits is deleted" in text_of(rotator.get("/clients/visits/"))
    page = text_of(rotator.get("/clients/visits-1/delete"))
    assert "Only somebody who may register systems" in page and ">Delete visits-1<" not in page
    assert rotator.post("/clients/visits-1/delete").status_code == 403
    assert "removed altogether" in text_of(ola.get("/clients/visits-1/delete"))
    assert ola.post("/clients/visits-1/delete")["Location"] == "/clients/"
    assert not Client.objects.exists()


def test_forms_from_another_site_are_refused(visits: Client) -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(Account.objects.create(username="OLA_ADM", roles=["OAUTH_ADMIN"]))
    for address in ("new", "visits/change", "visits/deployment", "visits/rotate", "visits/delete"):
        assert strict.post(f"/clients/{address}", NEW).status_code == 403
    assert Client.objects.count() == 1


def test_the_tile_is_shown_to_those_who_may(ola: Browser, reader: Browser, visits: Client) -> None:
    assert 'href="/clients/"' in text_of(ola.get("/")) and 'href="/clients/"' in text_of(reader.get("/"))
    assert 'href="/clients/"' not in text_of(signed_in("PRISON", username="OFFICER").get("/"))
