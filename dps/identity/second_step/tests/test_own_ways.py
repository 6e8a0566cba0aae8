"""Looking after one's own ways: what may be done, what is told, what must not be possible."""

import base64
import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django_otp.oath import totp
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts.commands import actor_of, create_user
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, Contact, StaffSession
from dps.identity.second_step import commands, secrets_kept
from dps.identity.second_step.commands.ways import LAST_WAY, NOT_MADE, WRONG_CODE
from dps.identity.second_step.models import AlwaysAsk, AuthenticatorApp, Passkey, RecoveryCode
from dps.identity.second_step.tests.authenticator import Authenticator
from dps.identity.sessions.store import kept_as
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page
from dps.platform.notify.models import Message
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
Sent = Callable[..., Any]
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
OWN = "/account/second-step/"


def inside(account: Account, *, methods: tuple[str, ...] = ("pwd", "otp")) -> Client:
    """Signed in, the second step passed, the password confirmed just now."""
    client = Client(raise_request_exception=False)
    client.force_login(account)
    session = client.session
    session.update({"password_confirmed": int(local_time.now().timestamp()), "methods": list(methods)})
    session.save()
    return client


@pytest.fixture
def mine(aisha: Account) -> Client:
    return inside(aisha)


def text_of(answer: HttpResponse) -> str:
    page = str(answer.content.decode())
    assert problems_in_page(page) == []
    return page


def add_app(client: Client, code: str | None = None) -> HttpResponse:
    key = re.search(r"<strong class=\"dps-nowrap\">([A-Z2-7 ]+)</strong>", text_of(client.get(f"{OWN}app")))
    assert key
    shown = code or f"{totp(base64.b32decode(key[1].replace(' ', ''))):06d}"
    return client.post(f"{OWN}app", {"code": shown})


def add_passkey(client: Client, name: str = "My phone", device: Authenticator | None = None) -> HttpResponse:
    device = device or Authenticator(origin=settings.PUBLIC_URL)
    options = re.search(r'data-passkey-options="([^"]*)"', text_of(client.get(f"{OWN}passkeys/add")))
    assert options
    answer = device.make(json.loads(html.unescape(options[1])))
    return client.post(f"{OWN}passkeys/add", {"credential": answer, "name": name})


def told(account: Account) -> list[str]:
    found = Message.objects.filter(username=account.username, template="second-step-changed").order_by("created_at")
    return [message.values["what"] for message in found]


def done() -> list[str]:
    return list(AuditEntry.objects.order_by("at", "id").values_list("action", flat=True))


# an app


def test_adding_an_app(mine: Client, aisha: Account) -> None:
    first = text_of(mine.get(f"{OWN}app"))
    assert text_of(mine.get(f"{OWN}app")).count(re.search(r"dps-nowrap\">([^<]+)", first)[1]) == 1, "the same key"
    assert add_app(mine)["Location"] == OWN
    page = text_of(mine.get(OWN))
    assert "Your authenticator app has been added" in page and "Use another app instead" in page
    assert told(aisha) == ["an authenticator app was added"]
    [entry] = AuditEntry.objects.filter(action="AUTHENTICATOR_APP_ADDED")
    assert (entry.username, entry.subject_id) == ("AISHA_GEN", "AISHA_GEN")


def test_the_picture_says_the_same_as_the_key_and_is_kept_nowhere(mine: Client, aisha: Account) -> None:
    assert mine.get(f"{OWN}app/picture").status_code == 404
    page = text_of(mine.get(f"{OWN}app"))
    picture = mine.get(f"{OWN}app/picture")
    assert picture["Content-Type"] == "image/png" and picture["Cache-Control"] == "no-store"
    assert picture.content.startswith(b"\x89PNG") and "data:" not in page and f'src="{OWN}app/picture"' in page
    add_app(mine)
    assert mine.get(f"{OWN}app/picture").status_code == 404, "once confirmed the key is shown to nobody"


@pytest.mark.parametrize("typed", ["000000", "12345", "abc", "🗝"])
def test_an_app_that_shows_another_code_is_not_added(mine: Client, aisha: Account, typed: str) -> None:
    with time_machine.travel(START, tick=False):
        mine = inside(aisha)
        commands.set_up_app(by=actor_of(aisha), at=START)
        AuthenticatorApp.objects.update(key_sealed=secrets_kept.seal(b"k" * 20))
        answer = mine.post(f"{OWN}app", {"code": typed})
    assert answer.status_code == 400 and WRONG_CODE in text_of(answer)
    assert AuthenticatorApp.objects.get().confirmed_at is None and told(aisha) == []


def test_another_app_takes_the_place_of_the_first_only_once_it_works(mine: Client, aisha: Account) -> None:
    add_app(mine)
    first = AuthenticatorApp.objects.get()
    assert "The app you have now works until then" in text_of(mine.get(f"{OWN}app"))
    assert add_app(mine, "12345").status_code == 400
    assert AuthenticatorApp.objects.filter(confirmed_at__isnull=False).get() == first
    add_app(mine)
    assert AuthenticatorApp.objects.get() != first


def test_removing_the_app(mine: Client, aisha: Account) -> None:
    assert mine.get(f"{OWN}app/remove").status_code == mine.post(f"{OWN}app/remove").status_code == 404
    add_app(mine)
    mine.post(f"{OWN}choose", {"preferred": "APP", "when": "always"})
    assert "Remove your authenticator app?" in text_of(mine.get(f"{OWN}app/remove"))
    assert mine.post(f"{OWN}app/remove")["Location"] == OWN
    aisha.refresh_from_db()
    assert aisha.second_step == "" and not AuthenticatorApp.objects.exists()
    assert told(aisha)[-1] == "your authenticator app was removed"


# passkeys


def test_adding_renaming_and_removing_passkeys(mine: Client, aisha: Account) -> None:
    assert add_passkey(mine)["Location"] == OWN
    assert add_passkey(mine, "")["Location"] == OWN
    first, second = Passkey.objects.order_by("id")
    assert (first.name, second.name) == ("My phone", f"Passkey of {local_time.long_date(local_time.now())}")
    page = text_of(mine.get(OWN))
    assert "My phone" in page and "Never" in page
    assert 'value="My phone"' in text_of(mine.get(f"{OWN}passkeys/{first.pk}/rename"))
    mine.post(f"{OWN}passkeys/{first.pk}/rename", {"name": " Her phone "})
    assert "Remove the passkey Her phone?" in text_of(mine.get(f"{OWN}passkeys/{first.pk}/remove"))
    mine.post(f"{OWN}passkeys/{first.pk}/remove")
    assert [passkey.pk for passkey in Passkey.objects.all()] == [second.pk]
    assert told(aisha)[2:] == [
        "your passkey “My phone” is now called “Her phone”",
        "your passkey “Her phone” was removed",
    ]
    [renamed] = AuditEntry.objects.filter(action="PASSKEY_RENAMED")
    assert renamed.details["changes"] == {"name": ["My phone", "Her phone"]}


@pytest.mark.parametrize(
    ("name", "words"), [("", "Enter a name"), ("x" * 51, "50 characters"), ("<b>", "must not hold")]
)
def test_names_that_cannot_be(mine: Client, aisha: Account, name: str, words: str) -> None:
    add_passkey(mine)
    kept = Passkey.objects.get()
    answer = mine.post(f"{OWN}passkeys/{kept.pk}/rename", {"name": name})
    assert answer.status_code == 400 and words in text_of(answer)
    if name:
        assert words in text_of(add_passkey(mine, name))
    assert Passkey.objects.get().name == "My phone"


def test_what_a_browser_was_asked_counts_once_and_for_ten_minutes(aisha: Account) -> None:
    with time_machine.travel(START, tick=False) as clock:
        mine, device = inside(aisha), Authenticator(origin=settings.PUBLIC_URL)
        page = text_of(mine.get(f"{OWN}passkeys/add"))
        options = json.loads(html.unescape(re.search(r'data-passkey-options="([^"]*)"', page)[1]))
        answer = {"credential": device.make(options), "name": "x"}
        clock.shift(timedelta(minutes=9, seconds=59))
        assert mine.post(f"{OWN}passkeys/add", answer).status_code == 302
        Passkey.objects.all().delete()
        again = mine.post(f"{OWN}passkeys/add", answer)
        assert again.status_code == 400 and NOT_MADE in text_of(again)
        session = mine.session
        session["passkey_asked"] = {"asked": options["challenge"], "at": int(START.timestamp())}
        session.save()
        clock.shift(timedelta(seconds=1))
        session["password_confirmed"] = int(local_time.now().timestamp())
        session.save()
        assert mine.post(f"{OWN}passkeys/add", answer).status_code == 400
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("what", ["rename", "remove"])
def test_a_passkey_of_somebody_else_is_not_to_be_found(mine: Client, ruth: Account, what: str) -> None:
    add_passkey(inside(ruth), "Ruth’s")
    theirs = Passkey.objects.get()
    for number in (theirs.pk, 999_999_999_999):
        assert mine.get(f"{OWN}passkeys/{number}/{what}").status_code == 404
        assert mine.post(f"{OWN}passkeys/{number}/{what}", {"name": "mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Ruth’s"


def test_a_number_no_passkey_can_have(mine: Client) -> None:
    assert mine.get(f"{OWN}passkeys/{'9' * 30}/remove").status_code == 404


# the last way


@pytest.mark.parametrize(
    ("roles", "email", "mobile", "codes", "may"),
    [
        (["PRISON"], False, False, False, True),
        (["OAUTH_ADMIN"], True, False, False, True),
        (["OAUTH_ADMIN"], False, False, False, False),
        (["OAUTH_ADMIN"], False, True, False, False),
        (["OAUTH_ADMIN"], False, False, True, False),
        (["MFA"], False, False, False, False),
        (["MFA"], True, False, False, True),
    ],
)
@pytest.mark.parametrize("what", ["app", "passkey"])
def test_the_last_way_of_somebody_who_needs_one_stays(
    aisha: Account, roles: list[str], email: bool, mobile: bool, codes: bool, may: bool, what: str
) -> None:
    Account.objects.filter(pk=aisha.pk).update(roles=roles, email_verified=email)
    if mobile:
        Contact.objects.create(account=aisha, kind="MOBILE", value="07700900123", verified=True)
    mine = inside(aisha)
    if codes:
        mine.post(f"{OWN}recovery-codes")
    add_app(mine) if what == "app" else add_passkey(mine)
    number = Passkey.objects.get().pk if what == "passkey" else 0
    answer = mine.post(f"{OWN}app/remove" if what == "app" else f"{OWN}passkeys/{number}/remove")
    assert answer.status_code == (302 if may else 400)
    assert may or LAST_WAY in text_of(answer)
    assert (AuthenticatorApp.objects.exists() or Passkey.objects.exists()) is not may


def test_one_of_two_may_always_go(aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(roles=["OAUTH_ADMIN"], email_verified=False)
    mine = inside(aisha)
    add_passkey(mine)
    add_passkey(mine, "Second")
    add_app(mine)
    for passkey in Passkey.objects.all():
        assert mine.post(f"{OWN}passkeys/{passkey.pk}/remove").status_code == 302
    assert mine.post(f"{OWN}app/remove").status_code == 400


# recovery codes


def test_recovery_codes_are_shown_once(mine: Client, aisha: Account) -> None:
    assert "You get 10 codes" in text_of(mine.get(f"{OWN}recovery-codes"))
    answer = mine.post(f"{OWN}recovery-codes")
    page = text_of(answer)
    codes = re.findall(r'dps-codes__item">([A-Z2-9]{5}-[A-Z2-9]{5})<', page)
    assert len(set(codes)) == 10 and answer["Cache-Control"] == "no-store" and "data-print" in page
    everywhere = json.dumps([
        [text_of(mine.get(f"{OWN}recovery-codes")), text_of(mine.get(OWN)), told(aisha), dict(mine.session)],
        [entry.details for entry in AuditEntry.objects.all()],
        list(RecoveryCode.objects.values_list("hash", flat=True)),
    ])  # fmt: skip
    assert not any(code in everywhere or code.replace("-", "") in everywhere for code in codes)
    assert "10 codes left" in everywhere
    mine.post(f"{OWN}recovery-codes")
    assert RecoveryCode.objects.count() == 10 and told(aisha)[0].startswith("new recovery codes were made")


def test_few_recovery_codes_are_pointed_out(mine: Client, aisha: Account) -> None:
    mine.post(f"{OWN}recovery-codes")
    assert "Make new ones before you need them" not in text_of(mine.get(OWN))
    spent = list(RecoveryCode.objects.values_list("pk", flat=True))[:7]
    RecoveryCode.objects.filter(pk__in=spent).update(used_at=START)
    assert "3 codes left. Make new ones before you need them" in text_of(mine.get(OWN))
    assert "The 3 codes you have now will no longer work" in text_of(mine.get(f"{OWN}recovery-codes"))


# choosing


def test_choosing_how_and_when(mine: Client, aisha: Account) -> None:
    page = text_of(mine.get(f"{OWN}choose"))
    assert "Code by email to aisha.******@******.gov.uk" in page and "Recovery" not in page
    assert re.search(r'value="" checked', page) and re.search(r'value="needed" checked', page)
    assert mine.post(f"{OWN}choose", {"preferred": "EMAIL", "when": "needed"})["Location"] == OWN
    aisha.refresh_from_db()
    assert aisha.second_step == "EMAIL"
    add_app(mine)
    mine.post(f"{OWN}choose", {"preferred": "", "when": "always"})
    aisha.refresh_from_db()
    assert aisha.second_step == "" and AlwaysAsk.objects.filter(account=aisha).exists()
    [*_, entry] = AuditEntry.objects.filter(action="SECOND_STEP_CHOSEN").order_by("id")
    assert entry.details["changes"] == {"preferred": ["EMAIL", ""], "always_ask": [False, True]}
    assert "Every time you sign in" in text_of(mine.get(OWN))
    before = len(told(aisha))
    mine.post(f"{OWN}choose", {"preferred": "", "when": "always"})
    assert len(told(aisha)) == before, "nothing changed, nothing told"
    mine.post(f"{OWN}choose", {"preferred": "", "when": "needed"})
    assert not AlwaysAsk.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"preferred": "APP", "when": "needed"},
        {"preferred": "RECOVERY", "when": "needed"},
        {"preferred": "", "when": ""},
        {"preferred": "", "when": "nonsense"},
        {"preferred": "", "when": "always"},
        {"preferred": "x" * 5000, "when": "needed"},
    ],
)
def test_choices_that_are_none(mine: Client, aisha: Account, sent: dict[str, str]) -> None:
    answer = mine.post(f"{OWN}choose", sent)
    assert answer.status_code == 400 and "There is a problem" in text_of(answer)
    aisha.refresh_from_db()
    assert aisha.second_step == "" and not AlwaysAsk.objects.exists()
    with pytest.raises(Invalid):
        commands.choose(preferred="RECOVERY", always_ask=False, at=START, by=actor_of(aisha))


# who may come here at all

PLACES = ["", "app", "app/picture", "app/remove", "passkeys/add", "passkeys/1/rename", "passkeys/1/remove",
          "recovery-codes", "choose"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_page_asks_for_the_password_and_for_the_second_step(aisha: Account, ruth: Account, place: str) -> None:
    client = Client()
    client.force_login(aisha)
    assert client.get(OWN + place)["Location"].startswith("/account/password-again?next=")
    client = inside(ruth, methods=("pwd",))
    assert client.get(OWN + place)["Location"] == "/second-step/", "she must have a second step"
    AuthenticatorApp.objects.create(account=aisha, key_sealed="x", made_at=START, confirmed_at=START)
    client = inside(aisha, methods=("pwd",))
    answer = client.post(OWN + place) if place not in ("", "app/picture") else client.get(OWN + place)
    assert answer["Location"] == "/second-step/", "a stolen password alone puts no device beside hers"
    assert not RecoveryCode.objects.exists()


def test_a_password_alone_adds_nothing_for_whoever_can_be_sent_a_code(aisha: Account) -> None:
    client = inside(aisha, methods=("pwd",))
    for path in ("", "app", "passkeys/add", "recovery-codes", "choose"):
        assert client.get(f"{OWN}{path}")["Location"] == "/second-step/", path
    assert not AuthenticatorApp.objects.exists()


@pytest.fixture
def unreachable(aisha: Account) -> Account:
    """Her address was never confirmed, so there is no way yet to ask her for a second factor."""
    Account.objects.filter(pk=aisha.pk).update(email_verified=False)
    aisha.refresh_from_db()
    return aisha


def test_somebody_with_no_way_at_all_needs_the_password_only(unreachable: Account) -> None:
    assert inside(unreachable, methods=("pwd",)).get(OWN).status_code == 200


@pytest.mark.parametrize(("add", "method"), [(lambda c: add_app(c), "otp"), (lambda c: add_passkey(c), "hwk")])
def test_whoever_adds_their_first_has_shown_that_they_hold_it(
    unreachable: Account, add: Callable[[Client], HttpResponse], method: str
) -> None:
    client = inside(unreachable, methods=("pwd",))
    before = client.cookies["dps-session"].value
    add(client)
    assert client.session["methods"] == ["pwd", method] and client.cookies["dps-session"].value != before
    assert client.get(OWN).status_code == 200


def test_the_second_step_leads_back_with_a_new_session_key(ruth: Account, last_sent: Sent) -> None:
    client = Client()
    client.post("/sign-in", {"username": ruth.username, "password": PASSWORD})
    client.get("/second-step/")
    client.post("/second-step/", {"code": last_sent(ruth).values["code"]})
    session = client.session
    session["methods"] = ["pwd"]
    session["password_confirmed"] = int(local_time.now().timestamp())
    session.save()
    public, before = session["public_id"], client.cookies["dps-session"].value
    assert client.get(f"{OWN}choose")["Location"] == "/second-step/"
    page = text_of(client.get("/second-step/"))
    assert "Check your email" in page and "Sign in as somebody else" not in page
    wrong = client.post("/second-step/", {"code": "1"})
    assert wrong.status_code == 400
    ruth.refresh_from_db()
    assert ruth.failed_attempts == 1
    answer = client.post("/second-step/", {"code": last_sent(ruth).values["code"]})
    assert answer["Location"] == f"{OWN}choose"
    assert client.session["methods"] == ["pwd", "otp"] and client.session["public_id"] == public
    assert client.cookies["dps-session"].value != before
    assert not StaffSession.objects.filter(session_key=kept_as(before)).exists()
    assert [str(kept.public_id) for kept in StaffSession.objects.filter(account_id=ruth.pk)] == [public]
    assert client.get(f"{OWN}choose").status_code == 200
    ruth.refresh_from_db()
    assert ruth.failed_attempts == 0
    assert client.get("/second-step/")["Location"] == "/", "it is over"


def test_ten_wrong_codes_of_somebody_signed_in_end_the_session(ruth: Account) -> None:
    client = inside(ruth, methods=("pwd",))
    client.get(OWN)
    client.get("/second-step/")
    pages = [client.post("/second-step/", {"code": "1"}).content.decode() for _ in range(10)]
    assert "Your account is locked" in pages[-1] and "Sign out" not in pages[-1]
    assert client.get("/")["Location"] == "/sign-in"


# telling, counting


def test_changes_are_told_where_they_can_be_read(mine: Client, aisha: Account, last_sent: Sent) -> None:
    mine.post(f"{OWN}recovery-codes")
    message = last_sent(aisha)
    assert message.recipient == aisha.email and message.values["username"] == "AISHA_GEN"
    Account.objects.filter(pk=aisha.pk).update(email_verified=False)
    mine.post(f"{OWN}recovery-codes")
    assert Message.objects.count() == 1, "an address nobody proved to be theirs is told nothing"
    Contact.objects.create(account=aisha, kind="BACKUP_EMAIL", value="aisha@example.org", verified=True)
    mine.post(f"{OWN}recovery-codes")
    assert last_sent(aisha).recipient == "aisha@example.org"


def test_how_many_statements_the_page_takes(
    mine: Client, aisha: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mine.get(OWN)
    with django_assert_num_queries(8):
        mine.get(OWN)
    for number in range(5):
        Passkey.objects.create(
            account=aisha, name=f"Key {number}", credential_id=bytes([number]), public_key=b"x", sign_count=0,
            made_at=START,
        )  # fmt: skip
    with django_assert_num_queries(8):
        assert text_of(mine.get(OWN)).count("Rename") == 5


def test_a_double_click_makes_one_change(mine: Client, aisha: Account) -> None:
    token = re.search(r'name="submission" value="([^"]+)"', text_of(mine.get(f"{OWN}choose")))[1]
    sent = {"preferred": "EMAIL", "when": "needed", "submission": token}
    assert [mine.post(f"{OWN}choose", sent)["Location"] for _ in range(2)] == [OWN, OWN]
    assert done().count("SECOND_STEP_CHOSEN") == 1 and len(told(aisha)) == 1


# an administrator resets it


@pytest.fixture
def helper(db: None) -> Account:
    return create_user(
        username="HELPER_ADM", email="h@justice.gov.uk", first_name="Hana", last_name="Okoro", password=PASSWORD,
        roles=["MANAGE_NOMIS_USER_ACCOUNT"],
    )  # fmt: skip


def test_resetting_what_somebody_lost(mine: Client, aisha: Account, helper: Account, last_sent: Sent) -> None:
    add_app(mine)
    add_passkey(mine)
    mine.post(f"{OWN}recovery-codes")
    mine.post(f"{OWN}choose", {"preferred": "PASSKEY", "when": "always"})
    commands.reset_second_step("aisha_gen", actor_of(helper))
    aisha.refresh_from_db()
    assert aisha.second_step == "" and aisha.email_verified
    for kept in (AuthenticatorApp, Passkey, RecoveryCode, AlwaysAsk):
        assert not kept.objects.exists(), kept
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    [entry] = AuditEntry.objects.filter(action="SECOND_STEP_RESET")
    assert (entry.username, entry.subject_id) == ("HELPER_ADM", "AISHA_GEN")
    assert entry.details["removed"] == {"apps": 1, "passkeys": 1, "recovery_codes": 10}
    message = last_sent(aisha)
    assert message.template == "second-step-reset" and message.recipient == aisha.email


def test_who_may_not_reset(aisha: Account, ruth: Account, helper: Account) -> None:
    RecoveryCode.objects.create(account=aisha, hash="x", made_at=START)
    for by, whose, refusal in (
        (aisha, "AISHA_GEN", NotAllowed),
        (ruth, "AISHA_GEN", NotAllowed),
        (helper, "HELPER_ADM", NotAllowed),
        (helper, "NOBODY", NotFound),
    ):
        with pytest.raises(refusal):
            commands.reset_second_step(whose, actor_of(by))
    assert RecoveryCode.objects.exists() and "SECOND_STEP_RESET" not in done()
