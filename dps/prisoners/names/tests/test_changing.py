"""Changing names: through the pages, with what each change leaves behind."""

import re
from datetime import date

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Person, PersonName, SearchName, SearchRecord
from dps.prisoners.names import commands
from dps.prisoners.names.tests.officers import make_codes, make_officer, send, was
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/"
WORDS = {"title": "", "first_name": "JOHN", "middle_names": "", "last_name": "SMITH", "suffix": ""}
BORN = {"date_of_birth-day": "2", "date_of_birth-month": "3", "date_of_birth-year": "1985", "sex": "M"}
DONE = "/prisoners/A1111AA/personal/#names"


@pytest.fixture
def person() -> Person:
    make_agencies()
    make_codes()
    return make_person("A1111AA", aliases=[("SMYTHE", "JON")])


@pytest.fixture
def officer(client: Client, person: Person) -> Client:
    client.force_login(make_officer())
    return client


def working() -> PersonName:
    return PersonName.objects.get(is_working=True)


def alias() -> PersonName:
    return PersonName.objects.filter(is_working=False).order_by("id")[0]


def check_all_follow() -> None:
    """One working name; the person, the booking and search say the same."""
    now = working()
    person = Person.objects.get()
    for name in ("title", "first_name", "middle_names", "last_name", "suffix", "date_of_birth", "sex", "ethnicity"):
        assert getattr(person, name) == getattr(now, name), name
    assert booking_of(person).name_id in (now.pk, None)
    record = SearchRecord.objects.get()
    assert (record.first_name, record.last_name, record.date_of_birth) == (
        now.first_name, now.last_name, now.date_of_birth,
    )  # fmt: skip
    assert SearchName.objects.get(is_working=True).pk == now.pk
    assert SearchName.objects.count() == PersonName.objects.count()


def test_first_one_says_why(officer: Client) -> None:
    page = officer.get(f"{BASE}name/").content.decode()
    assert "Why is the name changing?" in page and page.count("<h1") == 1
    assert "Choose why" in officer.post(f"{BASE}name/", {}).content.decode()
    assert officer.post(f"{BASE}name/", {"why": "legal-change"})["Location"] == f"{BASE}name/legal-change/"
    assert officer.post(f"{BASE}name/", {"why": "whim"}).status_code == 400


def test_a_correction_is_made_in_place(officer: Client) -> None:
    before = working()
    status = send(
        officer,
        f"{BASE}name/correction/",
        **WORDS | {"title": "MR", "first_name": " jo-anne  o’x ", "middle_names": "Paul"},
    )
    assert status == (302, DONE)
    now = working()
    assert (now.pk, now.title, now.first_name, now.middle_names) == (before.pk, "MR", "JO-ANNE O'X", "PAUL")
    check_all_follow()
    change = Change.objects.get()
    assert (change.kind, change.key, change.reason) == ("name", str(now.pk), "Correction of name")
    assert set(change.after) == set(commands.FIELDS) and change.before["first_name"] == "JOHN"
    assert "name " + str(now.pk) in AuditEntry.objects.get(action="PRISONER_CHANGED").details["changes"]
    assert DomainEvent.objects.get(type="prisoner.updated").data == {"categoriesChanged": ["PERSONAL_DETAILS"]}


@pytest.mark.parametrize(("why", "first"), [("correction", "JOHN"), ("legal-change", "JOHN"), ("legal-change", "JACK")])
def test_a_new_last_name_or_a_legal_change_makes_a_new_name(officer: Client, why: str, first: str) -> None:
    PersonName.objects.filter(is_working=True).update(name_type="CN", ethnicity="W1")
    old = working()
    typed = WORDS | {"first_name": first, "last_name": "SMITH" if first == "JACK" else "Jones"}
    assert send(officer, f"{BASE}name/{why}/", **typed) == (302, DONE)
    now = working()
    assert now.pk >= 10_000_000_000 and now.last_name in ("JONES", "SMITH") and now.pk != old.pk
    assert (now.date_of_birth, now.sex, now.ethnicity, now.name_type) == (old.date_of_birth, "M", "W1", "CN")
    assert booking_of(Person.objects.get()).name_id == now.pk
    kept = PersonName.objects.get(pk=old.pk)
    assert not kept.is_working and (kept.last_name, kept.name_type) == ("SMITH", "A")
    check_all_follow()
    made = Change.objects.order_by("id")
    assert [(one.key, one.before is None, one.after["is_working"]) for one in made] == [
        (str(now.pk), True, True), (str(old.pk), False, False),
    ]  # fmt: skip


def test_nothing_changed_is_no_write_and_no_message(officer: Client) -> None:
    for why in ("correction", "legal-change"):
        assert send(officer, f"{BASE}name/{why}/", **WORDS) == (302, DONE)
    assert not Change.objects.exists() and not AuditEntry.objects.filter(action="PRISONER_CHANGED").exists()
    assert PersonName.objects.count() == 2 and "dps-message" not in officer.get(f"{BASE}name/").content.decode()


def test_every_problem_at_once_and_what_was_typed_is_kept(officer: Client) -> None:
    typed = {"title": "OLD", "first_name": "", "middle_names": "B" * 36, "last_name": "R0SE", "suffix": ""}
    status, page = send(officer, f"{BASE}name/correction/", **typed)
    assert status == 400
    for words in (
        "Title (optional): choose one",
        "Enter a first name",
        "Middle names must be",
        "Last name must only include",
    ):
        assert words in page, words
    assert 'value="R0SE"' in page and "B" * 36 in page and working().last_name == "SMITH"


def test_a_name_they_have_already_is_refused(officer: Client) -> None:
    status, page = send(officer, f"{BASE}name/legal-change/", **WORDS | {"first_name": "Jon", "last_name": "smy the"})
    assert status == 400 and "already has this name" in page
    status, page = send(officer, f"{BASE}aliases/add/", **WORDS | BORN, working="no")
    assert status == 400 and "already has this name" in page
    assert not Change.objects.exists()


def test_somebody_else_was_first(officer: Client) -> None:
    opened = was(officer.get(f"{BASE}name/correction/").content.decode())
    send(officer, f"{BASE}name/correction/", **WORDS | {"first_name": "JAMES"})
    late = officer.post(f"{BASE}name/correction/", WORDS | {"first_name": "JACK", "was": opened})
    page = late.content.decode()
    assert late.status_code == 409 and "It now says: James Smith" in page and 'value="JACK"' in page
    assert working().first_name == "JAMES"
    assert officer.post(f"{BASE}name/correction/", WORDS | {"first_name": "JACK", "was": was(page)}).status_code == 302
    assert working().first_name == "JACK"


def test_a_double_click_makes_one_alias(officer: Client) -> None:
    page = officer.get(f"{BASE}aliases/add/").content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page)
    assert token
    sent = WORDS | BORN | {"first_name": "Jim", "working": "no", "was": was(page), "submission": token[1]}
    assert [officer.post(f"{BASE}aliases/add/", sent)["Location"] for _ in range(2)] == [DONE, DONE]
    assert PersonName.objects.filter(first_name="JIM").count() == 1 and Change.objects.count() == 1


def test_an_alias_is_added_and_put_right(officer: Client) -> None:
    typed = WORDS | BORN | {"first_name": "Jim", "working": "no"}
    assert send(officer, f"{BASE}aliases/add/", **typed) == (302, DONE)
    row = PersonName.objects.get(first_name="JIM")
    assert not row.is_working and row.name_type == "A" and working().first_name == "JOHN"
    assert SearchName.objects.filter(first="jim").exists()
    path = f"{BASE}aliases/{row.pk}/"
    assert send(officer, path, **typed) == (302, DONE) and Change.objects.count() == 1
    assert send(officer, path, **typed | {"date_of_birth-year": "1986", "sex": "F"}) == (302, DONE)
    row.refresh_from_db()
    assert (row.date_of_birth, row.sex) == (date(1986, 3, 2), "F") and Person.objects.get().sex == "M"
    check_all_follow()


def test_an_alias_becomes_the_working_name(officer: Client) -> None:
    old, row = working(), alias()
    typed = WORDS | BORN | {"first_name": "JON", "last_name": "SMYTHE", "date_of_birth-year": "1984", "working": "yes"}
    assert send(officer, f"{BASE}aliases/{row.pk}/", **typed) == (302, DONE)
    assert working().pk == row.pk and Person.objects.get().date_of_birth == date(1984, 3, 2)
    assert booking_of(Person.objects.get()).name_id == row.pk
    check_all_follow()
    assert officer.get(f"{BASE}aliases/{row.pk}/").status_code == 404
    assert send(officer, f"{BASE}aliases/add/", **WORDS | BORN | {"first_name": "AL", "working": "yes"}) == (302, DONE)
    assert working().first_name == "AL" and PersonName.objects.get(pk=old.pk).is_working is False
    check_all_follow()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"date_of_birth-year": "2026", "date_of_birth-month": "12"}, "Date of birth must be in the past"),
        ({"date_of_birth-year": "2015"}, "15 to 125"),
        ({"date_of_birth-day": "31", "date_of_birth-month": "2"}, "real date"),
        ({"date_of_birth-day": "", "date_of_birth-month": "", "date_of_birth-year": ""}, "Enter a date of birth"),
        ({"sex": "OLD"}, "Sex: choose one"),
        ({"sex": ""}, "Choose a sex"),
        ({"working": ""}, "Choose whether"),
        ({"last_name": "É"}, "Last name must only"),
    ],
)
def test_what_an_alias_may_not_be(officer: Client, typed: dict[str, str], words: str) -> None:
    sent = WORDS | BORN | {"first_name": "Jim", "working": "no"} | typed
    status, page = send(officer, f"{BASE}aliases/add/", **sent)
    assert status == 400 and words in page and "There is a problem" in page
    assert PersonName.objects.count() == 2


@pytest.mark.parametrize(("roles", "prison"), [((), "MDI"), (("GLOBAL_SEARCH",), "LEI"), (("PRISON",), "LEI")])
def test_only_with_the_role_and_where_one_works_now(
    client: Client, person: Person, roles: tuple[str, ...], prison: str
) -> None:
    account = make_officer("OTHER", *roles, prison=prison)
    client.force_login(account)
    for path in ("name/", "name/correction/", "name/legal-change/", "aliases/add/", f"aliases/{alias().pk}/"):
        assert client.get(BASE + path).status_code in (403, 404), path
        assert client.post(BASE + path, WORDS | BORN | {"working": "yes"}).status_code in (403, 404), path
    assert not Change.objects.exists()


def test_an_alias_of_somebody_else_is_not_found(officer: Client) -> None:
    other = make_person("B2222BB", aliases=[("BLACK", "BEN")])
    theirs = other.names.get(is_working=False)
    assert officer.get(f"{BASE}aliases/{theirs.pk}/").status_code == 404
    assert officer.get(f"{BASE}aliases/{2**70}/").status_code == 404


def test_names_are_put_back(officer: Client, person: Person) -> None:
    by = actor_of(make_officer("OTHER", last_name="May"))
    kind = kind_of("name")
    assert kind and kind.restore
    old = working()
    commands.change_working_name("A1111AA", commands.Words(first_name="JOHN", last_name="JONES"), legal=True, by=by)
    made, demoted = Change.objects.order_by("id")
    assert "John Jones" in kind.describe(made.key, made.after) and "(working name)" in kind.describe(
        made.key, made.after
    )
    with pytest.raises(Invalid):
        kind.restore(made, by)
    kind.restore(demoted, by)
    assert working().pk == old.pk
    check_all_follow()
    assert Change.objects.filter(restores=demoted).count() == 2
    promoted = Change.objects.filter(key=made.key).latest("id")
    kind.restore(promoted, by)
    assert working().last_name == "JONES"
    again = Change.objects.filter(key=made.key).latest("id")
    with pytest.raises(Conflict):
        kind.restore(again, by)


def test_the_section(officer: Client) -> None:
    page = officer.get(BASE).content.decode()
    assert 'id="names"' in page and "John Smith" in page and "Jon Smythe" in page and "born 2 March 1985, Male" in page
    assert f'{BASE}aliases/{alias().pk}/"' in page and f'{BASE}name/"' in page and "Add an alias" in page
    reader = Client()
    reader.force_login(make_officer("READER", "GLOBAL_SEARCH"))
    plain = reader.get(BASE).content.decode()
    assert "Jon Smythe" in plain and "Add an alias" not in plain and "aliases/" not in plain


def test_the_history_page_puts_a_name_back(officer: Client) -> None:
    send(officer, f"{BASE}name/correction/", **WORDS | {"first_name": "JACK"})
    change = Change.objects.get()
    page = officer.get(f"/prisoners/A1111AA/changes/name/{change.key}/").content.decode()
    assert "Jack Smith" in page and "John Smith" in page
    link = re.search(r'href="(/prisoners/A1111AA/changes/[^"]*put-back/)"', page)
    assert link, page
    shown = officer.get(link[1]).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
    assert officer.post(link[1], hidden).status_code == 302
    assert working().first_name == "JOHN" and Change.objects.filter(restores=change).count() == 1
    check_all_follow()
