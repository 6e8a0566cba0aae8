"""One form is one write, however often it is sent."""

import re
import threading
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, override_settings
from django.urls import include, path

from dps.platform import audit
from dps.platform.access import SIGNED_IN, page
from dps.platform.audit.models import AuditEntry
from dps.platform.web.models import Submission


@page(SIGNED_IN, methods=("POST",))
def write(request: HttpRequest) -> HttpResponse:
    """Writes one row and does as it is told."""
    audit.record("WRITTEN", by=request.actor, details={"what": request.POST.get("what", "")})
    match request.POST.get("then", "go"):
        case "refuse":
            return HttpResponse("Enter a reason", status=400)
        case "break":
            raise RuntimeError("broken on purpose")
        case "elsewhere":
            return redirect("https://elsewhere.example/")
    return redirect(f"/done?what={request.POST.get('what', '')}")


urlpatterns = [path("write", write), path("other", write), path("", include("dps.config.urls"))]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def officer(name: str = "OFFICER") -> Client:
    account, _ = get_user_model().objects.get_or_create(username=name, defaults={"roles": ["PRISON"]})
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def written() -> list[str]:
    return [entry.details["what"] for entry in AuditEntry.objects.filter(action="WRITTEN").order_by("id")]


def test_a_second_click_writes_nothing_and_leads_where_the_first_did() -> None:
    client, token = officer(), str(uuid.uuid4())
    first = client.post("/write", {"submission": token, "what": "note"})
    again = client.post("/write", {"submission": token, "what": "another note"})
    assert written() == ["note"]
    assert (again.status_code, again["Location"]) == (302, first["Location"])


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1", "0" * 5000])
def test_a_post_without_a_usable_token_is_done_as_it_is(token: str) -> None:
    client = officer()
    for _ in range(2):
        client.post("/write", {"submission": token, "what": "note"})
    assert written() == ["note", "note"]


def test_a_form_that_was_refused_in_words_may_be_sent_again() -> None:
    client, token = officer(), str(uuid.uuid4())
    assert client.post("/write", {"submission": token, "what": "a", "then": "refuse"}).status_code == 400
    assert client.post("/write", {"submission": token, "what": "b"}).status_code == 302
    assert written() == ["a", "b"]


def test_a_fault_undoes_everything_and_the_form_may_be_sent_again() -> None:
    client, token = officer(), str(uuid.uuid4())
    assert client.post("/write", {"submission": token, "what": "a", "then": "break"}).status_code == 500
    assert written() == [] and not Submission.objects.exists()
    assert client.post("/write", {"submission": token, "what": "a"}).status_code == 302
    assert written() == ["a"]


def test_a_token_is_one_persons_for_one_page() -> None:
    token = str(uuid.uuid4())
    officer().post("/write", {"submission": token, "what": "mine"})
    officer("SOMEBODY_ELSE").post("/write", {"submission": token, "what": "theirs"})
    officer().post("/other", {"submission": token, "what": "another page"})
    assert written() == ["mine", "theirs", "another page"]


def test_nobody_is_led_to_another_site_by_a_repeat() -> None:
    client, token = officer(), str(uuid.uuid4())
    for _ in range(2):
        client.post("/write", {"submission": token, "what": "x", "then": "elsewhere"})
    assert written() == ["x", "x"]


def test_every_form_shown_has_a_token_of_its_own() -> None:
    client = officer()
    pages = [client.get("/sign-out").content.decode() for _ in range(2)]
    tokens = [re.findall(r'name="submission" value="([^"]+)"', page) for page in pages]
    assert len({token for found in tokens for token in found}) == sum(map(len, tokens)) >= 4


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_write_once() -> None:
    token, places = str(uuid.uuid4()), []
    clients = [officer() for _ in range(4)]

    def click(client: Client) -> None:
        try:
            places.append(client.post("/write", {"submission": token, "what": "note"})["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written() == ["note"]
    assert places == ["/done?what=note"] * 4
