import html
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from dps.identity.microsoft import commands
from dps.identity.microsoft import issuer as talking
from dps.identity.microsoft.models import MicrosoftPerson
from dps.identity.microsoft.rules import Person
from dps.identity.microsoft.tests import issuer_for_tests as signing
from dps.identity.microsoft.tests.issuer_for_tests import CLIENT_ID, CLIENT_SECRET, Issuer
from dps.identity.models import Account, StaffSession
from dps.identity.provider.tests import flow
from dps.identity.sessions.store import kept_as
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page
from dps.platform.web.refusals import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
AISHA = "aisha.holroyd@justice.gov.uk"


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    issuer, stop = signing.run()
    yield issuer
    stop()


@pytest.fixture
def issuer(running: Issuer, settings: Any) -> Issuer:
    settings.MICROSOFT_ISSUER = running.address
    settings.MICROSOFT_CLIENT_ID = CLIENT_ID
    settings.MICROSOFT_CLIENT_SECRET = CLIENT_SECRET
    settings.PUBLIC_URL = "http://testserver"
    running.begin_again()
    talking.forget_kept()
    return running


@pytest.fixture
def browser() -> Browser:
    return Browser(raise_request_exception=False)


@pytest.fixture
def aisha() -> Account:
    return account("AISHA_GEN")


def account(username: str, **changes: Any) -> Account:
    given = {"email": AISHA, "email_verified": True, "source": "nomis", "roles": ["PRISON"], "caseloads": ["LEI"]}
    return Account.objects.create(username=username, **{**given, **changes})


def text_of(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def go(browser: Browser, issuer: Issuer, wanted: str = "/", **more: str) -> str:
    """Begin, and be sent back by Microsoft: the address the browser then asks for."""
    begun = browser.get("/sign-in/microsoft", {"next": wanted, **more})
    assert begun.status_code == 302, text_of(begun)
    return issuer.authorise(begun["Location"])


def signed_in(browser: Browser) -> bool:
    return SESSION_KEY in browser.session


def refused(reason: str) -> AuditEntry:
    entry = AuditEntry.objects.get(action="SIGN_IN_REFUSED")
    assert reason in entry.details["reason"], entry.details
    assert entry.details["way"] == "microsoft"
    return entry


# the way in


def test_it_is_offered_only_where_it_is_set_up(browser: Browser, settings: Any) -> None:
    settings.MICROSOFT_ISSUER = ""
    assert "Microsoft" not in text_of(browser.get("/sign-in"))
    for address in ("", "/return", "/choose"):
        assert browser.get(f"/sign-in/microsoft{address}").status_code == 404


def test_one_account_with_the_verified_address_is_signed_in(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    account("SOMEBODY_ELSE", email="other@justice.gov.uk")
    assert '<a class="govuk-link" href="/sign-in/microsoft">' in text_of(browser.get("/sign-in"))
    answer = browser.get(go(browser, issuer, "/prisoners/?term=smi"))
    assert answer["Location"] == "/prisoners/?term=smi"
    assert browser.session[SESSION_KEY] == str(aisha.pk)
    entry = AuditEntry.objects.get(action="SIGNED_IN")
    assert (entry.subject_id, entry.details["methods"]) == ("AISHA_GEN", ["ext"])
    assert StaffSession.objects.get(account_id=aisha.pk).methods == ["ext"]
    assert browser.get("/sign-in/microsoft?next=/estate/")["Location"] == "/estate/", "already in"


def test_what_is_asked_of_microsoft(browser: Browser, issuer: Issuer) -> None:
    begun = browser.get("/sign-in/microsoft")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun["Location"]).query).items()}
    assert asked["redirect_uri"] == "http://testserver/sign-in/microsoft/return"
    assert asked["prompt"] == "select_account"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    again = parse_qs(urlsplit(browser.get("/sign-in/microsoft")["Location"]).query)
    assert not {asked[name] for name in ("state", "nonce", "code_challenge")} & {v[0] for v in again.values()}
    kept = browser.session["microsoft"]
    assert kept["verifier"] not in begun["Location"] and CLIENT_SECRET not in begun["Location"]


@pytest.mark.parametrize(("amr", "method"), [(["pwd"], "ext"), (["pwd", "mfa"], "mfa")])
def test_a_second_step_passed_at_microsoft_counts_here(
    browser: Browser, issuer: Issuer, amr: list[str], method: str
) -> None:
    """Somebody who must pass a second step here passes it there, or else here."""
    admin = account("OLA_ADM", roles=["OAUTH_ADMIN"])
    issuer.claims = {"amr": amr}
    answer = browser.get(go(browser, issuer))
    assert signed_in(browser) is (method == "mfa")
    assert (answer["Location"] == "/") is (method == "mfa")
    entry = AuditEntry.objects.get(action="MICROSOFT_ACCOUNT_CONFIRMED")
    assert (entry.subject_id, entry.details) == ("OLA_ADM", {"method": method})
    assert StaffSession.objects.filter(account_id=admin.pk, methods=["mfa"]).exists() is (method == "mfa")


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in/microsoft"]
)
def test_nobody_is_led_elsewhere(browser: Browser, issuer: Issuer, aisha: Account, elsewhere: str) -> None:
    assert browser.get(go(browser, issuer, elsewhere))["Location"] == "/"


def test_the_session_is_a_new_one(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    back = go(browser, issuer)
    before = browser.session.session_key
    browser.get(back)
    assert browser.session.session_key != before
    assert "microsoft" not in browser.session and not StaffSession.objects.filter(session_key=kept_as(before)).exists()


def test_every_kind_of_account_can_be_signed_in_to(browser: Browser, issuer: Issuer) -> None:
    for source in ("auth", "nomis", "delius"):
        Account.objects.all().delete()
        one = account(f"ONE_{source}".upper(), source=source)
        browser = Browser()
        browser.get(go(browser, issuer))
        assert browser.session[SESSION_KEY] == str(one.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "other@justice.gov.uk"},
        {"email_verified": False},
        {"inactive": True},
        {"locked": True},
        {"source": "azuread"},
    ],
)
def test_an_account_that_does_not_count_is_none(browser: Browser, issuer: Issuer, changes: dict[str, Any]) -> None:
    account("AISHA_GEN", **changes)
    answer = browser.get(go(browser, issuer))
    assert answer.status_code == 403 and "No account has your email address" in text_of(answer)
    assert problems_in_page(answer.content.decode()) == []
    assert "local system administrator" in text_of(answer)
    assert not signed_in(browser) and Account.objects.count() == 1, "nothing is made"
    assert refused("no account").details["email"] == AISHA


# proving it again


def link_of(page: str) -> str:
    return re.search(r'href="(/sign-in/microsoft[^"]*)"', page)[1]  # type: ignore[index]


def test_the_link_says_what_the_sign_in_page_was_asked(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    asked = {"next": "/oauth2/authorize?a=b&c=d", "again": "yes", "username": "aisha@justice.gov.uk"}
    link = link_of(text_of(browser.get("/sign-in", asked)))
    assert {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()} == asked
    sent = {"username": "TYPED_BY_MISTAKE", "password": "wrong", "next": "/estate/", "again": "yes"}
    assert link_of(text_of(browser.post("/sign-in", sent))) == "/sign-in/microsoft?next=%2Festate%2F&again=yes"


def test_whoever_must_prove_again_who_they_are_does_so_at_microsoft(
    browser: Browser, issuer: Issuer, aisha: Account
) -> None:
    browser.get(go(browser, issuer))
    first = browser.session["public_id"]
    begun = browser.get("/sign-in/microsoft", {"next": "/estate/", "again": "yes", "username": AISHA})["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun).query).items()}
    assert (asked["prompt"], asked["max_age"], asked["login_hint"]) == ("login", "0", AISHA)
    assert browser.session["public_id"] == first, "not signed out by asking"
    answer = browser.get(issuer.authorise(begun))
    assert answer["Location"] == "/estate/" and browser.session["public_id"] != first
    usual = parse_qs(urlsplit(browser.get("/sign-in/microsoft?again=no")["Location"]).query)
    assert "max_age" not in usual and "login_hint" not in usual
    not_an_address = browser.get("/sign-in/microsoft", {"again": "yes", "username": "AISHA_GEN"})["Location"]
    assert "login_hint" not in not_an_address


@pytest.mark.parametrize("auth_time", [None, 1_700_000_000, "now", True])
def test_an_answer_that_is_not_proved_anew_lets_nobody_in(
    browser: Browser, issuer: Issuer, aisha: Account, auth_time: object
) -> None:
    browser.get(go(browser, issuer))
    first = browser.session["public_id"]
    issuer.claims = {"auth_time": auth_time}
    answer = browser.get(go(browser, issuer, "/estate/?a=b", again="yes"))
    assert answer.status_code == 403 and "Prove again who you are" in text_of(answer)
    assert 'href="/sign-in?next=%2Festate%2F%3Fa%3Db&again=yes"' in text_of(answer)
    assert problems_in_page(answer.content.decode()) == []
    assert browser.session["public_id"] == first, "and signs nobody out"
    refused("not proved anew")
    other = Browser()
    assert other.get(go(other, issuer))["Location"] == "/", "not asked for otherwise"


# whose account it is


def kept() -> dict[str, str]:
    return {one.account.username: one.subject for one in MicrosoftPerson.objects.select_related("account")}


def test_an_account_is_that_of_the_person_who_signed_in_to_it_first(
    browser: Browser, issuer: Issuer, aisha: Account
) -> None:
    for _ in range(2):
        assert browser.get(go(browser, issuer))["Location"] == "/"
        browser.post("/sign-out")
    assert kept() == {"AISHA_GEN": "person-1"}
    assert AuditEntry.objects.filter(action="MICROSOFT_PERSON_REMEMBERED", subject_id="AISHA_GEN").count() == 1
    issuer.claims = {"sub": "person-2"}
    answer = browser.get(go(browser, issuer))
    assert answer.status_code == 403 and not signed_in(browser)
    assert "Ask an administrator" in text_of(answer) and problems_in_page(answer.content.decode()) == []
    assert "AISHA_GEN" not in text_of(answer)
    assert refused("another person").subject_id == "AISHA_GEN"
    assert kept() == {"AISHA_GEN": "person-1"}
    issuer.claims = {}
    assert browser.get(go(browser, issuer))["Location"] == "/"


def test_a_new_registration_begins_anew(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    """A subject means something only to the registration it was told to."""
    MicrosoftPerson.objects.create(
        account=aisha, issuer=issuer.address, client_id="an earlier one", subject="x", first_at=datetime.now(UTC)
    )
    assert browser.get(go(browser, issuer))["Location"] == "/"
    assert MicrosoftPerson.objects.count() == 2


def test_of_several_accounts_only_those_of_nobody_else_are_offered(
    browser: Browser, issuer: Issuer, several: Account
) -> None:
    keep = {"issuer": issuer.address, "client_id": CLIENT_ID, "first_at": datetime.now(UTC)}
    MicrosoftPerson.objects.create(account=several, subject="person-2", **keep)
    page = text_of(browser.get(browser.get(go(browser, issuer))["Location"]))
    assert list(choices(page)) == ["DPS: AISHA_ADM", "DPS: AISHA_GEN"]
    tried = browser.post("/sign-in/microsoft/choose", {"account": str(several.key)})
    assert tried.status_code == 400 and not signed_in(browser)
    MicrosoftPerson.objects.create(account=Account.objects.get(username="AISHA_ADM"), subject="person-2", **keep)
    assert browser.get(go(browser, issuer))["Location"] == "/", "one is left"
    assert kept()["AISHA_GEN"] == "person-1"
    MicrosoftPerson.objects.update(subject="person-2")
    other = Browser()
    assert other.get(go(other, issuer)).status_code == 403 and not signed_in(other), "none is left"


def test_an_account_taken_between_the_answer_and_the_choice(browser: Browser, issuer: Issuer, several: Account) -> None:
    browser.get(go(browser, issuer))
    person = Person(issuer.address, CLIENT_ID, "person-2")
    assert commands.confirm(several, person=person, method="ext", at=datetime.now(UTC))
    assert not commands.confirm(several, person=replace(person, subject="person-1"), method="ext", at=datetime.now(UTC))
    assert browser.post("/sign-in/microsoft/choose", {"account": str(several.key)}).status_code == 400
    assert not signed_in(browser)


def test_the_form_of_the_choice_may_lead_to_the_client(browser: Browser, issuer: Issuer, several: Account) -> None:
    flow.make_client()
    wanted = f"/oauth2/authorize?{urlencode(flow.wish())}"
    page = browser.get(browser.get(go(browser, issuer, wanted))["Location"])
    assert "form-action 'self' https://rp.example" in page["Content-Security-Policy"]


def test_an_administrator_lets_somebody_else_in(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    browser.get(go(browser, issuer))
    operator = Actor("OLA_ADM", account_id=1, roles=frozenset({"MANAGE_NOMIS_USER_ACCOUNT"}))
    own = Actor("AISHA_GEN", account_id=aisha.pk, roles=operator.roles)
    for nobody in (own, Actor("OLA_ADM", account_id=1, roles=frozenset({"CREATE_USER"}))):
        with pytest.raises(NotAllowed):
            commands.forget_microsoft_person("AISHA_GEN", by=nobody, at=datetime.now(UTC))
    with pytest.raises(NotFound):
        commands.forget_microsoft_person("NOBODY", by=operator, at=datetime.now(UTC))
    assert kept()
    assert commands.forget_microsoft_person(" aisha_gen ", by=operator, at=datetime.now(UTC)) is True
    assert commands.forget_microsoft_person("AISHA_GEN", by=operator, at=datetime.now(UTC)) is False
    entry = AuditEntry.objects.get(action="MICROSOFT_PERSON_FORGOTTEN")
    assert (entry.subject_id, entry.username) == ("AISHA_GEN", "OLA_ADM")
    issuer.claims = {"sub": "person-2"}
    other = Browser()
    assert other.get(go(other, issuer))["Location"] == "/" and kept() == {"AISHA_GEN": "person-2"}


def test_the_command_of_an_operator(aisha: Account, issuer: Issuer, browser: Browser) -> None:
    def run(username: str) -> str:
        out = StringIO()
        call_command("forget_microsoft_person", "--username", username, stdout=out)
        return out.getvalue()

    assert "Nobody has signed in" in run("aisha_gen")
    browser.get(go(browser, issuer))
    assert "is forgotten" in run("aisha_gen") and kept() == {}
    assert AuditEntry.objects.get(action="MICROSOFT_PERSON_FORGOTTEN").username == SYSTEM.username
    with pytest.raises(CommandError, match="no account NOBODY"):
        run("nobody")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_the_same_moment_one_is_remembered(issuer: Issuer, aisha: Account) -> None:
    def one(subject: str) -> bool:
        person = Person(issuer.address, CLIENT_ID, subject)
        try:
            return commands.confirm(aisha, person=person, method="ext", at=datetime.now(UTC))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, [f"person-{n}" for n in range(4)])).count(True) == 1
    assert MicrosoftPerson.objects.count() == 1


# several accounts


def choices(page: str) -> dict[str, str]:
    found = re.findall(r'type="radio" value="([^"]+)".*?<label[^>]*>([^<]+)<', page)
    return {words: key for key, words in found}


@pytest.fixture
def several(aisha: Account) -> Account:
    account("AISHA_ADM", is_administrator=True)
    account("AISHA_LOCKED", locked=True)
    return account("AISHA.HOLROYD@JUSTICE.GOV.UK", source="auth")


def test_of_several_accounts_one_is_chosen(browser: Browser, issuer: Issuer, several: Account) -> None:
    answer = browser.get(go(browser, issuer, "/estate/"))
    assert answer["Location"] == "/sign-in/microsoft/choose" and not signed_in(browser)
    page = text_of(browser.get(answer["Location"]))
    assert problems_in_page(page) == []
    assert list(choices(page)) == ["External: AISHA.HOLROYD@JUSTICE.GOV.UK", "DPS: AISHA_ADM", "DPS: AISHA_GEN"]
    for wrong in ("", "nonsense", str(Account.objects.get(username="AISHA_LOCKED").key), str(several.pk)):
        tried = browser.post(answer["Location"], {"account": wrong})
        assert tried.status_code == 400 and '<a href="#id_account_0">' in text_of(tried)
    assert not signed_in(browser)
    chosen = browser.post(answer["Location"], {"account": str(several.key)})
    assert chosen["Location"] == "/estate/" and browser.session[SESSION_KEY] == str(several.pk)
    assert browser.post(answer["Location"], {"account": str(several.key)}).status_code == 400, "used up"


def test_the_choice_belongs_to_one_browser_and_ten_minutes(browser: Browser, issuer: Issuer, several: Account) -> None:
    browser.get(go(browser, issuer))
    other = Browser()
    assert other.get("/sign-in/microsoft/choose").status_code == 400
    assert other.post("/sign-in/microsoft/choose", {"account": str(several.key)}).status_code == 400
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert browser.post("/sign-in/microsoft/choose", {"account": str(several.key)}).status_code == 400
    assert not signed_in(browser) and not signed_in(other)


@pytest.mark.parametrize("change", [{"inactive": True}, {"locked": True}, {"email": "new@justice.gov.uk"}, {"email_verified": False}])  # fmt: skip
def test_an_account_closed_before_the_choice_is_not_offered(
    browser: Browser, issuer: Issuer, several: Account, change: dict[str, Any]
) -> None:
    browser.get(go(browser, issuer))
    Account.objects.filter(pk=several.pk).update(**change)
    assert browser.post("/sign-in/microsoft/choose", {"account": str(several.key)}).status_code == 400
    assert not signed_in(browser)


def test_a_choice_sent_by_another_site_is_refused(issuer: Issuer, several: Account) -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.get(go(strict, issuer))
    assert strict.post("/sign-in/microsoft/choose", {"account": str(several.key)}).status_code == 403
    assert not signed_in(strict)


def test_one_statement_finds_the_accounts(issuer: Issuer, several: Account, django_assert_num_queries: DjangoAssertNumQueries) -> None:  # fmt: skip
    from dps.identity.microsoft.queries import accounts_of

    with django_assert_num_queries(1):
        assert len(accounts_of(AISHA)) == 3


# attacks


ATTACKS: list[tuple[str, dict[str, Any], Callable[[Issuer, dict[str, Any]], str] | None, str]] = [
    ("another issuer", {"iss": "https://login.example/evil"}, None, "another issuer"),
    ("meant for another system", {"aud": "somebody-else"}, None, "another system"),
    ("meant for several", {"aud": [CLIENT_ID, "somebody-else"]}, None, "another system"),
    ("wrong nonce", {"nonce": "replayed"}, None, "not of this sign-in"),
    ("no nonce", {"nonce": None}, None, "not of this sign-in"),
    ("expired", {"exp": 1_700_000_000}, None, "expired"),
    ("never expires", {"exp": None}, None, "says no time"),
    ("not yet", {"nbf": 4_000_000_000}, None, "from the future"),
    ("about nobody", {"sub": None}, None, "about nobody"),
    ("about somebody with too long a name", {"sub": "x" * 256}, None, "about nobody"),
    ("unsigned", {}, signing.unsigned, "signature is not right"),
    ("public key as a password", {}, signing.signed_with_the_public_key_as_a_password, "signature is not right"),
    ("client secret as a key", {}, signing.signed_with_the_client_secret, "signature is not right"),
    ("another key", {}, signing.signed_with_another_key_of_that_name, "signature is not right"),
    ("changed", {}, signing.changed_after_signing, "signature is not right"),
    ("no kid", {}, signing.without_a_kid, "names no key"),
    ("no token", {}, signing.no_token_at_all, "signature is not right"),
]


@pytest.mark.parametrize(("claims", "sign", "reason"), [attack[1:] for attack in ATTACKS], ids=[attack[0] for attack in ATTACKS])  # fmt: skip
def test_a_token_that_is_not_as_it_must_be_lets_nobody_in(
    browser: Browser, issuer: Issuer, aisha: Account, claims: dict[str, Any], sign: Any, reason: str
) -> None:
    issuer.claims, issuer.sign = claims, sign
    back = go(browser, issuer)
    answer = browser.get(back)
    assert answer.status_code == 400 and "You are not signed in" in text_of(answer)
    assert not signed_in(browser)
    refused(reason)
    assert browser.get(back).status_code == 400, "used up"


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": None}, {"email": None}])
def test_an_address_that_is_not_verified_counts_for_nothing(
    browser: Browser, issuer: Issuer, aisha: Account, claims: dict[str, Any]
) -> None:
    issuer.claims = claims
    answer = browser.get(go(browser, issuer))
    assert answer.status_code == 403 and "not verified" in text_of(answer) and not signed_in(browser)
    assert "email" not in refused("not verified").details


def test_an_answer_is_good_once_in_the_browser_that_asked(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    back = go(browser, issuer)
    other = Browser()
    assert other.get(back).status_code == 400, "somebody else's answer"
    go(other, issuer)
    assert other.get(back).status_code == 400, "not the state of this browser"
    assert not signed_in(other)
    assert browser.get(back)["Location"] == "/"
    browser.post("/sign-out")
    assert browser.get(back).status_code == 400
    assert not AuditEntry.objects.filter(action="SIGN_IN_REFUSED").exists(), "no rows for what anybody can send"


@pytest.mark.parametrize("state", ["", "wrong", "é", "x" * 5000])
def test_a_wrong_state_uses_the_sign_in_up(browser: Browser, issuer: Issuer, aisha: Account, state: str) -> None:
    back = go(browser, issuer)
    asked = parse_qs(urlsplit(back).query)
    answer = browser.get("/sign-in/microsoft/return", {"code": asked["code"][0], "state": state})
    assert answer.status_code == 400 and "Start again" in text_of(answer)
    assert browser.get(back).status_code == 400 and not signed_in(browser)
    assert "/token" not in issuer.asked


def test_after_ten_minutes_it_is_too_late(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    back = go(browser, issuer)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert browser.get(back).status_code == 400
    assert not signed_in(browser)


def test_an_answer_that_names_another_issuer_is_a_mix_up(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    back = go(browser, issuer)
    assert browser.get(f"{back}&iss=https://login.example/evil").status_code == 400
    assert "/token" not in issuer.asked, "the code is not given away"
    refused("names another issuer")
    back = go(browser, issuer)
    assert browser.get(f"{back}&iss={issuer.address}")["Location"] == "/"


def test_a_code_of_another_sign_in_is_not_accepted(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    stolen = parse_qs(urlsplit(go(Browser(), issuer)).query)["code"][0]
    state = parse_qs(urlsplit(go(browser, issuer)).query)["state"][0]
    answer = browser.get("/sign-in/microsoft/return", {"code": stolen, "state": state})
    assert answer.status_code == 400 and not signed_in(browser)
    refused("not accepted (400)")


@pytest.mark.parametrize("sent", [{"error": "access_denied", "error_description": "<b>no"}, {}, {"code": ""}, {"code": "x" * 8001}])  # fmt: skip
def test_turning_back_is_answered_in_words(browser: Browser, issuer: Issuer, sent: dict[str, str]) -> None:
    state = parse_qs(urlsplit(go(browser, issuer)).query)["state"][0]
    answer = browser.get("/sign-in/microsoft/return", {"state": state, **sent})
    assert answer.status_code == 400 and "<b>" not in answer.content.decode()
    assert "/token" not in issuer.asked


# the issuer itself


def test_what_it_says_of_itself_and_its_keys_is_kept(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    for _ in range(2):
        browser.get(go(browser, issuer))
        browser.post("/sign-out")
    assert issuer.asked == ["/.well-known/openid-configuration", "/token", "/keys", "/token"]


def test_a_key_that_is_new_is_looked_for_once(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    browser.get(go(browser, issuer))
    browser.post("/sign-out")
    issuer.published, issuer.signs_with = ["one", "two"], "two"
    issuer.asked.clear()
    assert browser.get(go(browser, issuer))["Location"] == "/"
    assert issuer.asked == ["/token", "/keys"]
    browser.post("/sign-out")
    issuer.signs_with = "another"
    issuer.asked.clear()
    assert browser.get(go(browser, issuer)).status_code == 400
    assert issuer.asked == ["/token", "/keys"]
    refused("unknown key")


BAD_ANSWERS = {
    "an error": (500, {}, b"{}"),
    "another server": (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "no JSON": (200, {}, b"<html>"),
    "no object": (200, {}, b"[]"),
    "nonsense": (200, {}, b"\xff\xfe"),
    "too much": (200, {}, b"[" + b" " * 1_100_000 + b"]"),
}


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_an_issuer_that_does_not_answer_well_is_told_in_words(
    browser: Browser, issuer: Issuer, aisha: Account, answer: tuple[int, dict[str, str], bytes]
) -> None:
    issuer.answers["/token"] = answer
    reply = browser.get(go(browser, issuer))
    assert reply.status_code == 503 and "not answering" in text_of(reply) and reply["Retry-After"] == "60"
    talking.forget_kept()
    issuer.answers["/.well-known/openid-configuration"] = answer
    assert browser.get("/sign-in/microsoft").status_code == 503
    issuer.answers.clear()
    assert browser.get(go(browser, issuer))["Location"] == "/", "what was bad is not kept"


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://login.example/evil"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_an_issuer_that_says_it_is_another_is_not_followed(
    browser: Browser, issuer: Issuer, changes: dict[str, Any]
) -> None:
    said = {
        "issuer": issuer.address, "authorization_endpoint": f"{issuer.address}/authorise",
        "token_endpoint": f"{issuer.address}/token", "jwks_uri": f"{issuer.address}/keys", **changes,
    }  # fmt: skip
    issuer.answers["/.well-known/openid-configuration"] = (200, {}, json.dumps(said).encode())
    assert browser.get("/sign-in/microsoft").status_code == 503


@pytest.mark.parametrize("keys", [b"{}", b'{"keys": []}', b'{"keys": [{"kty": "RSA"}]}', b'{"keys": 5}'])
def test_keys_that_are_none_let_nobody_in(browser: Browser, issuer: Issuer, aisha: Account, keys: bytes) -> None:
    issuer.answers["/keys"] = (200, {}, keys)
    assert browser.get(go(browser, issuer)).status_code == 400 and not signed_in(browser)
    refused("unknown key")


def test_a_key_that_is_not_for_signing_is_not_used(browser: Browser, issuer: Issuer, aisha: Account) -> None:
    key = {**issuer.keys["one"].as_dict(private=False), "kid": "one", "use": "enc"}
    issuer.answers["/keys"] = (200, {}, json.dumps({"keys": [key]}).encode())
    assert browser.get(go(browser, issuer)).status_code == 400 and not signed_in(browser)


def test_an_issuer_that_is_away_is_told_in_words(browser: Browser, issuer: Issuer, settings: Any) -> None:
    settings.MICROSOFT_ISSUER = "http://127.0.0.1:9"
    answer = browser.get("/sign-in/microsoft")
    assert answer.status_code == 503 and "Nothing is wrong with your account" in text_of(answer)


def test_no_secret_is_logged_or_recorded(browser: Browser, issuer: Issuer, aisha: Account, capsys: Any) -> None:
    back = go(browser, issuer)
    verifier = browser.session["microsoft"]["verifier"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    issuer.claims = {"aud": "somebody-else"}
    browser.get(back)
    kept = capsys.readouterr().out + "".join(str(entry.details) for entry in AuditEntry.objects.all())
    for secret in (CLIENT_SECRET, verifier, code):
        assert secret not in kept
