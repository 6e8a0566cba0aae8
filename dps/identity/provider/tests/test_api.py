"""What the API says of people: of oneself, and of others to those who may ask."""

from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from dps.estate.commands import load_estate
from dps.identity.accounts.commands import create_user
from dps.identity.models import Account, AdministeredPrison
from dps.identity.provider import keys
from dps.identity.provider.models import Client
from dps.identity.provider.tests import flow
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
OTHERS = "/api/users/aisha_gen", "/api/users/aisha_gen/roles"


def ask(path: str, token: str) -> Any:
    return Browser(raise_request_exception=False).get(path, headers=flow.bearer(token))


def told(path: str, token: str) -> Any:
    reply = ask(path, token)
    assert reply.status_code == 200, reply.content
    return reply.json()


def test_of_oneself_as_it_is_now(rp: Client, browser: Browser, aisha: Account) -> None:
    load_estate()
    token = flow.let_in(browser)["access_token"]
    Account.objects.update(roles=["OMIC_ADMIN"], staff_id=4711, active_caseload="MDI", email_verified=False)
    assert told("/api/users/me", token) == {
        "username": "AISHA_GEN", "active": True, "name": "Aisha Holroyd", "authSource": "nomis", "userId": "4711",
        "uuid": str(Account.objects.get().key), "staffId": 4711, "activeCaseLoadId": "MDI",
    }  # fmt: skip
    assert told("/api/users/me/roles", token) == [{"roleCode": "OMIC_ADMIN"}]
    assert told("/api/users/me/caseloads", token) == {
        "username": "AISHA_GEN",
        "activeCaseload": {"id": "MDI", "name": "Moorland (HMP & YOI)"},
        "caseloads": [{"id": "LEI", "name": "Leeds (HMP)"}, {"id": "MDI", "name": "Moorland (HMP & YOI)"}],
    }
    assert told("/api/users/me/email", token) == {
        "username": "AISHA_GEN", "email": "aisha.holroyd@justice.gov.uk", "verified": False,
    }  # fmt: skip


def test_a_machine_of_itself(machine: Client, aisha: Account) -> None:
    token = flow.machine_token(machine)
    me = told("/api/users/me", token)
    assert (me["username"], me["authSource"], me["userId"]) == ("machine", "none", None)
    assert told("/api/users/me", flow.machine_token(machine, username="aisha_gen"))["username"] == "AISHA_GEN"
    assert told("/api/users/me/roles", token) == [{"roleCode": "USER_PERMISSIONS__RO"}]
    assert told("/api/users/me/caseloads", token)["caseloads"] == []
    assert ask("/api/users/me/email", token).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "roles"),
    [
        ("MAINTAIN_ACCESS_ROLES_ADMIN", 200, 403),
        ("MAINTAIN_OAUTH_USERS", 200, 403),
        ("STAFF_SEARCH", 200, 403),
        ("VIEW_NOMIS_STAFF_DETAILS", 200, 403),
        ("USER_PERMISSIONS__RO", 200, 200),
        ("INTEL_ADMIN", 403, 200),
        ("PCMS_USER_ADMIN", 403, 200),
        ("PF_USER_ADMIN", 403, 200),
        ("MAINTAIN_ACCESS_ROLES", 404, 403),
        ("OAUTH_ADMIN", 403, 403),
        ("PRISON", 403, 403),
    ],
)
def test_of_others_to_those_who_may_ask(key: Any, aisha: Account, role: str, sees: int, roles: int) -> None:
    token = flow.machine_token(flow.make_machine("asks", roles=(role,)))
    assert [ask(path, token).status_code for path in OTHERS] == [sees, roles]


def test_a_machine_that_acts_for_somebody_has_its_own_roles_only(key: Any, aisha: Account) -> None:
    Account.objects.update(roles=["USER_PERMISSIONS__RO"])
    token = flow.machine_token(flow.make_machine("asks"), username="aisha_gen")
    assert ask(OTHERS[1], token).status_code == 403


def test_local_administrators_see_the_accounts_of_prisons_they_look_after(
    rp: Client, browser: Browser, aisha: Account
) -> None:
    token = flow.let_in(browser)["access_token"]
    Account.objects.update(roles=["MAINTAIN_ACCESS_ROLES"])
    for username, prison in (("THERE", "BXI"), ("HERE", "MDI")):
        create_user(
            username=username,
            email="x@justice.gov.uk",
            first_name="X",
            last_name="Y",
            password=None,
            caseloads=[prison],
        )
    AdministeredPrison.objects.create(account=aisha, prison="MDI")
    seen = {
        username: ask(f"/api/users/{username}", token).status_code
        for username in ("here", "there", "nobody", "aisha_gen")
    }
    assert seen == {"here": 200, "there": 404, "nobody": 404, "aisha_gen": 200}


def test_who_looked_at_whose_roles_is_recorded(machine: Client, aisha: Account) -> None:
    assert told(OTHERS[1], flow.machine_token(machine)) == [{"roleCode": "GLOBAL_SEARCH"}, {"roleCode": "PRISON"}]
    entry = AuditEntry.objects.get(action="VIEW_USER_ROLES")
    assert (entry.username, entry.subject_id) == ("machine", "AISHA_GEN")
    assert entry.details == {"client": "machine"}


def test_what_is_done_for_somebody_is_recorded_with_the_system_that_did_it(
    machine: Client, rp: Client, browser: Browser, aisha: Account
) -> None:
    """Whoever the token stands for; and what follows in the same process by another way says nothing of it."""
    told(OTHERS[1], flow.machine_token(machine, username="aisha_gen"))
    Account.objects.update(roles=["USER_PERMISSIONS__RO"])
    told(OTHERS[1], flow.let_in(browser)["access_token"])
    entries = AuditEntry.objects.filter(action="VIEW_USER_ROLES").order_by("pk")
    assert [(entry.username, entry.details) for entry in entries] == [
        ("AISHA_GEN", {"client": "machine"}),
        ("AISHA_GEN", {"client": "rp"}),
    ]
    browser.post("/sign-out")
    assert AuditEntry.objects.get(action="SIGNED_OUT").details == {}


def test_nobody_is_found_alike(machine: Client, aisha: Account) -> None:
    token = flow.machine_token(machine)
    for name in ("nobody", "%20", "'", "🗝", "x" * 500, "me2"):
        reply = ask(f"/api/users/{name}", token)
        assert reply.status_code == 404 and reply["Content-Type"] == "application/problem+json"
    assert told("/api/users/ AISHA_gen ", token)["username"] == "AISHA_GEN"
    Account.objects.update(inactive=True)
    assert told("/api/users/aisha_gen", token)["active"] is False


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/api/users/me", 2),
        ("/api/users/me/roles", 1),
        ("/api/users/me/email", 2),
        ("/api/users/aisha_gen", 2),
        ("/api/users/me/caseloads", 1),
    ],
)
def test_statements(
    rp: Client,
    browser: Browser,
    aisha: Account,
    path: str,
    statements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Account.objects.update(roles=["STAFF_SEARCH"])
    token = flow.let_in(browser)["access_token"]
    keys.published()
    told("/api/users/me/caseloads", token)
    with django_assert_num_queries(statements):
        told(path, token)


@pytest.mark.parametrize(
    "sent", [{}, {"token": ""}, {"token": 5}, {"token": None}, {"token": "x" * 8001}, {"token": "x", "more": 1}, []]
)
def test_verifying_what_is_no_token(key: Any, sent: Any) -> None:
    reply = Browser().post("/api/token/verify", sent, content_type="application/json")
    assert reply.status_code == 400 and reply["Content-Type"] == "application/problem+json"


def test_everything_discovery_names_is_there_and_is_ours(key: Any, settings: Any) -> None:
    reply = Browser().get("/.well-known/openid-configuration")
    assert (
        reply["Cache-Control"] == "public, max-age=43200"
        and "Vary" not in reply
        and "Access-Control-Allow-Origin" not in reply
    )
    document = reply.json()
    assert document["issuer"] == settings.PUBLIC_URL
    for name, value in document.items():
        if name.endswith("_endpoint") or name in ("jwks_uri", "service_documentation"):
            assert value.startswith(settings.PUBLIC_URL + "/"), name
            assert Browser().get(value.removeprefix(settings.PUBLIC_URL)).status_code != 404, name
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["response_types_supported"] == ["code"]
    assert set(document["grant_types_supported"]) == {"authorization_code", "refresh_token", "client_credentials"}
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]
    for needed in ("authorization", "token", "userinfo", "end_session", "introspection", "revocation"):
        assert f"{needed}_endpoint" in document


@pytest.mark.parametrize(
    "path",
    [
        "/o/applications/",
        "/oauth2/applications/",
        "/oauth2/register",
        "/oauth2/authorized_tokens/",
        "/oauth2/device-authorization",
        "/applications/",
    ],
)
def test_the_toolkits_own_pages_are_not_there(key: Any, browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404
