"""Passkeys, with one in software: signing in, and every answer that must not be accepted."""

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account
from dps.identity.second_step import commands
from dps.identity.second_step.commands import Outcome
from dps.identity.second_step.models import Challenge, Passkey
from dps.identity.second_step.pages import asking
from dps.identity.second_step.passkeys import options_to_add
from dps.identity.second_step.tests.authenticator import PRESENT, Authenticator, as_bytes
from dps.platform import local_time
from dps.platform.design.ie8 import problems_in_page
from dps.platform.web.refusals import Invalid

pytestmark = pytest.mark.django_db
Ask = Callable[[], dict[str, Any]]
ASKED = b"asked" * 8


def authenticator(**changes: str) -> Authenticator:
    return Authenticator(**{"origin": settings.PUBLIC_URL, **changes})


def add(account: Account, device: Authenticator, name: str = "My phone") -> Passkey:
    answer = device.make(json.loads(options_to_add(ASKED, account, [])))
    commands.add_passkey(asked=ASKED, answer=answer, name=name, at=local_time.now(), by=actor_of(account))
    return Passkey.objects.get(account=account, name=name)


def options_on(answer: HttpResponse) -> dict[str, Any]:
    found = re.search(r'data-passkey-options="([^"]*)"', answer.content.decode())
    assert found
    return dict(json.loads(html.unescape(found[1])))


def to_challenge(account: Account) -> tuple[Client, dict[str, Any]]:
    client = Client()
    client.post("/sign-in", {"username": account.username, "password": PASSWORD})
    client.get("/second-step/")
    client.post("/second-step/other-way", {"way": "PASSKEY"})
    page = client.get("/second-step/")
    assert problems_in_page(page.content.decode()) == []
    return client, options_on(page)


def give(client: Client, answer: str) -> HttpResponse:
    return client.post("/second-step/", {"credential": answer})


def test_signing_in_with_a_passkey(ruth: Account) -> None:
    device = authenticator()
    kept = add(ruth, device)
    client, options = to_challenge(ruth)
    assert options["rpId"] == "localhost"
    assert [as_bytes(known["id"]) for known in options["allowCredentials"]] == [device.id]
    assert give(client, device.use(options, owner=ruth.key.bytes))["Location"] == "/"
    assert client.session["methods"] == ["pwd", "hwk"]
    kept.refresh_from_db()
    assert kept.sign_count == 1 and kept.last_used_at


def test_each_of_several_passkeys_works_and_one_need_not_count(ruth: Account) -> None:
    devices = {name: authenticator() for name in ("My phone", "My laptop", "Password manager")}
    for name, device in devices.items():
        add(ruth, device, name)
    for name, device in [*devices.items()] * 2:
        if name == "Password manager":
            device.count = -1  # says 0 each time
        client, options = to_challenge(ruth)
        assert give(client, device.use(options))["Location"] == "/", name
    assert list(Passkey.objects.order_by("id").values_list("sign_count", flat=True)) == [2, 2, 0]


WRONG: dict[str, Callable[[Authenticator, dict[str, Any], Account], str]] = {
    "nothing": lambda device, options, owner: "",
    "no JSON": lambda device, options, owner: "{",
    "a list": lambda device, options, owner: "[]",
    "a number": lambda device, options, owner: "7",
    "empty": lambda device, options, owner: "{}",
    "parts missing": lambda device, options, owner: json.dumps({**json.loads(device.use(options)), "response": {}}),
    "not base 64": lambda device, options, owner: device.use(options).replace('"rawId": "', '"rawId": "é'),
    "very long": lambda device, options, owner: "x" * 100_000,
    "deeply nested": lambda device, options, owner: "[" * 19_000,
    "another challenge": lambda device, options, owner: device.use({"challenge": "AAAA"}),
    "another site": lambda device, options, owner: Authenticator.use(_on(device, site="evil.example"), options),
    "another origin": lambda device, options, owner: Authenticator.use(
        _on(device, origin="https://evil.example"), options
    ),
    "another owner": lambda device, options, owner: device.use(options, owner=b"somebody else 16"),
    "nobody there": lambda device, options, owner: device.use(options, flags=0),
    "an unknown key": lambda device, options, owner: authenticator().use(options),
    "another key with a known name": lambda device, options, owner: _posing_as(device).use(options),
    "a registration": lambda device, options, owner: device.make(options),
    "a count that went back": lambda device, options, owner: _counting(device, -5).use(options),
    "a count that stands still": lambda device, options, owner: _counting(device, -1).use(options),
}


def _on(device: Authenticator, **changes: str) -> Authenticator:
    device.__dict__.update(changes)
    return device


def _posing_as(device: Authenticator) -> Authenticator:
    return _on(authenticator(), id=device.id)


def _counting(device: Authenticator, by: int) -> Authenticator:
    device.count = max(device.count + by, 0)
    return device


@pytest.mark.parametrize("how", WRONG)
def test_answers_that_open_nothing(ruth: Account, how: str) -> None:
    device = authenticator()
    kept = add(ruth, device)
    device.count = 7
    Passkey.objects.update(sign_count=7)
    client, options = to_challenge(ruth)
    answer = give(client, WRONG[how](device, options, ruth))
    page = answer.content.decode()
    assert answer.status_code == 400 and asking.WRONG_PASSKEY in page and SESSION_KEY not in client.session
    ruth.refresh_from_db()
    kept.refresh_from_db()
    assert ruth.failed_attempts == 1 and kept.sign_count == 7 and kept.last_used_at is None
    fresh = options_on(answer)
    assert fresh["challenge"] != options["challenge"], "each is answered once"
    _on(device, origin=settings.PUBLIC_URL, site="localhost").count = 7
    assert give(client, device.use(options)).status_code == 400, "the used one is of no use"
    last = options_on(client.get("/second-step/"))
    assert give(client, device.use(last))["Location"] == "/"


def test_an_answer_is_of_use_once_and_to_one_challenge(ruth: Account) -> None:
    device = authenticator()
    add(ruth, device)
    client, options = to_challenge(ruth)
    other, _ = to_challenge(ruth)
    answer = device.use(options)
    assert give(other, answer).status_code == 400
    assert give(client, answer)["Location"] == "/"
    challenge = Challenge.objects.get(passed_at__isnull=False)
    who = {"challenge_id": challenge.pk, "account_id": ruth.pk, "answer": answer, "at": local_time.now()}
    assert commands.try_passkey(**who) is Outcome.PASSED_BEFORE


def test_a_passkey_of_somebody_else_opens_nothing(ruth: Account, aisha: Account) -> None:
    mine, theirs = authenticator(), authenticator()
    add(ruth, mine)
    add(aisha, theirs)
    client, options = to_challenge(ruth)
    assert give(client, theirs.use(options)).status_code == 400


def test_an_answer_that_comes_too_late(ruth: Account) -> None:
    device = authenticator()
    add(ruth, device)
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        _, options = to_challenge(ruth)
        clock.shift(timedelta(minutes=20))
        challenge = Challenge.objects.latest("began_at")
        who = {"challenge_id": challenge.pk, "account_id": ruth.pk, "at": local_time.now()}
        assert commands.try_passkey(answer=device.use(options), **who) is Outcome.WRONG


def test_ten_wrong_answers_lock(ruth: Account) -> None:
    add(ruth, authenticator())
    client, _ = to_challenge(ruth)
    answers = [give(client, "{}") for _ in range(10)]
    assert "Your account is locked" in answers[-1].content.decode()
    ruth.refresh_from_db()
    assert ruth.locked


# adding one


@pytest.mark.parametrize(
    "how", ["another challenge", "another site", "another origin", "nothing", "no JSON", "nobody there", "a signature"]
)
def test_answers_that_add_nothing(ruth: Account, how: str) -> None:
    device = authenticator(
        **{"another site": {"site": "evil.example"}, "another origin": {"origin": "https://evil.example"}}.get(how, {})
    )
    options = json.loads(options_to_add(ASKED, ruth, []))
    answer = device.make({"challenge": "AAAA"} if how == "another challenge" else options)
    answer = {"nothing": "", "no JSON": "{", "a signature": device.use(options)}.get(how, answer)
    if how == "nobody there":
        device._data = lambda flags: Authenticator._data(device, flags & ~PRESENT)  # type: ignore[method-assign]
        answer = device.make(options)
    with pytest.raises(Invalid):
        commands.add_passkey(asked=ASKED, answer=answer, name="x", at=local_time.now(), by=actor_of(ruth))
    assert not Passkey.objects.exists()


def test_one_passkey_is_added_once(ruth: Account, aisha: Account) -> None:
    device = authenticator()
    add(ruth, device)
    options = json.loads(options_to_add(ASKED, ruth, list(Passkey.objects.all())))
    assert [as_bytes(known["id"]) for known in options["excludeCredentials"]] == [device.id]
    for account in (ruth, aisha):
        with pytest.raises(Invalid):
            add(account, device, "Again")
    with pytest.raises(Invalid):
        commands.add_passkey(
            asked=b"", answer=authenticator().make(options), name="x", at=local_time.now(), by=actor_of(ruth)
        )
    assert Passkey.objects.count() == 1


def test_the_browser_is_told_nothing_personal_but_the_user_name(ruth: Account) -> None:
    options = json.loads(options_to_add(ASKED, ruth, []))
    assert as_bytes(options["user"]["id"]) == ruth.key.bytes
    assert options["user"]["name"] == ruth.username and ruth.email not in json.dumps(options)
