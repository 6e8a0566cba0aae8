"""Phones and e-mails: through the pages, with what each change leaves behind."""

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Address, EmailAddress, Person, Phone
from dps.prisoners.names.tests.officers import make_codes, make_officer, send, was
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/"
DONE = "/prisoners/A1111AA/personal/#phones-and-emails"


@pytest.fixture
def person() -> Person:
    make_agencies()
    make_codes()
    return make_person("A1111AA")


@pytest.fixture
def officer(client: Client, person: Person) -> Client:
    client.force_login(make_officer())
    return client


def test_a_phone_is_added_changed_and_removed(officer: Client) -> None:
    typed = {"type": "MOB", "number": " (0770)  090 0123 ", "extension": ""}
    assert send(officer, f"{BASE}phones/add/", **typed) == (302, DONE)
    row = Phone.objects.get()
    assert row.pk >= 10_000_000_000 and (row.person_id, row.type, row.number) == ("A1111AA", "MOB", "(0770) 090 0123")
    status, page = send(officer, f"{BASE}phones/add/", type="HOME", number="07700900123", extension="")
    assert status == 400 and "already on the record" in page
    path = f"{BASE}phones/{row.pk}/"
    assert send(officer, path, **typed) == (302, DONE) and Change.objects.count() == 1
    assert send(officer, path, **typed | {"type": "BUS", "extension": "12"}) == (302, DONE)
    page = officer.get(BASE).content.decode()
    assert "Business phone" in page and "(0770) 090 0123, extension 12" in page and f"{path}remove/" in page
    assert send(officer, f"{path}remove/") == (302, DONE)
    assert not Phone.objects.exists()
    assert [one.kind for one in Change.objects.all()] == ["phone"] * 3
    assert DomainEvent.objects.filter(type="prisoner.updated")[0].data == {"categoriesChanged": ["CONTACT_DETAILS"]}


def test_an_email_is_added_changed_and_removed(officer: Client) -> None:
    assert send(officer, f"{BASE}emails/add/", address=" a@b.uk ") == (302, DONE)
    row = EmailAddress.objects.get()
    status, page = send(officer, f"{BASE}emails/add/", address="A@B.uk")
    assert status == 400 and "already on the record" in page
    path = f"{BASE}emails/{row.pk}/"
    assert send(officer, path, address="a@b.uk") == (302, DONE) and Change.objects.count() == 1
    assert send(officer, path, address="c@b.uk") == (302, DONE)
    assert "c@b.uk" in officer.get(BASE).content.decode()
    opened = was(officer.get(path).content.decode())
    send(officer, path, address="d@b.uk")
    assert officer.post(f"{path}remove/", {"was": opened}).status_code == 409
    assert send(officer, f"{path}remove/") == (302, DONE) and not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        (
            "phones/add/",
            {"type": "", "number": "+44", "extension": "x"},
            ("Choose the type", "must only include digits, spaces", "Extension must only"),
        ),
        (
            "phones/add/",
            {"type": "FAX", "number": "1" * 41, "extension": "1" * 8},
            ("Type: choose one", "40 characters", "Extension"),
        ),
        ("phones/add/", {"type": "HOME", "number": ""}, ("Enter a phone number",)),
        ("emails/add/", {"address": "nobody"}, ("one @",)),
        ("emails/add/", {"address": "é" * 130 + "@b"}, ("bytes",)),
        ("emails/add/", {"address": "e" * 250 + "@b"}, ("240 characters",)),
    ],
)
def test_what_is_refused_is_said_and_kept(
    officer: Client, path: str, typed: dict[str, str], words: tuple[str, ...]
) -> None:
    status, page = send(officer, BASE + path, **typed)
    assert status == 400
    for one in words:
        assert one in page, one
    assert all(f'value="{value}"' in page for name, value in typed.items() if name != "type" and value)
    assert not Phone.objects.exists() and not EmailAddress.objects.exists()


def test_a_fax_of_old_stays_a_fax(officer: Client, person: Person) -> None:
    row = Phone.objects.create(id=5, person=person, type="FAX", number="+44 113")
    assert send(officer, f"{BASE}phones/5/", type="FAX", number="0113", extension="") == (302, DONE)
    row.refresh_from_db()
    assert (row.type, row.number) == ("FAX", "0113")


def test_what_is_not_theirs_is_not_found(officer: Client, person: Person) -> None:
    other = make_person("B2222BB")
    Phone.objects.create(id=5, person=other, type="HOME", number="1")
    Phone.objects.create(id=6, contact_person_id=9, type="HOME", number="1")
    address = Address.objects.create(id=7, person=person)
    Phone.objects.create(id=8, address=address, type="HOME", number="1")
    EmailAddress.objects.create(id=5, person=other, address="x@y")
    for path in ("phones/5/", "phones/6/", "phones/8/", "phones/8/remove/", "emails/5/", "emails/5/remove/"):
        assert officer.get(BASE + path).status_code == 404 and officer.post(BASE + path).status_code == 404, path


@pytest.mark.parametrize(("roles", "prison"), [((), "MDI"), (("GLOBAL_SEARCH",), "LEI")])
def test_only_with_the_role_and_where_one_works_now(
    client: Client, person: Person, roles: tuple[str, ...], prison: str
) -> None:
    Phone.objects.create(id=5, person=person, type="HOME", number="1")
    EmailAddress.objects.create(id=5, person=person, address="x@y")
    client.force_login(make_officer("OTHER", *roles, prison=prison))
    for folder in ("phones", "emails"):
        for path in (f"{folder}/add/", f"{folder}/5/", f"{folder}/5/remove/"):
            typed = {"type": "HOME", "number": "2", "address": "a@b"}
            assert client.get(BASE + path).status_code in (403, 404) and client.post(
                BASE + path, typed
            ).status_code in (403, 404)
    assert not Change.objects.exists() and Phone.objects.get().number == "1"


def test_both_are_put_back(officer: Client, person: Person) -> None:
    by = actor_of(make_officer("OTHER"))
    Phone.objects.create(id=5, person=person, type="HOME", number="1")
    EmailAddress.objects.create(id=5, person=person, address="x@y")
    send(officer, f"{BASE}phones/5/remove/")
    send(officer, f"{BASE}emails/5/remove/")
    phone, email = kind_of("phone"), kind_of("email")
    assert phone and email and phone.restore and email.restore
    gone, lost = Change.objects.get(kind="phone"), Change.objects.get(kind="email")
    assert phone.describe(gone.key, gone.before) == "Home phone: 1" and email.describe(lost.key, lost.before) == "x@y"
    phone.restore(gone, by)
    email.restore(lost, by)
    assert Phone.objects.get(pk=5).number == "1" and EmailAddress.objects.get(pk=5).person_id == "A1111AA"
    for kind, one in (
        (phone, Change.objects.filter(kind="phone").latest("id")),
        (email, Change.objects.filter(kind="email").latest("id")),
    ):
        kind.restore(one, by)
        with pytest.raises(Conflict):
            kind.restore(one, by)
    Phone.objects.create(id=6, person=person, type="MOB", number="1")
    with pytest.raises(Invalid):
        phone.restore(gone, by)
