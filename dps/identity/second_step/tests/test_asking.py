"""Signing in with a second step, through the pages, without any script."""

import json
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django_otp.oath import hotp, totp
from pytest_django import DjangoAssertNumQueries

from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, Contact, StaffSession
from dps.identity.second_step import commands, rules, secrets_kept
from dps.identity.second_step.commands import Outcome
from dps.identity.second_step.models import AlwaysAsk, AuthenticatorApp, Challenge, RecoveryCode
from dps.identity.second_step.pages import asking
from dps.identity.sessions.store import kept_as
from dps.platform import local_time, sealing
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page
from dps.platform.notify.models import Message

pytestmark = pytest.mark.django_db
Sent = Callable[..., Any]
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def sign_in(client: Client, account: Account, **more: str) -> HttpResponse:
    return client.post("/sign-in", {"username": account.username, "password": PASSWORD, **more})


def to_challenge(client: Client, account: Account, **more: str) -> str:
    answer = sign_in(client, account, **more)
    assert answer["Location"] == "/second-step/"
    page = client.get("/second-step/")
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert problems_in_page(page.content.decode()) == []
    return str(page.content.decode())


def give(client: Client, code: str) -> HttpResponse:
    return client.post("/second-step/", {"code": code})


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def confirm(account: Account, kind: str, value: str) -> None:
    Contact.objects.create(account=account, kind=kind, value=value, verified=True)


def give_app(account: Account, key: bytes = b"k" * 20) -> bytes:
    AuthenticatorApp.objects.create(
        account=account, key_sealed=secrets_kept.seal(key), made_at=START, confirmed_at=START
    )
    return key


# who is asked


def test_who_does_not_need_it_is_not_asked(client: Client, aisha: Account) -> None:
    assert sign_in(client, aisha)["Location"] == "/"
    assert is_in(client) and not Challenge.objects.exists()


@pytest.mark.parametrize(
    ("changes", "trusted", "asked"),
    [
        ({"is_administrator": True}, ["127.0.0.0/8"], True),
        ({"roles": ["PRISON", "OAUTH_ADMIN"]}, ["127.0.0.0/8"], True),
        ({"roles": ["PRISON", "MFA"]}, ["127.0.0.0/8"], False),
        ({"roles": ["PRISON", "MFA"]}, ["10.0.0.0/8"], True),
        ({"roles": ["PRISON", "MFA"]}, [], True),
        ({"roles": ["PRISON"]}, [], False),
    ],
)
def test_who_is_asked_and_from_where(
    client: Client, aisha: Account, settings: Any, changes: dict[str, Any], trusted: list[str], asked: bool
) -> None:
    settings.TRUSTED_NETWORKS = trusted
    Account.objects.filter(pk=aisha.pk).update(**changes)
    assert sign_in(client, aisha)["Location"] == ("/second-step/" if asked else "/")
    assert is_in(client) is not asked


def test_somebody_with_an_app_may_choose_to_be_asked_always(client: Client, aisha: Account) -> None:
    AlwaysAsk.objects.create(account=aisha, chosen_at=START)
    assert sign_in(client, aisha)["Location"] == "/", "nothing of their own to be asked for"
    client.post("/sign-out")
    give_app(aisha)
    assert sign_in(client, aisha)["Location"] == "/second-step/"
    AlwaysAsk.objects.all().delete()
    assert sign_in(Client(), aisha)["Location"] == "/"


# a code by e-mail


def test_a_code_by_email_leads_to_where_one_wanted(client: Client, ruth: Account, last_sent: Sent) -> None:
    page = to_challenge(client, ruth, next="/estate/")
    assert "ruth.c******@******.gov.uk" in page and ruth.email not in page
    assert "Ruth" not in page and 'autocomplete="one-time-code"' in page
    message = last_sent(ruth)
    assert (message.template, message.recipient) == ("second-step-code", ruth.email)
    code = message.values["code"]
    assert re.fullmatch(r"\d{6}", code) and code not in page
    assert message.expires_at == Challenge.objects.get().code_ends_at
    assert not is_in(client) and client.get("/estate/").status_code == 302
    answer = give(client, f" {code[:3]} {code[3:]} ")
    assert answer["Location"] == "/estate/" and is_in(client)
    assert client.session["methods"] == ["pwd", "otp"]
    assert StaffSession.objects.get(account_id=ruth.pk).methods == ["pwd", "otp"]
    assert not {"second_step_challenge", "signing_in"} & set(client.session.keys())
    told = "".join(json.dumps([e.action, e.details]) for e in AuditEntry.objects.all())
    assert "SECOND_STEP_CODE_SENT" in told and "SECOND_STEP_PASSED" in told
    assert code not in told and ruth.email not in told


def test_looking_again_sends_nothing_again(client: Client, ruth: Account) -> None:
    to_challenge(client, ruth)
    client.get("/second-step/")
    client.head("/second-step/")
    assert Message.objects.count() == 1 and Challenge.objects.count() == 1


def test_leading_zeros_are_kept() -> None:
    codes = {secrets_kept.new_code() for _ in range(4000)}
    assert {len(code) for code in codes} == {6} and {code[0] for code in codes} == set("0123456789")
    step = next(step for step in range(1, 1000) if hotp(b"k" * 20, step) < 10_000)
    shown, at = f"{hotp(b'k' * 20, step):06d}", datetime.fromtimestamp(step * 30, UTC)
    assert shown.startswith("00") and secrets_kept.step_of(b"k" * 20, shown, at=at, after=0) == step


def test_only_a_hash_is_kept_and_it_is_keyed(client: Client, ruth: Account, last_sent: Sent, settings: Any) -> None:
    to_challenge(client, ruth)
    kept, code = Challenge.objects.get(), last_sent(ruth).values["code"]
    assert kept.code_hash == secrets_kept.hash_of_code(kept.pk, code)
    everywhere = json.dumps([dict(client.session), [e.details for e in AuditEntry.objects.all()]])
    assert code not in everywhere and len(kept.code_hash) == 64
    settings.SECRET_KEY = "another key"
    assert kept.code_hash != secrets_kept.hash_of_code(kept.pk, code), "without the key nobody can try all million"


@pytest.mark.parametrize("typed", ["", "   ", "\x01"])
def test_nothing_typed_is_no_try(client: Client, ruth: Account, typed: str) -> None:
    to_challenge(client, ruth)
    answer = give(client, typed)
    assert answer.status_code == 400 and "Enter the code" in answer.content.decode()
    ruth.refresh_from_db()
    assert ruth.failed_attempts == Challenge.objects.get().code_tries == 0


@pytest.mark.parametrize("typed", ["12345", "1234567", "abcdef", "٣٣٣٣٣٣", "' OR 1=1", "🗝", "9" * 40])
def test_nonsense_is_a_wrong_code(client: Client, ruth: Account, typed: str) -> None:
    to_challenge(client, ruth)
    answer = give(client, typed)
    assert answer.status_code == 400 and asking.WRONG in answer.content.decode()
    assert problems_in_page(answer.content.decode()) == []


def without_tokens(answer: HttpResponse, typed: str) -> str:
    page = answer.content.decode().replace(f'value="{typed}"', "")
    return re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_wrong_late_void_and_used_up_codes_read_the_same(client: Client, ruth: Account, last_sent: Sent) -> None:
    pages = set()
    with time_machine.travel(START, tick=False) as clock:
        to_challenge(client, ruth)
        code = last_sent(ruth).values["code"]
        wrong = other_than(code)
        pages.add(without_tokens(give(client, wrong), wrong))
        clock.shift(timedelta(minutes=10))
        pages.add(without_tokens(give(client, code), code))
        clock.move_to(START + timedelta(minutes=9, seconds=59))
        for _ in range(3):
            give(client, wrong)
        pages.add(without_tokens(give(client, code), code))
    assert len(pages) == 1 and not is_in(client)


def test_a_code_may_be_tried_five_times(client: Client, ruth: Account, last_sent: Sent) -> None:
    to_challenge(client, ruth)
    code = last_sent(ruth).values["code"]
    for _ in range(4):
        assert give(client, other_than(code)).status_code == 400
    assert give(client, code)["Location"] == "/", "the fifth is still a try"
    other = Client()
    to_challenge(other, ruth)
    code = last_sent(ruth).values["code"]
    for _ in range(5):
        give(other, other_than(code))
    assert give(other, code).status_code == 400 and not is_in(other)


def test_a_code_is_good_for_ten_minutes(client: Client, ruth: Account, last_sent: Sent) -> None:
    with time_machine.travel(START, tick=False) as clock:
        to_challenge(client, ruth)
        clock.shift(timedelta(minutes=9, seconds=59))
        assert give(client, last_sent(ruth).values["code"])["Location"] == "/"


def test_the_sign_in_lasts_twenty_minutes(client: Client, ruth: Account, last_sent: Sent) -> None:
    with time_machine.travel(START, tick=False) as clock:
        to_challenge(client, ruth)
        clock.shift(timedelta(minutes=15))
        client.post("/second-step/other-way", {"way": "EMAIL"})
        clock.shift(timedelta(minutes=5, seconds=1))
        assert give(client, last_sent(ruth).values["code"])["Location"] == "/sign-in?timed-out=yes"
        assert client.get("/second-step/")["Location"] == "/sign-in?timed-out=yes"
        assert "took too long" in client.get("/sign-in?timed-out=yes").content.decode()
    assert not is_in(client)


def test_a_code_belongs_to_one_challenge(ruth: Account, last_sent: Sent) -> None:
    mine, other = Client(), Client()
    to_challenge(mine, ruth)
    code = last_sent(ruth).values["code"]
    to_challenge(other, ruth)
    assert give(other, code).status_code == 400
    assert give(mine, code)["Location"] == "/"


def test_a_challenge_belongs_to_one_person(client: Client, ruth: Account, aisha: Account, last_sent: Sent) -> None:
    Account.objects.filter(pk=aisha.pk).update(is_administrator=True)
    to_challenge(client, ruth)
    to_challenge(Client(), aisha)
    theirs = Challenge.objects.get(account=aisha)
    code = last_sent(aisha).values["code"]
    who = {"challenge_id": theirs.pk, "typed": code, "at": local_time.now()}
    assert commands.try_code(account_id=ruth.pk, **who) is Outcome.WRONG
    assert commands.try_code(account_id=aisha.pk, **who) is Outcome.PASSED


def test_a_code_is_used_once_and_the_second_click_opens_nothing(client: Client, ruth: Account, last_sent: Sent) -> None:
    to_challenge(client, ruth)
    code, before = last_sent(ruth).values["code"], client.cookies["dps-session"].value
    assert give(client, code)["Location"] == "/"
    kept = Challenge.objects.get()
    assert kept.code_hash == "" and kept.passed_at
    who = {"challenge_id": kept.pk, "account_id": ruth.pk, "typed": code, "at": local_time.now()}
    assert commands.try_code(**who) is Outcome.PASSED_BEFORE
    assert client.cookies["dps-session"].value != before
    assert not StaffSession.objects.filter(session_key=kept_as(before)).exists()
    ruth.refresh_from_db()
    assert ruth.failed_attempts == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["EMAIL", "APP", "RECOVERY"])
def test_of_two_answers_at_the_same_moment_one_counts(ruth: Account, last_sent: Sent, way: str) -> None:
    now = local_time.now()
    key = give_app(ruth)
    [code] = ["ABCDEFGHJK"]
    RecoveryCode.objects.create(account=ruth, hash=secrets_kept.hashes_of_recovery_code(ruth.key, code)[0], made_at=now)
    challenges = [commands.begin(account=ruth, at=now) for _ in range(2)]
    assert all(challenges)
    if way == "EMAIL":
        challenges = challenges[:1] * 2
    for challenge in challenges:
        commands.ask_by(challenge_id=challenge.pk, account=ruth, way=way, at=now)
    typed = {
        "EMAIL": lambda: last_sent(ruth).values["code"],
        "APP": lambda: f"{totp(key):06d}",
        "RECOVERY": lambda: code,
    }
    answer = typed[way]()
    outcomes, together = [], threading.Barrier(2)

    def answering(challenge: Challenge) -> None:
        together.wait()
        outcomes.append(
            commands.try_code(challenge_id=challenge.pk, account_id=ruth.pk, typed=answer, at=local_time.now())
        )
        connection.close()

    threads = [threading.Thread(target=answering, args=[challenge]) for challenge in challenges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == sorted(["passed", "passed before" if way == "EMAIL" else "wrong"])


# locking


def test_wrong_codes_and_wrong_passwords_count_together_and_lock(
    client: Client, ruth: Account, last_sent: Sent
) -> None:
    for _ in range(4):
        client.post("/sign-in", {"username": "ruth_adm", "password": "wrong"})
    to_challenge(client, ruth)
    ruth.refresh_from_db()
    assert ruth.failed_attempts == 4, "the right password alone forgets nothing"
    code = last_sent(ruth).values["code"]
    for _ in range(5):
        assert asking.WRONG in give(client, other_than(code)).content.decode()
    answer = give(client, other_than(code))
    page = answer.content.decode()
    assert answer.status_code == 400 and "Your account is locked" in page and 'href="/forgotten-password"' in page
    assert problems_in_page(page) == []
    ruth.refresh_from_db()
    assert ruth.locked and ruth.failed_attempts == 0
    assert Challenge.objects.get().ends_at <= local_time.now() and Challenge.objects.get().code_hash == ""
    assert give(client, code)["Location"] == "/sign-in?timed-out=yes"
    Account.objects.filter(pk=ruth.pk).update(locked=False)
    assert give(client, code)["Location"] == "/sign-in?timed-out=yes", "unlocking brings no old challenge back"
    assert not is_in(client)


def test_starting_again_gives_no_more_tries(ruth: Account, last_sent: Sent) -> None:
    for _ in range(2):
        client = Client()
        to_challenge(client, ruth)
        code = last_sent(ruth).values["code"]
        for _ in range(5):
            give(client, other_than(code))
    ruth.refresh_from_db()
    assert ruth.locked


def test_a_right_code_forgets_the_wrong_ones(client: Client, ruth: Account, last_sent: Sent) -> None:
    to_challenge(client, ruth)
    code = last_sent(ruth).values["code"]
    give(client, other_than(code))
    give(client, code)
    ruth.refresh_from_db()
    assert ruth.failed_attempts == 0


def test_an_account_closed_meanwhile_is_not_let_in(client: Client, ruth: Account, last_sent: Sent) -> None:
    to_challenge(client, ruth)
    Account.objects.filter(pk=ruth.pk).update(inactive=True)
    assert give(client, last_sent(ruth).values["code"])["Location"] == "/sign-in?timed-out=yes"
    challenge = Challenge.objects.get()
    assert (
        commands.try_code(challenge_id=challenge.pk, account_id=ruth.pk, typed="1", at=local_time.now())
        is Outcome.LOCKED
    )


def test_a_password_changed_meanwhile_ends_the_sign_in(client: Client, ruth: Account, last_sent: Sent) -> None:
    to_challenge(client, ruth)
    ruth.set_password("another long one 42")
    ruth.save()
    assert give(client, last_sent(ruth).values["code"])["Location"] == "/sign-in?timed-out=yes"


# another way, another code


def test_another_code_makes_the_first_void(client: Client, ruth: Account, last_sent: Sent) -> None:
    to_challenge(client, ruth)
    first = last_sent(ruth).values["code"]
    for _ in range(5):
        give(client, other_than(first))
    page = client.get("/second-step/other-way")
    assert page.status_code == 200 and "Code by email to ruth.c******@******.gov.uk" in page.content.decode()
    assert problems_in_page(page.content.decode()) == []
    assert client.post("/second-step/other-way", {"way": "EMAIL"})["Location"] == "/second-step/"
    second = last_sent(ruth).values["code"]
    assert "A new code is on its way" in client.get("/second-step/").content.decode()
    assert first == second or give(client, first).status_code == 400
    assert give(client, second)["Location"] == "/", "with five tries of its own"


def test_five_codes_in_a_quarter_of_an_hour(ruth: Account, last_sent: Sent) -> None:
    with time_machine.travel(START) as clock:
        client = Client()
        to_challenge(client, ruth)
        for _ in range(4):
            client.post("/second-step/other-way", {"way": "EMAIL"})
        kept = last_sent(ruth).values["code"]
        answer = client.post("/second-step/other-way", {"way": "EMAIL"})
        assert answer.status_code == 400 and asking.TOO_MANY in answer.content.decode()
        assert Message.objects.count() == 5
        other = Client()
        page = to_challenge(other, ruth)
        assert asking.TOO_MANY in page and 'name="code"' not in page, "a new sign-in sends no more either"
        assert give(other, kept).status_code == 400
        assert give(client, kept)["Location"] == "/", "the last code that was sent still works"
        clock.shift(timedelta(minutes=15, seconds=1))
        to_challenge(Client(), ruth)
        assert Message.objects.count() == 6


def test_each_way_and_where_it_goes(client: Client, ruth: Account, last_sent: Sent) -> None:
    confirm(ruth, "MOBILE", "07700900123")
    confirm(ruth, "BACKUP_EMAIL", "ruth@example.org")
    to_challenge(client, ruth)
    page = client.get("/second-step/other-way").content.decode()
    for words in (
        "Code by text message to *******0123",
        "Code by backup email to ru******@******ple.org",
        "Code by email to ruth.c******@******.gov.uk",
    ):
        assert words in page
    assert "Authenticator" not in page and "07700900123" not in page
    for way, kind, to, shown in (
        ("TEXT", "sms", "07700900123", "Check your phone"),
        ("BACKUP_EMAIL", "email", "ruth@example.org", "Check your backup email"),
    ):
        client.post("/second-step/other-way", {"way": way})
        message = last_sent(ruth)
        assert (message.kind, message.recipient) == (kind, to)
        page = client.get("/second-step/").content.decode()
        assert shown in page and to not in page
    assert give(client, last_sent(ruth).values["code"])["Location"] == "/"


@pytest.mark.parametrize("way", ["TEXT", "APP", "PASSKEY", "RECOVERY", "BACKUP_EMAIL", "", "nonsense", "x" * 5000])
def test_a_way_that_is_not_mine_is_refused_in_words(client: Client, ruth: Account, way: str) -> None:
    Contact.objects.create(account=ruth, kind="MOBILE", value="07700900123", verified=False)
    to_challenge(client, ruth)
    answer = client.post("/second-step/other-way", {"way": way})
    assert answer.status_code == 400 and "There is a problem" in answer.content.decode()
    challenge = Challenge.objects.get()
    assert challenge.way == "EMAIL" and Message.objects.count() == 1
    assert not commands.ask_by(challenge_id=challenge.pk, account=ruth, way=way, at=local_time.now())


@pytest.mark.parametrize("preferred", ["TEXT", "BACKUP_EMAIL", "EMAIL", "APP"])
def test_the_preferred_way_comes_first(client: Client, ruth: Account, preferred: str) -> None:
    confirm(ruth, "MOBILE", "07700900123")
    confirm(ruth, "BACKUP_EMAIL", "ruth@example.org")
    give_app(ruth)
    Account.objects.filter(pk=ruth.pk).update(second_step=preferred)
    to_challenge(client, ruth)
    assert Challenge.objects.get().way == preferred


# nobody to ask, or no way


def test_an_address_confirmed_meanwhile_is_asked_next(client: Client, ruth: Account, last_sent: Sent) -> None:
    Account.objects.filter(pk=ruth.pk).update(email_verified=False)
    to_challenge(client, ruth)
    client.post("/second-step/confirm-email")
    link = last_sent(ruth).values["link"]
    other = Client()
    other.post(other.get(link[link.index("/verify-email") :])["Location"])
    assert "Check your email" in client.get("/second-step/").content.decode()
    assert give(client, last_sent(ruth, "second-step-code").values["code"])["Location"] == "/"


@pytest.mark.parametrize("address", ["/second-step/", "/second-step/other-way"])
def test_nobody_is_asked_without_a_sign_in(client: Client, aisha: Account, address: str) -> None:
    assert client.get(address)["Location"] == "/sign-in?timed-out=yes"
    assert client.post(address, {"code": "123456", "way": "EMAIL"})["Location"] == "/sign-in?timed-out=yes"
    client.force_login(aisha)
    assert client.get(address)["Location"] == "/"
    assert client.get("/estate/").status_code == 200, "and nobody is signed out by looking"


@pytest.mark.parametrize(
    ("email", "mobile", "offers"),
    [("", "", False), ("ruth@justice.gov.uk", "", True), ("", "07700900123", False)],
)
def test_without_any_way_the_page_says_what_to_do(
    client: Client, ruth: Account, email: str, mobile: str, offers: bool
) -> None:
    Account.objects.filter(pk=ruth.pk).update(email=email, email_verified=False)
    if mobile:
        confirm(ruth, "MOBILE", mobile)
    page = to_challenge(client, ruth)
    assert "You cannot go further yet" in page and "local system administrator" in page
    assert ("Send me the link to confirm it" in page) is offers
    assert email == "" or email not in page
    assert not Message.objects.exists() and not Challenge.objects.exists() and not is_in(client)
    assert client.post("/second-step/", {"code": "123456"})["Location"] == "/second-step/"
    assert client.post("/second-step/confirm-email")["Location"] == "/second-step/"
    assert [sent.template for sent in Message.objects.all()] == (["confirm-email"] if offers else [])
    assert ("We have sent the link" in client.get("/second-step/").content.decode()) is offers


# an app


def test_the_code_of_an_app(client: Client, ruth: Account) -> None:
    key = give_app(ruth)
    with time_machine.travel(START, tick=False) as clock:
        assert "authenticator app" in to_challenge(client, ruth)
        assert not Message.objects.exists()
        code = f"{totp(key, t0=0):06d}"
        assert give(client, code)["Location"] == "/"
        app = AuthenticatorApp.objects.get()
        assert app.last_used_at == START and app.last_step == int(START.timestamp()) // 30
        again = Client()
        to_challenge(again, ruth)
        assert give(again, code).status_code == 400, "each code once"
        clock.shift(timedelta(seconds=30))
        assert give(again, code).status_code == 400
        assert give(again, f"{totp(key):06d}")["Location"] == "/"


@pytest.mark.parametrize(("off", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_that_is_half_a_minute_off(client: Client, ruth: Account, off: int, right: bool) -> None:
    key = give_app(ruth)
    with time_machine.travel(START, tick=False):
        to_challenge(client, ruth)
        assert (give(client, f"{totp(key, drift=off):06d}").status_code == 302) is right


def test_an_earlier_code_of_an_app_never_works_after_a_later_one(client: Client, ruth: Account) -> None:
    key = give_app(ruth)
    with time_machine.travel(START, tick=False):
        to_challenge(client, ruth)
        give(client, f"{totp(key, drift=1):06d}")
        again = Client()
        to_challenge(again, ruth)
        for off in (-1, 0, 1):
            assert give(again, f"{totp(key, drift=off):06d}").status_code == 400


def test_the_key_of_an_app_is_not_readable_in_the_database(ruth: Account, settings: Any) -> None:
    key = give_app(ruth, b"\x00secret secret secre")
    sealed = AuthenticatorApp.objects.get().key_sealed
    assert "secret" not in sealed and secrets_kept.as_typed(key) not in sealed
    assert secrets_kept.unseal(sealed) == key
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the next key"
    assert secrets_kept.unseal(sealed) == key
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.CannotOpen):
        secrets_kept.unseal(sealed)


# recovery codes


def recovery_codes(account: Account) -> list[str]:
    from dps.identity.accounts.commands import actor_of

    return commands.make_recovery_codes(at=local_time.now(), by=actor_of(account))


def test_recovery_codes_work_once_each_and_warn_when_few_are_left(
    client: Client, ruth: Account, last_sent: Sent
) -> None:
    codes = recovery_codes(ruth)
    assert len(set(codes)) == 10
    for code in codes[:5]:
        [kept] = secrets_kept.hashes_of_recovery_code(ruth.key, rules.recovery_code_typed(code))
        RecoveryCode.objects.filter(hash=kept).update(used_at=START)
    to_challenge(client, ruth)
    client.post("/second-step/other-way", {"way": "RECOVERY"})
    page = client.get("/second-step/").content.decode()
    assert "Enter a recovery code" in page and problems_in_page(page) == []
    assert give(client, codes[9].lower().replace("-", " "))["Location"] == "/" and is_in(client)
    assert "recovery codes left" not in client.get("/").content.decode(), "four are enough"
    again = Client()
    to_challenge(again, ruth)
    again.post("/second-step/other-way", {"way": "RECOVERY"})
    assert give(again, codes[8])["Location"] == "/"
    assert "You have 3 recovery codes left" in again.get("/").content.decode()
    told = last_sent(ruth, "second-step-changed").values["what"]
    assert told == "one of your recovery codes was used to sign in; you have 3 left"
    again = Client()
    to_challenge(again, ruth)
    again.post("/second-step/other-way", {"way": "RECOVERY"})
    assert give(again, codes[9]).status_code == 400
    assert give(again, "ABCDE-FGHJK").status_code == 400


def test_a_recovery_code_is_of_use_to_one_account_only(client: Client, ruth: Account, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(is_administrator=True)
    theirs = recovery_codes(aisha)
    recovery_codes(ruth)
    to_challenge(client, ruth)
    client.post("/second-step/other-way", {"way": "RECOVERY"})
    assert give(client, theirs[0]).status_code == 400


def test_recovery_codes_alone_are_asked_for_when_there_is_nothing_else(client: Client, ruth: Account) -> None:
    codes = recovery_codes(ruth)
    Account.objects.filter(pk=ruth.pk).update(email="", email_verified=False)
    assert "Enter a recovery code" in to_challenge(client, ruth)
    assert give(client, codes[0])["Location"] == "/"


def test_recovery_codes_survive_a_new_secret_key(client: Client, ruth: Account, settings: Any) -> None:
    codes = recovery_codes(ruth)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the next key"
    to_challenge(client, ruth)
    client.post("/second-step/other-way", {"way": "RECOVERY"})
    assert give(client, codes[0])["Location"] == "/"


# cost, other sites, upkeep


def test_how_many_statements_it_takes(
    client: Client, ruth: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    confirm(ruth, "MOBILE", "07700900123")
    to_challenge(client, ruth)
    with django_assert_num_queries(5):  # session, account, challenge, two for the ways
        client.get("/second-step/")
    with django_assert_num_queries(5):
        client.get("/second-step/other-way")


def test_a_form_from_another_site_is_refused(ruth: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/second-step/", {"code": "123456"}).status_code == 403
    assert strict.post("/second-step/other-way", {"way": "EMAIL"}).status_code == 403


def test_what_is_over_is_forgotten(ruth: Account) -> None:
    now = local_time.now()
    old, new = (commands.begin(account=ruth, at=at) for at in (now - timedelta(days=2), now))
    AuthenticatorApp.objects.create(account=ruth, key_sealed="x", made_at=now - timedelta(days=2))
    commands.forget_what_is_over()
    assert old and new and list(Challenge.objects.all()) == [new]
    assert not AuthenticatorApp.objects.exists()
