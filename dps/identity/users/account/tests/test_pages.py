import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts import access
from dps.identity.models import Account, AdministeredPrison, OneTimeLink, Role, RoleGiven, StaffSession
from dps.identity.users.account import history
from dps.identity.users.tests.staff import (
    NOON,
    SESSION_AND_ACCOUNT,
    acting,
    client_of,
    make,
    make_central,
    make_estate,
    make_local,
)
from dps.platform import audit, local_time
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
OPERATOR = "MANAGE_NOMIS_USER_ACCOUNT"
AT = "/users/dps/AISHA_GEN/"


@pytest.fixture(autouse=True)
def _estate() -> None:
    make_estate()


@pytest.fixture
def aisha() -> Account:
    return make("AISHA_GEN", caseloads=["LEI", "MDI"], roles=["POM", "IMS_USER", "CELL_MOVE"], last_login=NOON)


@pytest.fixture
def central(aisha: Account) -> Client:
    return client_of(make_central("CENTRAL_ADM", OPERATOR))


@pytest.fixture
def local(aisha: Account) -> Client:
    return client_of(make_local("LEEDS_ADM", OPERATOR))


def text_of(answer: Any) -> str:
    """The words of a page, without the hidden ones for screen readers."""
    shown = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", answer.content.decode())
    return html.unescape(shown)


def links_of(client: Client, path: str = AT) -> set[str]:
    """What can be opened from the page of an account, as the end of its address."""
    return set(re.findall(rf'href="{path}([^"]+)"', client.get(path).content.decode()))


# what the page shows


def test_everything_known_of_an_account(central: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(
        staff_id=5, email_verified=True, inactive=True, inactive_reason="on leave"
    )
    make("AISHA_ADM", staff_id=5, caseloads=[], is_administrator=True)
    RoleGiven.objects.create(
        account=aisha, role="POM", given_by="LEEDS_ADM", given_at=NOON, ends_on=NOON.date(), reference="INC-9"
    )
    AdministeredPrison.objects.create(account=aisha, prison="NHI")
    OneTimeLink.objects.create(
        account=aisha, kind="EMAIL", hash="x" * 64, address="new@justice.gov.uk", made_at=NOON,
        expires_at=local_time.now() + timedelta(hours=1),
    )  # fmt: skip
    page = text_of(central.get(AT))
    for words in (
        "AISHA_GEN", "aisha_gen@justice.gov.uk", "new@justice.gov.uk", "Email change awaiting verification", "on leave",
        "24 November 2026 - 12:00:00", "AISHA_ADM", "POM User", "24/11/2026 by LEEDS_ADM", "INC-9", "From NOMIS",
        "Active caseload", "Leeds (HMP)", "Moorland (HMP & YOI)", "New Hall (HMP & YOI)", ">Inactive</strong>",
        "Complete cell move", "CELL_MOVE",
    ):  # fmt: skip
        assert words in page, words
    assert "PRISON</td>" not in page and "argon2" not in page
    assert page.index("Complete cell move") < page.index("POM User")
    entry = AuditEntry.objects.get(action="ACCOUNT_VIEWED")
    assert (entry.username, entry.subject_id) == ("CENTRAL_ADM", "AISHA_GEN")


def test_an_account_never_used_and_with_nothing(central: Client) -> None:
    make("BARE_GEN", caseloads=[], roles=[], email="", name=("", ""), password="!x")
    page = text_of(central.get("/users/dps/BARE_GEN/"))
    assert "No DPS roles." in page and "Never" in page and "Nothing has been changed here" in page
    assert '<h1 class="govuk-heading-l">BARE_GEN' in page
    assert "Send a new first password link" not in page, "there is nowhere to send it"


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ("central", {"name/", "email/", "roles/add/", "roles/POM/remove/", "roles/CELL_MOVE/remove/", "roles/IMS_USER/ask/", "caseloads/add/", "caseloads/active/", "caseloads/MDI/remove/", "prisons/add/"}),
        ("local", {"roles/add/", "roles/POM/remove/", "roles/CELL_MOVE/ask/", "roles/IMS_USER/ask/", "caseloads/active/"}),
        ("reader", set()),
        ("local operator", {"roles/add/", "roles/POM/remove/", "roles/CELL_MOVE/ask/", "roles/IMS_USER/ask/", "caseloads/active/", "deactivate/"}),
    ],
)  # fmt: skip
def test_each_sees_what_they_may_do(aisha: Account, roles: str, shown: set[str]) -> None:
    who = {
        "central": lambda: make_central(),
        "local": lambda: make_local(),
        "local operator": lambda: make_local("L_ADM", OPERATOR),
        "reader": lambda: make("READER", roles=["STAFF_SEARCH"], caseloads=["NHI"]),
    }[roles]()
    client = client_of(who)
    assert links_of(client) == shown
    for link in shown:
        assert client.get(AT + link).status_code == 200, link


def test_what_an_operator_is_offered_follows_the_state(central: Client, aisha: Account) -> None:
    always = {"deactivate/", "second-step/"}
    offered = {"deactivate/", "activate/", "unlock/", "second-step/", "first-password/", "sign-out/"}
    for changed, expected in (
        ({"locked": True}, always | {"unlock/"}),
        ({"locked": False, "password": "!x"}, always | {"first-password/"}),
        ({"password": "x", "inactive": True}, {"activate/"}),
    ):
        Account.objects.filter(pk=aisha.pk).update(**changed)
        assert links_of(central) & offered == expected
    Account.objects.filter(pk=aisha.pk).update(inactive=False)
    aisha.refresh_from_db()
    Client().force_login(aisha)
    StaffSession.objects.filter(account_id=aisha.pk).update(seen_at=local_time.now())
    assert links_of(central) & offered == always | {"sign-out/"}
    assert "1 session" in text_of(central.get(AT))


@pytest.mark.parametrize(
    ("who", "theirs", "cannot", "ask"),
    [
        ("local", ["CELL_MOVE"], "reset the second step of this account or send a new first password link", "Ask a central administrator."),
        ("central", ["OAUTH_ADMIN"], "change the email address of this account, reset its second step or send a new first password link.", "Ask a central administrator who holds OAUTH_ADMIN."),
        ("details only", ["OAUTH_ADMIN"], "change the email address of this account.", "who holds OAUTH_ADMIN."),
        ("operator only", ["POM"], "reset the second step of this account or send", "Ask a local system administrator of their prison, or a central administrator."),
        ("central", ["ROLES_ADMIN", "GONE"], "change the email address of this account, reset", "whoever looks after the catalogue of roles"),
    ],
)  # fmt: skip
def test_who_may_do_more_is_not_taken_over_and_the_page_says_whom_to_ask(
    aisha: Account, who: str, theirs: list[str], cannot: str, ask: str
) -> None:
    Account.objects.filter(pk=aisha.pk).update(roles=["PRISON", *theirs], password="!x")
    me = {
        "local": lambda: make_local("L_ADM", OPERATOR),
        "central": lambda: make_central("C_ADM", OPERATOR),
        "details only": lambda: make_central("C_ADM"),
        "operator only": lambda: make("O_ADM", roles=[OPERATOR, "STAFF_SEARCH"], caseloads=[]),
    }[who]()
    client = client_of(me)
    page = text_of(client.get(AT))
    assert f"You cannot {cannot}" in page and ask in page
    assert all(
        name in page[: page.index(ask)] for name in Role.objects.filter(pk__in=theirs).values_list("name", flat=True)
    )
    assert not links_of(client) & {"email/", "second-step/", "first-password/"}
    for path in ("email/", "second-step/", "first-password/"):
        assert client.get(AT + path).status_code == 403
        assert client.post(AT + path, {"email": "new@justice.gov.uk", "was": aisha.email}).status_code == 403
    assert not OneTimeLink.objects.exists()
    refused = AuditEntry.objects.filter(action="ACCOUNT_VIEW_REFUSED", subject_id="AISHA_GEN").count()
    assert refused == {"local": 4, "details only": 2, "operator only": 4}.get(who, 6), (
        "where the page itself was allowed"
    )
    Account.objects.filter(pk=aisha.pk).update(roles=["PRISON"])
    assert "You cannot" not in text_of(client.get(AT)) and links_of(client) & {"email/", "second-step/"}


def test_nobody_is_offered_changes_of_their_own(aisha: Account) -> None:
    me = make_central("ME_ADM", OPERATOR)
    client = client_of(me)
    assert links_of(client, "/users/dps/ME_ADM/") == set()
    assert "This is your own account" in text_of(client.get("/users/dps/ME_ADM/"))
    assert client.get("/users/dps/ME_ADM/roles/add/").status_code == 403
    assert client.post("/users/dps/ME_ADM/unlock/").status_code == 403
    assert AuditEntry.objects.filter(action="ACCOUNT_VIEW_REFUSED", subject_id="ME_ADM").count() == 2


def test_who_may_not_be_known_of_is_not_found_and_recorded(local: Client) -> None:
    make("MOOR_GEN", caseloads=["MDI"], locked=True)
    for path in ("", "history/", "roles/add/", "caseloads/active/", "unlock/"):
        answer = local.get(f"/users/dps/MOOR_GEN/{path}")
        nobody = local.get(f"/users/dps/NO_SUCH/{path}")
        assert answer.status_code == nobody.status_code == 404
    assert AuditEntry.objects.filter(action="ACCOUNT_VIEW_REFUSED", subject_id="MOOR_GEN").count() == 5
    assert "MOOR" not in text_of(local.get("/users/dps/MOOR_GEN/"))


def test_statements_do_not_grow(
    central: Client, aisha: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    central.get(AT)
    by = acting(Account.objects.get(username="CENTRAL_ADM"))
    for role in ("LICENCE_CA", "LICENCE_DM", "GLOBAL_SEARCH", "MAINTAIN_IEP"):
        access.give_role(username="AISHA_GEN", role=role, at=NOON, by=by)
    Account.objects.filter(pk=aisha.pk).update(staff_id=5)
    for number in range(3):
        make(f"OTHER{number}", staff_id=5)
        AdministeredPrison.objects.create(account=aisha, prison=("NHI", "BXI", "LEI")[number])
    # administrator, account, changes with two lots of names, link, sessions, others, two of roles, prisons, audit
    with django_assert_num_queries(SESSION_AND_ACCOUNT + 12):
        central.get(AT)
    with django_assert_num_queries(SESSION_AND_ACCOUNT + 7):
        central.get(f"{AT}history/")


# changing it


@pytest.mark.parametrize(
    ("path", "sent", "said", "check"),
    [
        ("roles/add/", {"roles": ["LICENCE_CA", "LICENCE_DM"], "reference": "INC-1"}, "Licence", {"roles": ["CELL_MOVE", "IMS_USER", "LICENCE_CA", "LICENCE_DM", "POM", "PRISON"]}),
        ("roles/POM/remove/", {}, "POM User was removed from Aisha Holroyd", {"roles": ["CELL_MOVE", "IMS_USER", "PRISON"]}),
        ("caseloads/add/", {"caseloads": ["NHI", "BXI"]}, "New Hall", {"caseloads": ["LEI", "MDI", "NHI", "BXI"]}),
        ("caseloads/MDI/remove/", {}, "Moorland", {"caseloads": ["LEI"]}),
        ("caseloads/active/", {"caseload": "MDI"}, "now works in Moorland", {"active_caseload": "MDI"}),
        ("prisons/add/", {"prisons": ["NHI"]}, "looks after the users of New Hall", {}),
        ("name/", {"first_name": "Ann", "last_name": "Roe", "was": "Aisha Holroyd"}, "The name was changed", {"first_name": "Ann"}),
        ("email/", {"email": "new@justice.gov.uk", "was": "aisha_gen@justice.gov.uk"}, "new@justice.gov.uk", {}),
        ("deactivate/", {"reason": "Left the service"}, "is inactive", {"inactive": True, "inactive_reason": "Left the service"}),
        ("sign-out/", {}, "is signed out everywhere", {}),
        ("second-step/", {}, "second step of Aisha Holroyd is reset", {}),
    ],
)  # fmt: skip
def test_a_change_is_made_and_told(
    central: Client, aisha: Account, path: str, sent: dict[str, Any], said: str, check: dict[str, Any]
) -> None:
    assert central.get(AT + path).status_code == 200
    answer = central.post(AT + path, sent)
    assert (answer.status_code, answer["Location"]) == (302, AT)
    page = text_of(central.get(AT))
    assert said in page[page.index("dps-message") :]
    aisha.refresh_from_db()
    assert {field: getattr(aisha, field) for field in check} == check


@pytest.mark.parametrize(
    ("state", "path", "sent", "said"),
    [
        ({}, "roles/add/", {}, "Choose at least one role"),
        ({}, "roles/add/", {"roles": ["LICENCE_CA"], "ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020"}, "The last day must be in the future"),
        ({}, "roles/add/", {"roles": ["LICENCE_CA"], "ends_on-day": "31", "ends_on-month": "2", "ends_on-year": "2030"}, "must be a real date"),
        ({}, "roles/add/", {"roles": ["LICENCE_CA"], "reference": "x" * 61}, "must be 60 characters or fewer"),
        ({}, "roles/add/", {"roles": ["LICENCE_CA", "POM"]}, "already holds POM User. No role was added"),
        ({}, "roles/add/", {"roles": ["NO_SUCH"]}, "Roles: choose one from the list"),
        ({}, "roles/add/", {"roles": ["OAUTH_ADMIN"]}, "Roles: choose one from the list"),
        ({}, "caseloads/add/", {}, "Choose at least one caseload"),
        ({}, "caseloads/add/", {"caseloads": ["NHI", "MDI"]}, "already has Moorland"),
        ({}, "caseloads/add/", {"caseloads": ["HYI"]}, "Caseloads: choose one from the list"),
        ({}, "caseloads/LEI/remove/", {}, "choose another active caseload first"),
        ({}, "caseloads/active/", {}, "Choose a caseload"),
        ({}, "caseloads/active/", {"caseload": "NHI"}, "Active caseload: choose one from the list"),
        ({}, "prisons/add/", {}, "Choose at least one prison"),
        ({}, "name/", {"first_name": "", "last_name": "B4d", "was": "Aisha Holroyd"}, "Enter a first name"),
        ({}, "name/", {"first_name": "Ann", "last_name": "Roe", "was": "Some Body"}, "Somebody else changed it to Aisha Holroyd"),
        ({}, "email/", {"email": "x@gmail.com"}, "gmail.com"),
        ({}, "email/", {"email": "new@justice.gov.uk", "was": "old@justice.gov.uk"}, "Somebody else changed it to aisha_gen@justice.gov.uk"),
        ({}, "deactivate/", {"reason": "x"}, "Give a reason of 2 to 100 characters"),
        ({"inactive": True, "inactive_reason": "gone"}, "deactivate/", {"reason": "Left"}, "inactive already: gone"),
        ({}, "activate/", {}, "active already"),
        ({}, "unlock/", {}, "is not locked"),
        ({}, "first-password/", {}, "has chosen a password"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_and_changes_nothing(
    central: Client, aisha: Account, state: dict[str, Any], path: str, sent: dict[str, Any], said: str
) -> None:
    Account.objects.filter(pk=aisha.pk).update(**state)
    before = Account.objects.filter(pk=aisha.pk).values().get()
    answer = central.post(AT + path, sent)
    page = text_of(answer)
    assert answer.status_code == 400 and "There is a problem" in page and said in page
    assert Account.objects.filter(pk=aisha.pk).values().get() == before
    assert not AdministeredPrison.objects.filter(account=aisha).exists()


def test_what_was_typed_is_kept(central: Client) -> None:
    sent = {
        "roles": ["LICENCE_CA", "LICENCE_DM"],
        "reference": "INC <7>",
        "ends_on-day": "31",
        "ends_on-month": "2",
        "ends_on-year": "2030",
    }
    page = central.post(f"{AT}roles/add/", sent).content.decode()
    assert page.count(" checked") == 2 and 'value="INC &lt;7&gt;"' in page and 'value="2030"' in page
    assert 'value="x@gmail.com"' in text_of(central.post(f"{AT}email/", {"email": "x@gmail.com"}))


def test_both_wrong_names_are_told_at_once(central: Client) -> None:
    page = text_of(central.post(f"{AT}name/", {"first_name": "", "last_name": "B4d", "was": "Aisha Holroyd"}))
    assert '<a href="#id_first_name">' in page and '<a href="#id_last_name">' in page and 'value="B4d"' in page


@pytest.mark.parametrize(
    "path", ["roles/LICENCE_CA/remove/", "roles/PRISON/remove/", "roles/LICENCE_CA/ask/", "roles/POM/ask/", "caseloads/NHI/remove/", "prisons/NHI/remove/"]
)  # fmt: skip
def test_what_is_not_held_is_not_found(central: Client, path: str) -> None:
    assert central.get(AT + path).status_code == 404
    assert central.post(AT + path).status_code == (405 if path.endswith("ask/") else 404)


def test_a_restricted_role_is_explained_and_not_taken(local: Client, aisha: Account) -> None:
    page = text_of(local.get(f"{AT}roles/CELL_MOVE/ask/"))
    assert "central administrator" in page and "CELL_MOVE" in page and "AISHA_GEN" in page
    (where,) = re.findall(r'href="(/access-requests/removal/[^"]+)"', page)
    assert local.get(where).status_code == 200
    assert "team that runs the service" in text_of(local.get(f"{AT}roles/IMS_USER/ask/"))
    assert local.post(f"{AT}roles/CELL_MOVE/remove/").status_code == 403
    aisha.refresh_from_db()
    assert "CELL_MOVE" in aisha.roles
    assert AuditEntry.objects.get(action="ROLE_TAKEN_AWAY_REFUSED").details["role"] == "CELL_MOVE"


def test_roles_offered_are_those_one_may_give(local: Client, central: Client, settings: Any) -> None:
    settings.USER_ADMINISTRATION_NOTICE = "Tickets first: <see> the intranet"
    mine, theirs = (client.get(f"{AT}roles/add/").content.decode() for client in (local, central))
    assert 'value="LICENCE_CA"' in mine and 'value="MAINTAIN_ACCESS_ROLES_ADMIN"' not in mine
    assert 'value="MAINTAIN_ACCESS_ROLES_ADMIN"' in theirs and 'value="OAUTH_ADMIN"' not in theirs
    assert 'value="POM"' not in mine, "it is held"
    assert "Licences, HDC, release</div>" in mine, "what the role is for"
    assert "Tickets first: &lt;see&gt; the intranet" in mine
    assert "Tickets first: &lt;see&gt; the intranet" in local.get("/users/").content.decode()


def test_when_there_is_no_role_left_to_give(local: Client, aisha: Account) -> None:
    Role.objects.update(hidden_on=NOON.date())
    assert "There is no role you can add" in text_of(local.get(f"{AT}roles/add/"))


def test_a_new_link_goes_to_who_has_no_password(central: Client) -> None:
    account = make("NEW_GEN", password="!x")
    assert "new_gen@justice.gov.uk" in text_of(central.get("/users/dps/NEW_GEN/first-password/"))
    assert central.post("/users/dps/NEW_GEN/first-password/")["Location"] == "/users/dps/NEW_GEN/"
    page = text_of(central.get("/users/dps/NEW_GEN/"))
    assert "A new link was sent to new_gen@justice.gov.uk" in page
    assert OneTimeLink.objects.get(account=account).hash not in page


def test_an_account_that_signs_in_with_its_address_can_be_opened(central: Client) -> None:
    make("O'NEIL+X@JUSTICE.GOV.UK", email="o'neil+x@justice.gov.uk")
    path = reverse("users:account", args=["O'NEIL+X@JUSTICE.GOV.UK"])
    assert "o'neil+x@justice.gov.uk" in text_of(central.get(path))
    answer = central.post(f"{path}email/", {"email": "new@justice.gov.uk", "was": "o'neil+x@justice.gov.uk"})
    assert central.get(answer["Location"]).status_code == 200


# history


def test_changes_are_told_in_words(central: Client, aisha: Account) -> None:
    central.post(
        f"{AT}roles/add/",
        {
            "roles": ["LICENCE_CA"],
            "reference": "INC-1",
            "ends_on-day": "1",
            "ends_on-month": "2",
            "ends_on-year": "2090",
        },
    )
    central.post(f"{AT}name/", {"first_name": "Ann", "last_name": "Holroyd", "was": "Aisha Holroyd"})
    central.post(f"{AT}caseloads/active/", {"caseload": "MDI"})
    central.post(f"{AT}unlock/")
    audit.record(
        "SOMETHING_NEW_HERE", by=SYSTEM, subject_type="account", subject_id="AISHA_GEN", details={"changes": "odd"}
    )
    page = text_of(central.get(f"{AT}history/"))
    for words in (
        "4 changes, newest first", "Role added: Licence Case Admin (LICENCE_CA), until 01/02/2090, for INC-1", "Cora Bell (CENTRAL_ADM)",
        "Name changed", "First name: Aisha to Ann", "Caseload: Leeds (HMP) to Moorland (HMP & YOI)", "Something new here", "The system",
    ):  # fmt: skip
        assert words in page, words
    assert "Last name:" not in page and "refused" not in page.lower() and "viewed" not in page.lower()
    assert page.index("Something new here") < page.index("Name changed") < page.index("Role added")


def test_history_is_paged(central: Client, aisha: Account) -> None:
    for number in range(45):
        audit.record(
            "CHANGE_OF_SORT", by=SYSTEM, subject_type="account", subject_id="AISHA_GEN", details={"number": number}
        )
    assert "Every change of this account" in text_of(central.get(AT))
    for number, rows in ((1, 20), (3, 5), (99, 5)):
        assert text_of(central.get(f"{AT}history/?page={number}")).count("Change of sort") == rows


@pytest.mark.parametrize(
    ("action", "details", "words"),
    [
        ("ROLE_TAKEN_AWAY", {"role": "POM", "reason": "its last day is over"}, "Role removed: POM, because its last day is over"),
        ("ROLE_TAKEN_AWAY", {"role": "POM"}, "Role removed: POM"),
        ("ACCOUNT_DISABLED", {"reason": "left {x}"}, "Deactivated: left {x}"),
        ("CASELOAD_ADDED", {"caseload": "LEI"}, "Caseload added: Leeds (HMP)"),
        ("PRISON_LOOKED_AFTER_ADDED", {"prison": "LEI"}, "Looks after the users of Leeds (HMP)"),
        ("ROLE_GIVEN", {"role": "POM", "ends": "soon"}, "Role added: POM, until soon"),
    ],
)  # fmt: skip
def test_one_change_in_words(action: str, details: dict[str, Any], words: str) -> None:
    assert history.what(action, details, {}) == words


# what nobody is led to


@pytest.mark.parametrize("username", ["%20", "x" * 300, "A%27B", "..", "%2e%2e", "🗝", "DOWNLOAD"])
def test_what_is_no_account_is_not_found(central: Client, username: str) -> None:
    assert central.get(f"/users/dps/{username}/").status_code == 404


def test_a_double_click_is_one_change(central: Client, aisha: Account) -> None:
    page = central.get(f"{AT}roles/add/").content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page[page.index("<main") :])
    assert token
    sent = {"roles": ["LICENCE_CA"], "submission": token[1]}
    assert [central.post(f"{AT}roles/add/", sent)["Location"] for _ in range(2)] == [AT, AT]
    assert RoleGiven.objects.filter(account=aisha, role="LICENCE_CA").count() == 1
