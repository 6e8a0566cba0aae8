import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.models import Account, AdministeredPrison, OneTimeLink
from dps.identity.users.create import commands, rules
from dps.identity.users.create.rules import Kind
from dps.identity.users.tests.staff import NOON, acting, client_of, make, make_central, make_estate
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
TYPED = {
    "username": "new_gen",
    "email": "new.officer@justice.gov.uk",
    "first_name": "Niamh",
    "last_name": "O'Day-Lee",
    "prison": "LEI",
}


@pytest.fixture(autouse=True)
def _estate() -> None:
    make_estate()


@pytest.fixture
def creator() -> Account:
    return make("CREATOR", roles=["CREATE_USER"], caseloads=[])


def create(by: Actor, kind: Kind = Kind.GENERAL, **changed: str) -> Account:
    return commands.create(kind=kind, **{**TYPED, **changed}, at=NOON, by=by)


def link(by: Actor, existing: str, kind: Kind | None, username: str = "SECOND", prison: str = "LEI") -> Account:
    return commands.link(existing=existing, kind=kind, username=username, prison=prison, at=NOON, by=by)


# rules


@pytest.mark.parametrize(
    ("name", "ok"),
    [
        ("Al", True), ("O'Brien", True), ("Anne-Marie", True), ("Évelyne", True), ("x" * 35, True), ("A", False),
        ("x" * 36, False), ("", False), ("R2D2", False), ("Van Dyk", False), ("<b>", False), ("-Al", False), ("A_b", False),
        ("Smith\n", False),
    ],
)  # fmt: skip
def test_names(name: str, ok: bool) -> None:
    assert (rules.name_problem(name, "first name") == "") is ok


@given(st.text(max_size=40))
def test_a_good_name_holds_only_letters_apostrophes_and_hyphens(name: str) -> None:
    if not rules.name_problem(name, "last name"):
        assert 2 <= len(name) <= 35 and all(c.isalpha() or c in "'-" for c in name)


@pytest.mark.parametrize(
    ("username", "ok"),
    [("AB", True), ("XYZ_GEN", True), ("A" * 30, True), ("A", False), ("A" * 31, False), ("1AB", False), ("A B", False), ("", False)],
)  # fmt: skip
def test_user_names(username: str, ok: bool) -> None:
    assert (rules.username_problem(username) == "") is ok


@pytest.mark.parametrize(
    ("kind", "held", "ok"),
    [
        (Kind.GENERAL, [True], True), (Kind.GENERAL, [False], False), (Kind.LOCAL, [False], True),
        (Kind.LOCAL, [True], False), (Kind.CENTRAL, [False, True], False), (Kind.CENTRAL, [], True),
    ],
)  # fmt: skip
def test_one_general_and_one_administrator_account_each(kind: Kind, held: list[bool], ok: bool) -> None:
    assert (rules.second_account_problem(kind, held) == "") is ok


# commands


@pytest.mark.parametrize(
    ("kind", "caseloads", "roles", "administrator", "looks_after"),
    [
        (Kind.GENERAL, ["LEI"], ["PRISON"], False, []),
        (Kind.LOCAL, [], [], True, ["LEI"]),
        (Kind.CENTRAL, [], [], True, []),
    ],
)
def test_what_each_kind_is(
    creator: Account, kind: Kind, caseloads: list[str], roles: list[str], administrator: bool, looks_after: list[str]
) -> None:
    made = create(acting(creator), kind, email=" New.O’Day@Justice.gov.uk ", last_name="O’Day")
    kept = Account.objects.get(pk=made.pk)
    assert (kept.username, kept.email, kept.last_name) == ("NEW_GEN", "new.o'day@justice.gov.uk", "O'Day")
    assert (kept.source, kept.caseloads, kept.roles, kept.is_administrator) == (
        "nomis",
        caseloads,
        roles,
        administrator,
    )
    assert kept.active_caseload == "".join(caseloads) and not kept.has_usable_password() and not kept.email_verified
    assert kept.staff_id == 10_000_000_000 + kept.pk
    assert list(AdministeredPrison.objects.filter(account=kept).values_list("prison", flat=True)) == looks_after
    sent = OneTimeLink.objects.get(account=kept)
    assert (sent.kind, (sent.expires_at - NOON).days) == ("FIRST", 7)
    actions = AuditEntry.objects.filter(subject_id="NEW_GEN").values_list("action", flat=True)
    assert {"ACCOUNT_CREATED", "FIRST_PASSWORD_LINK_SENT"} <= set(actions)


def test_everything_wrong_is_told_at_once_and_nothing_is_made(creator: Account) -> None:
    make("TAKEN_GEN")
    with pytest.raises(Invalid) as refused:
        create(acting(creator), username="taken_gen", email="x@gmail.com", first_name="A", last_name="", prison="XXX")
    assert set(refused.value.problems) == {"username", "email", "first_name", "last_name", "prison"}
    assert refused.value.problems["username"] == commands.TAKEN
    assert Account.objects.count() == 2
    assert AuditEntry.objects.get().action == "ACCOUNT_CREATED_REFUSED"


@pytest.mark.parametrize("kind", Kind)
def test_only_with_the_role(kind: Kind) -> None:
    by = acting(make_central())
    with pytest.raises(NotAllowed):
        create(by, kind)
    make("OLD_GEN")
    with pytest.raises(NotAllowed):
        link(by, "OLD_GEN", kind)
    assert not Account.objects.filter(username__in=["NEW_GEN", "SECOND"]).exists()


def test_a_second_account_is_of_the_same_person(creator: Account) -> None:
    first = make("OLD_GEN", name=("Mo", "Day"), email="mo.day@justice.gov.uk", caseloads=["MDI"], roles=["POM"])
    made = link(acting(creator), "old_gen", Kind.LOCAL, "mo_adm", "NHI")
    first.refresh_from_db()
    assert first.staff_id == made.staff_id == 10_000_000_000 + first.pk
    assert (made.username, made.first_name, made.last_name, made.email) == (
        "MO_ADM",
        "Mo",
        "Day",
        "mo.day@justice.gov.uk",
    )
    assert (made.is_administrator, made.roles, made.caseloads, first.roles) == (True, [], [], ["POM", "PRISON"])
    assert OneTimeLink.objects.filter(account=made, kind="FIRST").exists()
    for kind in Kind:
        with pytest.raises(Invalid) as refused:
            link(acting(creator), "MO_ADM", kind, "THIRD")
        assert "kind" in refused.value.problems


def test_a_general_account_for_an_administrator_keeps_the_number_of_nomis(creator: Account) -> None:
    make("OLD_ADM", is_administrator=True, caseloads=[], staff_id=4321)
    made = link(acting(creator), "OLD_ADM", Kind.GENERAL, "OLD_GEN", "MDI")
    assert (made.staff_id, made.caseloads, made.roles) == (4321, ["MDI"], ["PRISON"])


@pytest.mark.parametrize(
    ("existing", "words"),
    [
        ("", "Enter the user name they have now"),
        ("NO_SUCH", "no DPS account"),
        ("OUT_USER", "no DPS account"),
        ("GONE_GEN", "inactive"),
        ("BARE_GEN", "no email address"),
        ("CREATOR", "your own account"),
        ("MY_GEN", "your own account"),
        ("PRIVATE_GEN", "cannot be|not allowed"),
    ],
)
def test_accounts_that_get_no_second(existing: str, words: str) -> None:
    me = make("CREATOR", roles=["CREATE_USER"], caseloads=[], staff_id=5, is_administrator=True)
    make("OUT_USER", source="auth")
    make("GONE_GEN", inactive=True)
    make("BARE_GEN", email="")
    make("MY_GEN", staff_id=5)
    make("PRIVATE_GEN", email="somebody@gmail.com")
    with pytest.raises(Invalid) as refused:
        link(acting(me), existing, Kind.CENTRAL, "a b", "XXX")
    assert re.search(words, refused.value.problems["existing"])
    assert "username" in refused.value.problems and "prison" not in refused.value.problems
    assert not Account.objects.filter(username="SECOND").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_link_at_once_make_one() -> None:
    by = acting(make("CREATOR", roles=["CREATE_USER"], caseloads=[]))
    make("OLD_GEN", staff_id=77)

    def one(number: int) -> str:
        try:
            return link(by, "OLD_GEN", Kind.CENTRAL, f"SECOND{number}").username
        except Invalid as refused:
            return next(iter(refused.problems))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        told = list(threads.map(one, range(3)))
    assert sorted(told)[1:] == ["kind", "kind"]
    assert Account.objects.filter(staff_id=77).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_choose_the_same_user_name_at_once() -> None:
    by = acting(make("CREATOR", roles=["CREATE_USER"], caseloads=[]))

    def one(_: int) -> str:
        try:
            return create(by).username
        except Invalid as refused:
            return refused.problems["username"]
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        told = sorted(threads.map(one, range(3)))
    assert told == ["NEW_GEN", commands.TAKEN, commands.TAKEN]


# pages


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_from_the_menu_to_the_success_page(creator: Account) -> None:
    client = client_of(creator)
    menu = text_of(client.get("/users/"))
    assert 'href="/users/create/"' in menu and 'href="/users/link/"' in menu and 'href="/users/dps/"' not in menu
    assert "Choose the type of user" in text_of(client.post("/users/create/"))
    assert client.post("/users/create/", {"kind": "general"})["Location"] == "/users/create/general/"
    answer = client.post("/users/create/general/", TYPED)
    assert answer["Location"] == "/users/created/NEW_GEN/"
    page = text_of(client.get("/users/created/NEW_GEN/"))
    assert "Niamh O'Day-Lee" in page and "new.officer@justice.gov.uk" in page and 'href="/users/create/"' in page
    assert "/users/dps/NEW_GEN/" not in page, "who only creates may not look"
    Account.objects.filter(pk=creator.pk).update(roles=["CREATE_USER", "MAINTAIN_ACCESS_ROLES_ADMIN"])
    assert "/users/dps/NEW_GEN/" in text_of(client.get("/users/created/NEW_GEN/"))
    hashed = OneTimeLink.objects.get(account__username="NEW_GEN").hash
    assert hashed not in page and "token" not in page.replace("csrfmiddlewaretoken", "")


def test_the_success_page_is_for_whoever_made_it(creator: Account) -> None:
    create(acting(creator))
    other = client_of(make("OTHER", roles=["CREATE_USER"], caseloads=[]))
    assert other.get("/users/created/NEW_GEN/").status_code == 404
    assert client_of(creator).get("/users/created/CREATOR/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "words"),
    [("general", "Choose a default caseload"), ("local", "Choose the prison they look after"), ("central", "")],
)
def test_an_empty_form_is_told_everything(creator: Account, kind: str, words: str) -> None:
    answer = client_of(creator).post(f"/users/create/{kind}/", {})
    page = text_of(answer)
    assert answer.status_code == 400
    for said in ("Enter a user name", "Enter an email address", "Enter a first name", "Enter a last name", words):
        assert said in page
    assert page.count('<li><a href="#id_') == (4 if kind == "central" else 5)
    assert ('name="prison"' in page) is (kind != "central")


def test_what_was_typed_is_kept(creator: Account) -> None:
    make("NEW_GEN")
    page = text_of(
        client_of(creator).post("/users/create/local/", {**TYPED, "last_name": "D4y", "username": "x" * 300})
    )
    assert 'value="Niamh"' in page and 'value="D4y"' in page and '<option value="LEI" selected>' in page
    assert page.count('<li><a href="#id_username"') == 1


def test_linking_on_a_page(creator: Account) -> None:
    client = client_of(creator)
    page = text_of(client.post("/users/link/", {"prison": "XXX"}))
    for said in (
        "Enter the user name they have now",
        "Choose the type of the new account",
        "Enter a user name",
        "Prison: choose one",
    ):
        assert said in page
    make("OLD_GEN")
    answer = client.post("/users/link/", {"existing": "old_gen", "kind": "central", "username": "old_adm"})
    assert answer["Location"] == "/users/created/OLD_ADM/"
    page = text_of(
        client.post("/users/link/", {"existing": "old_gen", "kind": "general", "username": "x1", "prison": "LEI"})
    )
    assert "This person already has a general account, and can have only one" in page


@pytest.mark.parametrize("path", ["/users/create/", "/users/create/general/", "/users/link/", "/users/created/X/"])
def test_only_for_creators(path: str) -> None:
    assert client_of(make_central()).get(path).status_code == 403
    assert Client().get(path).status_code == 302
