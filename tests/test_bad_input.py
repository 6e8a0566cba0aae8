"""Nonsense typed into every address and every form: an answer in words, nothing run, never an error of ours."""

import inspect
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.models import Account
from dps.platform.access import all_grants
from dps.platform.access.addresses import Address, all_addresses
from dps.platform.design.forms import DateField, DpsForm
from dps.prisoners.tests.people import give_alert, make_agencies, make_cell, make_person
from tests.samples import concrete

pytestmark = pytest.mark.django_db

ADDRESSES = all_addresses()
WITH_PLACES = [address for address in ADDRESSES if address.parameters]
SEARCH = ["term", "page", "size", "sort", "view", "showAll", "similar", "alerts"]
OLD = ["scope", "keywords", "alerts[]", "viewAll", "pageLimitOption", "sortFieldsWithOrder", "locationPrefix"]
BORN = ["born-day", "born-month", "born-year"]
CLIENT = [
    "opened_with", "name", "grant", "redirect_uris", "post_logout_redirect_uris", "backchannel_logout_uri", "roles", "scopes",
    "access_token_seconds", "refresh_token_seconds", "second_step", "claim_filter", "allowed_addresses", "ends_on-day",
    "ends_on-month", "ends_on-year", "reference", "kind",
]  # fmt: skip
AUTHORISE = [
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "prompt",
    "max_age", "login_hint", "id_token_hint", "response_mode", "request", "request_uri", "claims",
]  # fmt: skip
LOGOUT = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales"]
TOKEN = [
    "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "client_id", "client_secret", "scope", "username",
    "auth_source",
]  # fmt: skip
READ_BY = {
    "/prisoners/": [*SEARCH, *OLD, "location", "legal", "age", "arrived", "incentive", "category"],
    "/prisoners/global": [*SEARCH, "where", "sex", *BORN],
    "/prisoner-search": ["keywords"],
    "/global-search": ["keywords"],
    "/estate/": ["words", "serves", "closed"],
    "/estate/codes/": ["words", "list"],
    "/nomis/set-aside/": ["feed", "kind", "page"],
    "/prisoners/<str:number>/": ["from", "ie8"],
    "/prisoners/<str:number>/alerts/": ["show", "from"],
    "/prisoners/<str:number>/photo": ["size"],
    "/design/": ["page", "sort"],
    "/live/may-listen": ["topic"],
    "/sign-in": ["next", "signed-out", "timed-out", "again", "username"],
    "/oauth2/authorize": AUTHORISE,
    "/oauth2/logout": LOGOUT,
    "/notify/": [
        "status",
        "template",
        "recipient",
        "username",
        "since-day",
        "since-month",
        "since-year",
        "until-day",
        "until-month",
        "until-year",
        "page",
    ],
    "/notify/inbox/": ["recipient", "before"],
    "/notify/stand-in/v2/notifications": ["template_type", "status", "reference", "older_than", "include_jobs"],
    "/notify/stand-in/v2/templates": ["type"],
    "/access-requests/ask/": ["words", "role", "prison", "go-on"],
    "/access-requests/ask/why/": ["role", "prison"],
    "/access-requests/to-decide/": ["words", "prison", "kind", "page"],
    "/access-requests/review/": ["prison", "role", "page"],
    "/access-requests/review/download": ["prison"],
    "/clients/": ["words", "role", "grant", "kind", "old", "sort", "page"],
    "/clients/download": ["words", "role", "grant", "kind", "old", "sort"],
    "/users/dps/": ["words", "status", "prison", "active", "lsa", "roles", "match", "page"],
    "/users/dps/download": ["words", "status", "prison", "active", "lsa", "roles", "match"],
    "/users/dps/download-administrators": ["words", "status", "prison", "active", "lsa", "roles", "match"],
    "/users/dps/<str:username>/history/": ["page"],
    "/sign-in/microsoft": ["next", "again", "username"],
    "/account/password-again": ["next"],
    "/sign-in/microsoft/return": ["state", "code", "error", "iss"],
    "/users/roles/": ["name", "role", "administrator", "hidden", "page"],
    "/users/roles/use/": ["show", "sort"],
    "/users/roles/use.csv": ["show", "sort"],
    "/users/bulk/": ["words", "page"],
    "/users/bulk/<int:change>/": ["show", "page"],
    "/external-users/": ["words", "status", "group", "role", "page"],
    "/external-users/groups/": ["words", "page"],
    "/external-users/groups/members/": ["group"],
}
"""What each address reads. Each is tried alone, so that one wrong part hides no other; and all of them everywhere."""
SENT_TO = {
    "/design/": ["name", "reason", "password", "wing", "scope", "flags", *BORN],
    "/sign-in": ["username", "password", "next", "again"],
    "/oauth2/authorize": AUTHORISE,
    "/oauth/authorize": AUTHORISE,
    "/oauth2/logout": [*LOGOUT, "answer"],
    "/oauth2/token": TOKEN,
    "/oauth/token": TOKEN,
    "/oauth2/introspect": ["token", "token_type_hint", "client_id", "client_secret"],
    "/oauth2/revoke": ["token", "token_type_hint", "client_id", "client_secret"],
    "/oauth2/userinfo": ["access_token"],
    "/api/token/verify": ["token"],
    "/api/<path:rest>": ["token"],
    "/api/": ["token"],
    "/change-caseload": ["caseload"],
    "/sign-out": ["next"],
    "/account/sessions/<uuid:session>/end": ["submission"],
    "/account/sessions/end-others": ["submission"],
    "/services/add": ["code", "name", "description", "address", "roles", "prisons", "contact", "enabled"],
    "/services/<str:code>/": ["name", "description", "address", "roles", "prisons", "contact", "enabled", "version"],
    "/notify/try-again": ["try-again"],
    "/notify/receipts": ["reference"],
    "/notify/<uuid:message_id>/send-again": ["send-again"],
    "/notify/<uuid:message_id>/cancel": ["cancel"],
    "/notify/stand-in/v2/notifications/<str:what>": ["email_address"],
    "/notify/stand-in/v2/template/<str:template_id>/preview": ["personalisation"],
    "/access-requests/ask/why/": ["role", "prison", "why", "ends_on-day", "ends_on-month", "ends_on-year"],
    "/access-requests/keep/role/<str:code>/": ["why", "ends_on-day"],
    "/access-requests/keep/caseload/<str:code>/": ["why", "ends_on-day"],
    "/access-requests/removal/<str:username>/<str:code>/": ["why"],
    "/access-requests/review/": ["prison", "role", "verdict-1", "page"],
    "/access-requests/<int:request_id>/withdraw/": ["why"],
    "/access-requests/<int:request_id>/decide/": [
        "decision",
        "ends_on-day",
        "ends_on-month",
        "ends_on-year",
        "reason",
        "version",
    ],
    "/clients/new": ["client_id", "team", "contact", *CLIENT],
    "/clients/<str:base_id>/change": CLIENT,
    "/clients/<str:base_id>/deployment": [
        "opened_with",
        "kind",
        "team",
        "contact",
        "chat",
        "hosting",
        "namespace",
        "deployment",
        "secret_name",
        "id_key",
        "secret_key",
    ],
    "/clients/<str:base_id>/rotate": ["submission"],
    "/clients/<str:client_id>/delete": ["submission"],
    "/sign-in/microsoft/choose": ["account"],
    "/users/dps/<str:username>/roles/add/": ["roles", "ends_on-day", "ends_on-month", "ends_on-year", "reference"],
    "/users/dps/<str:username>/roles/<str:code>/remove/": ["submission"],
    "/users/dps/<str:username>/caseloads/add/": ["caseloads"],
    "/users/dps/<str:username>/caseloads/active/": ["caseload"],
    "/users/dps/<str:username>/caseloads/<str:code>/remove/": ["submission"],
    "/users/dps/<str:username>/prisons/add/": ["prisons"],
    "/users/dps/<str:username>/prisons/<str:code>/remove/": ["submission"],
    "/users/dps/<str:username>/name/": ["first_name", "last_name", "was"],
    "/users/dps/<str:username>/email/": ["email", "was"],
    "/users/dps/<str:username>/activate/": ["submission"],
    "/users/dps/<str:username>/deactivate/": ["reason"],
    "/users/dps/<str:username>/unlock/": ["submission"],
    "/users/dps/<str:username>/sign-out/": ["submission"],
    "/users/dps/<str:username>/second-step/": ["submission"],
    "/users/dps/<str:username>/first-password/": ["submission"],
    "/users/create/": ["kind"],
    "/users/create/general/": ["username", "email", "first_name", "last_name", "prison"],
    "/users/create/local/": ["username", "email", "first_name", "last_name", "prison"],
    "/users/create/central/": ["username", "email", "first_name", "last_name"],
    "/users/link/": ["existing", "kind", "username", "prison"],
    "/forgotten-password": ["who"],
    "/forgotten-username": ["email"],
    "/new-password": ["new_password", "repeated"],
    "/new-password/user-name": ["username"],
    "/sign-in/new-password": ["new_password", "repeated"],
    "/sign-in/confirm-email": ["send", "skip"],
    "/verify-email": ["submission"],
    "/account/password": ["current_password", "new_password", "repeated"],
    "/account/name": ["first_name", "last_name"],
    "/account/user-name": ["submission"],
    "/account/email": ["email"],
    "/account/email/resend": ["submission"],
    "/account/backup-email": ["email"],
    "/account/backup-email/resend": ["submission"],
    "/account/mobile": ["mobile"],
    "/account/mobile/code": ["code"],
    "/account/password-again": ["password_again", "next"],
    "/second-step/": ["code", "credential"],
    "/second-step/other-way": ["way"],
    "/second-step/confirm-email": ["submission"],
    "/account/second-step/app": ["code"],
    "/account/second-step/app/remove": ["submission"],
    "/account/second-step/passkeys/add": ["credential", "name"],
    "/account/second-step/passkeys/<int:passkey>/rename": ["name"],
    "/account/second-step/passkeys/<int:passkey>/remove": ["submission"],
    "/account/second-step/recovery-codes": ["submission"],
    "/account/second-step/choose": ["preferred", "when"],
    "/users/domains/add/": ["name", "description"],
    "/users/domains/<int:domain>/remove/": ["submission"],
    "/users/roles/add/": ["code", "name", "description", "admin_types"],
    "/users/roles/<str:role>/change/": ["name", "description", "admin_types", "seen"],
    "/users/roles/<str:role>/hide/": ["day-day", "day-month", "day-year"],
    "/users/roles/<str:role>/show/": ["submission"],
    "/users/roles/<str:role>/delete/": ["submission"],
    "/users/bulk/begin/": ["reference"],
    "/users/bulk/<int:change>/ticket/": ["reference"],
    "/users/bulk/<int:change>/roles/": ["action", "roles"],
    "/users/bulk/<int:change>/people/": ["people"],
    "/users/bulk/<int:change>/summary/": ["submission"],
    "/users/bulk/<int:change>/discard/": ["submission"],
    "/external-users/create/": ["email", "first_name", "last_name", "group"],
    "/external-users/<uuid:key>/email/": ["email"],
    "/external-users/<uuid:key>/enable/": ["submission"],
    "/external-users/<uuid:key>/disable/": ["reason"],
    "/external-users/<uuid:key>/unlock/": ["submission"],
    "/external-users/<uuid:key>/first-password/": ["submission"],
    "/external-users/<uuid:key>/roles/add/": ["roles"],
    "/external-users/<uuid:key>/roles/<str:role>/remove/": ["submission"],
    "/external-users/<uuid:key>/groups/add/": ["group"],
    "/external-users/<uuid:key>/groups/<str:group>/remove/": ["submission"],
    "/external-users/groups/create/": ["code", "name"],
    "/external-users/groups/<str:group>/name/": ["name"],
    "/external-users/groups/<str:group>/delete/": ["submission"],
    "/external-users/groups/<str:group>/children/add/": ["code", "name"],
    "/external-users/groups/<str:group>/children/<str:child>/remove/": ["submission"],
    "/external-users/groups/<str:group>/roles/add/": ["role", "automatic"],
    "/external-users/groups/<str:group>/roles/<str:role>/": ["automatic"],
    "/external-users/groups/<str:group>/roles/<str:role>/remove/": ["submission"],
}
"""What each form sends."""
EVERY = sorted({name for names in [*READ_BY.values(), *SENT_TO.values()] for name in names})
BROKEN = ["%00", "a%00b", "%ff", "%ed%a0%80", "%c3%28", "%f8%88%80%80%80"]
"""NUL and what is no UTF-8, a lone surrogate too: refused."""
MARK = "dpsnonsense"
TYPED = [
    "x" * 10_000, "9" * 5_000, "\x01\x1f\x7f\x08", "\r\nSet-Cookie: a=b", "\u202e\u2066\ufeff\u0085", "🗝" * 60, "²", "٣", "-1",
    "99999999999999999999", "31/02/2026", "' OR 1=1; --", "\\", "%", "_", "(((", "../../etc/passwd", "LEI-A-1-001",
    f"\"'><{MARK} {MARK}=1>", f"' {MARK}=1 x='", f"--><![endif]--><{MARK}>", "{{ 7000003*7000003 }}{% raw %}",
]  # fmt: skip
DAYS = [
    ("31", "2", "2026"),
    ("0", "0", "0"),
    ("-1", "13", "99999"),
    ("1", "1", "9999"),
    ("²", "٣", "1990"),
    ("1", "", "1990"),
]


@pytest.fixture
def officer() -> Client:
    """Somebody with every role there is, in a prison with somebody in it."""
    make_agencies()
    for domain, code in (("IEP_LEVEL", "STD"), ("CATEGORY", "C"), ("ALERT_CODE", "XA")):
        ReferenceCode.objects.create(domain=domain, code=code, description=code)
    give_alert(make_person("A1234BC", "SMITH", "JOHN", cell=make_cell("LEI", "A-1-001")), "XA")
    account = Account.objects.create(
        username="TYPIST", roles=sorted({grant.role for grant in all_grants()}), caseloads=["LEI", "MDI"],
        active_caseload="LEI",
    )  # fmt: skip
    Account.objects.create(
        username="OFFICER", email="officer@justice.gov.uk", roles=["PRISON", "POM"], caseloads=["LEI", "MDI", "NHI"],
        active_caseload="MDI", password="!x",
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(account)
    session = client.session
    session.update({"password_confirmed": int(time.time()), "methods": ["pwd", "otp"]})
    session.save()
    return client


class _Marks(HTMLParser):
    """Finds what was typed where it has become an element or an attribute."""

    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if MARK in tag or any(MARK in name for name, _ in attrs):
            self.found += self.get_starttag_text() or ""


def marks_in(body: str) -> str:
    """What was typed and would be run. Internet Explorer 8 reads what is in comments too."""
    marks = _Marks()
    marks.feed(body + " ".join(re.findall(r"<!--(.*?)-->", body, re.S)))
    return marks.found


def check(reply: Any, asked: str) -> None:
    """An answer in words, with nothing in it run."""
    asked = f"{reply.status_code}: {asked[:300]}"
    assert reply.status_code < 500, asked
    assert "a" not in reply.cookies, asked
    body = b"".join(reply).decode(errors="replace")
    if body.lstrip().startswith("<"):
        assert "<h1" in body, asked
        assert not marks_in(body), asked
        assert "49000042000009" not in body, asked


def queries_for(names: list[str], values: list[str]) -> Iterator[str]:
    """Each name alone with each value, already encoded."""
    yield from (f"{quote(name)}={value}" for name in names for value in values)


def names_read_in_code() -> set[str]:
    """Every parameter that a page or a form of the product reads."""
    found: set[str] = set()
    for file in (settings.ROOT / "dps").rglob("*.py"):
        if "tests" in file.parts or not re.search(r"GET|POST|query", text := file.read_text()):
            continue
        found |= set(re.findall(r"(?:GET|POST|query)\.get(?:list)?\(\"([^\"]+)\"", text))
        if file.name in ("forms.py", "pages.py"):
            module = import_module(".".join(Path(file).relative_to(settings.ROOT).with_suffix("").parts))
            for _, form in inspect.getmembers(module, inspect.isclass):
                for name, field in form.base_fields.items() if issubclass(form, DpsForm) else ():
                    found |= (
                        {f"{name}-{part}" for part in ("day", "month", "year")}
                        if isinstance(field, DateField)
                        else {name}
                    )
    return found


def test_no_parameter_is_forgotten_here() -> None:
    read = names_read_in_code()
    assert {"term", "born-day", "caseload", "topic", "kind"} <= read
    assert read <= set(EVERY), "add it to READ_BY"
    assert set(READ_BY) <= {address.route for address in ADDRESSES}
    assert set(SENT_TO) == {address.route for address in ADDRESSES if "POST" in address.methods}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_every_address_with_nonsense_in_every_parameter_at_once(officer: Client, address: Address) -> None:
    for value in TYPED[::3]:
        query = "&".join(queries_for(EVERY, [quote(value[:1500])]))
        check(officer.get(f"{concrete(address.route)}?{query}"), f"{address.route} with {value!r}")
    for value in BROKEN[::2]:
        assert officer.get(f"{concrete(address.route)}?other={value}").status_code == 400, (
            f"{address.route} with {value}"
        )


@pytest.mark.parametrize("route", READ_BY)
def test_each_parameter_alone(officer: Client, route: str) -> None:
    path = concrete(route)
    for query in queries_for(READ_BY[route], [quote(value) for value in TYPED]):
        check(officer.get(f"{path}?{query}"), f"{path}?{query}")
    for query in [*queries_for(READ_BY[route], BROKEN), "%00=1", "%ff=1"]:
        reply = officer.get(f"{path}?{query}")
        assert reply.status_code == 400 and "could not be read" in reply.content.decode(), f"{path}?{query}"


@pytest.mark.parametrize("day", DAYS, ids="/".join)
def test_impossible_days(officer: Client, day: tuple[str, str, str]) -> None:
    typed = dict(zip(BORN, day, strict=True))
    for reply in (officer.get("/prisoners/global", {"term": "smith", **typed}), officer.post("/design/", typed)):
        check(reply, str(day))
        assert "There is a problem" in reply.content.decode()


@pytest.mark.parametrize("address", WITH_PLACES, ids=lambda address: address.route)
def test_nonsense_in_the_address_itself(officer: Client, address: Address) -> None:
    for value in [*(quote(value, safe="") for value in TYPED if value != "A1234BC"), *BROKEN]:
        path = re.sub(r"<[^>]+>", value, address.route)
        reply = officer.get(path)
        check(reply, path)
        assert reply.status_code in (302, 400, 401, 404, *(() if "GET" in address.methods else (405,))), path[:300]


@pytest.mark.parametrize("route", SENT_TO)
def test_every_form_with_nonsense(officer: Client, route: str) -> None:
    client = Client(raise_request_exception=False) if route == "/sign-in" else officer
    names, path = SENT_TO[route], concrete(route)
    for value in TYPED:
        fields = dict.fromkeys(names, value)
        for sent in (fields, *({name: value} for name in names)):
            if route == "/sign-out":
                client.force_login(Account.objects.get(username="TYPIST"))
            check(client.post(path, sent), f"{route} {list(sent)} {value!r}")
    for body in [*queries_for(names, BROKEN), "%00=1", "%ff=1"]:
        reply = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert reply.status_code == 400 and "could not be read" in reply.content.decode(), body
    in_parts = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n\xff\x00\r\n--x--\r\n' % names[0].encode()
    assert client.post(path, in_parts, content_type="multipart/form-data; boundary=x").status_code == 400


def test_what_was_typed_comes_back_as_text(officer: Client) -> None:
    typed = f"\"'><{MARK}>"
    for reply in (officer.get("/prisoners/", {"term": typed}), officer.get("/estate/", {"words": typed})):
        assert f"&lt;{MARK}&gt;" in reply.content.decode()


@pytest.mark.parametrize("body", [f"<p><{MARK}>", f'<a href="" {MARK}=1>', f"<!--[if lte IE 8]><{MARK}><![endif]-->"])
def test_a_mark_that_became_an_element_would_be_seen(body: str) -> None:
    assert marks_in(body)
    assert not marks_in(f"<p title='&lt;{MARK}&gt;'>{MARK}</p>")
