"""Signing keys: made once, sealed, changed in the middle of everything without breaking anybody."""

from datetime import timedelta
from io import StringIO
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser

from dps.identity.provider import keys, tokens
from dps.identity.provider.models import Client, SigningKey
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def kids() -> list[str]:
    return [key["kid"] for key in Browser().get("/.well-known/jwks.json").json()["keys"]]


def test_the_first_key_is_made_at_need_and_is_sealed() -> None:
    assert not SigningKey.objects.exists()
    token = keys.sign({"iss": "x"}, kind="at+jwt")
    kept = SigningKey.objects.get()
    assert kids() == [kept.kid] == [flow.header_of(token)["kid"]]
    assert "PRIVATE" not in kept.private_sealed and kept.private_sealed.startswith("gAAAA")
    assert set(kept.public) & {"d", "p", "q", "dp", "dq", "qi"} == set()


def test_what_is_published_is_public(key: SigningKey) -> None:
    reply = Browser().get("/.well-known/jwks.json")
    (published,) = reply.json()["keys"]
    assert set(published) == {"kty", "n", "e", "use", "alg", "kid"}
    assert (published["kty"], published["use"], published["alg"]) == ("RSA", "sig", "RS256")
    assert reply["Cache-Control"] == "public, max-age=300" and "Vary" not in reply


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_need_the_first_key_at_once_make_one() -> None:
    made: list[str] = []

    def need() -> None:
        try:
            keys._first(local_time.now())
            made.append(SigningKey.objects.get().kid)
        finally:
            connection.close()

    threads = [Thread(target=need) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3 and len(set(made)) == 1


def test_only_one_key_signs(key: SigningKey) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(kid="other", made_at=local_time.now())


def test_a_change_in_the_middle_of_a_session_breaks_nobody(rp: Client, machine: Client, browser: Browser) -> None:
    given, code = flow.let_in(browser), flow.told(flow.authorise(browser))["code"]
    by_itself = flow.machine_token(machine)
    out = StringIO()
    call_command("rotate_signing_key", stdout=out)
    old, new = flow.header_of(by_itself)["kid"], SigningKey.objects.get(retired_at=None).kid
    assert new in out.getvalue() and kids() == [new, old]
    for token in (given["access_token"], by_itself):
        assert Browser().get("/api/users/me", headers=flow.bearer(token)).status_code == 200
    assert flow.claims_of(given["id_token"])["sub"] == "AISHA_GEN"
    later = flow.refresh(given["refresh_token"]).json()
    assert flow.header_of(later["access_token"])["kid"] == new
    assert flow.exchange(code).status_code == 200
    assert flow.told(flow.authorise(browser, id_token_hint=given["id_token"]))["code"]
    assert SigningKey.objects.get(kid=old).private_sealed == "", "what no longer signs cannot be stolen"
    assert AuditEntry.objects.get(action="SIGNING_KEY_CHANGED").subject_id == new


def test_another_process_follows_at_once_for_checking_and_soon_for_signing(
    machine: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keys.published()[0]["kid"]
    mine = keys._kept
    keys.rotate(at=local_time.now())
    by_other = keys.sign({"iss": "x"}, kind="at+jwt")
    monkeypatch.setattr(keys, "_kept", mine)  # as a process that read the keys before
    assert keys.opened(by_other, kind="at+jwt") == {"iss": "x"}
    monkeypatch.setattr(keys, "_kept", mine)
    assert flow.header_of(keys.sign({}, kind="at+jwt"))["kid"] == old
    monkeypatch.setattr(keys.time, "monotonic", lambda: mine.until + 1)  # type: ignore[union-attr]
    assert flow.header_of(keys.sign({}, kind="at+jwt"))["kid"] != old


def test_a_retired_key_is_published_until_every_token_it_signed_is_over(machine: Client) -> None:
    Client.objects.update(access_token_seconds=10**6)
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        token = flow.machine_token(machine)
        keys.rotate(at=local_time.now())
        clock.shift(timedelta(hours=24, seconds=-1))
        keys.forget_kept()
        keys.forget_old(local_time.now())
        assert tokens.check(token), "the longest life there is"
        clock.shift(timedelta(minutes=11))
        keys.forget_kept()
        assert len(kids()) == 1
        keys.forget_old(local_time.now())
        assert SigningKey.objects.count() == 1
        with pytest.raises(keys.NotOurs):
            keys.opened(token, kind="at+jwt")


@pytest.mark.parametrize(
    ("days", "age", "changes"), [(365, 364, False), (365, 366, True), (0, 5000, False), (30, 31, True)]
)
def test_an_old_key_is_changed_by_the_timer(key: SigningKey, settings: Any, days: int, age: int, changes: bool) -> None:
    settings.SIGNING_KEY_DAYS = days
    SigningKey.objects.update(made_at=local_time.now() - timedelta(days=age))
    assert keys.rotate_when_old(local_time.now()) is changes
    assert SigningKey.objects.count() == 1 + changes


def test_a_changed_secret_key(machine: Client, settings: Any) -> None:
    token, before = flow.machine_token(machine), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [before]
    keys.forget_kept()
    assert flow.header_of(keys.sign({}, kind="at+jwt"))["kid"] == flow.header_of(token)["kid"]
    settings.SECRET_KEY_FALLBACKS = []
    keys.forget_kept()
    assert flow.header_of(keys.sign({}, kind="at+jwt"))["kid"] != flow.header_of(token)["kid"]
    assert tokens.check(token), "what was signed before stays good"
