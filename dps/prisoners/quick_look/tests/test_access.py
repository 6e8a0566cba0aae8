"""The base check through every address of a person, to the letter of prisoners.md 1.1 and 1.2, and what is recorded."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.platform.access import holds
from dps.platform.access.actor import Actor
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.watching import may_watch
from dps.prisoners.rules.access import GHOST
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db
PEOPLE = {
    "in my prison": "A1111AA",
    "in my other prison": "A2222AA",
    "in another prison": "B1111AA",
    "in transit": "C1111AA",
    "released": "D1111AA",
    "patient of my prison": "E1111AA",
    "patient of another prison": "F1111AA",
    "never booked": "G1111AA",
    "ghost": "H1111AA",
}
PAGES = ["", "alerts/", "location/", "photo"]
MINE = {"in my prison", "in my other prison"}
PATIENTS = {"patient of my prison", "patient of another prison"}
RELEASED = {"released", "never booked"}
OPENS = {
    (): MINE,
    ("GLOBAL_SEARCH",): MINE | {"in another prison", "in transit"},
    ("INACTIVE_BOOKINGS",): MINE | RELEASED | PATIENTS | {"in transit"},
    ("POM",): MINE | {"patient of my prison"},
    ("POM", "GLOBAL_SEARCH"): MINE | {"patient of my prison", "in another prison", "in transit"},
    ("GLOBAL_SEARCH", "INACTIVE_BOOKINGS"): set(PEOPLE) - {"ghost"},
    ("RELEASE_DATES_CALCULATOR", "PRISON_RECEPTION", "UPDATE_ALERT", "CELL_MOVE"): MINE,
    ("CENTRAL_ADMIN",): MINE,
    ("PRISONER_ALERTS__RO", "PRISONER_SEARCH", "VIEW_PRISONER_DATA", "SYSTEM_USER"): MINE,
}


@pytest.fixture(autouse=True)
def _people() -> None:
    make_agencies()
    make_person(PEOPLE["in my prison"])
    make_person(PEOPLE["in my other prison"], prison="BXI")
    make_person(PEOPLE["in another prison"], prison="MDI")
    make_person(PEOPLE["in transit"], prison="TRN")
    make_person(PEOPLE["released"], prison="OUT")
    for which, prison in (("patient of my prison", "LEI"), ("patient of another prison", "MDI")):
        make_person(PEOPLE[which], prison="OUT", released_from=prison, movement=("REL", "HP", "HAZLWD"))
    make_person(PEOPLE["never booked"], booked=False)
    make_person(PEOPLE["ghost"], prison=GHOST)


def officer(client: Client, *roles: str, caseloads: tuple[str, ...] = ("LEI", "BXI")) -> Client:
    client.force_login(
        create_user(username="OFFICER", email="o@justice.gov.uk", first_name="Sam", last_name="Hall",
                    password="correct horse battery 9 Kestrel", roles=roles, caseloads=caseloads)
    )  # fmt: skip
    return client


def opened(reply: HttpResponse) -> bool:
    """A photograph that there is none of leads to the placeholder: that too is an answer about somebody known."""
    assert reply.status_code in (200, 302, 404)
    return reply.status_code != 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("roles", OPENS)
def test_who_may_open_whom(client: Client, roles: tuple[str, ...], page: str) -> None:
    officer(client, *roles)
    allowed = {who for who, number in PEOPLE.items() if opened(client.get(f"/prisoners/{number}/{page}"))}
    lives_elsewhere = {"in another prison"} if page == "location/" else set()
    assert allowed == OPENS[roles] - lives_elsewhere


@pytest.mark.parametrize("roles", OPENS)
def test_whoever_may_open_a_person_may_hear_that_they_changed_and_nobody_else(roles: tuple[str, ...]) -> None:
    actor = Actor("OFFICER", roles=frozenset({"PRISON", *roles}), caseloads=("LEI", "BXI"), active_caseload="LEI")
    assert {who for who, number in PEOPLE.items() if may_watch(actor, number)} == OPENS[roles]
    assert not may_watch(actor, "Z9999ZZ") and not may_watch(actor, "a1111aa")


@pytest.mark.parametrize("page", PAGES)
def test_accounts_that_are_no_prison_staff_open_nobody(client: Client, page: str) -> None:
    officer(client, "GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "POM", "PROBATION", caseloads=())
    replies = [client.get(f"/prisoners/{number}/{page}") for number in [*PEOPLE.values(), "Z9999ZZ"]]
    assert {reply.status_code for reply in replies} == {403}
    assert len({what_a_stranger_reads(reply, "") for reply in replies}) == 1, "the refusal tells nothing of the person"


@pytest.mark.parametrize("page", PAGES)
def test_without_a_caseload_one_is_told_so_and_sees_nobody(client: Client, page: str) -> None:
    officer(client, "PRISON", "GLOBAL_SEARCH", "INACTIVE_BOOKINGS", caseloads=())
    for number in (PEOPLE["in another prison"], PEOPLE["released"]):
        reply = client.get(f"/prisoners/{number}/{page}")
        assert reply.status_code == 200 and "You have no caseload set up" in reply.content.decode()
        assert "Smith" not in reply.content.decode()


def test_signed_out_nobody_is_shown(client: Client) -> None:
    for page in PAGES:
        assert client.get(f"/prisoners/{PEOPLE['in my prison']}/{page}")["Location"].startswith("/sign-in?")


def test_opening_people_comes_with_the_role_of_prison_staff() -> None:
    assert holds(Actor("A", roles=frozenset({"PRISON"})), PrisonerPermission.SEE)
    assert not holds(Actor("A", roles=frozenset({"GLOBAL_SEARCH", "INACTIVE_BOOKINGS"})), PrisonerPermission.SEE)


def what_a_stranger_reads(reply: HttpResponse, number: str) -> bytes:
    """The whole reply but what differs from one request to the next: its reference, nonces and form tokens."""
    body: bytes = reply.content
    for changing in (reply["X-Request-Id"].encode(), number.encode()):
        body = body.replace(changing, b"") if changing else body
    body = re.sub(rb'nonce="[^"]+"', b"", body)
    return re.sub(rb'(name="(?:csrfmiddlewaretoken|submission)" value=)"[^"]+"', rb"\1", body)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["in another prison", "in transit", "released", "patient of my prison", "ghost"])
def test_not_allowed_is_told_in_the_same_words_as_not_there(client: Client, who: str, page: str) -> None:
    officer(client).get("/")  # the first page of a session notes when it began
    hidden, nobody = (client.get(f"/prisoners/{number}/{page}") for number in (PEOPLE[who], "Z9999ZZ"))
    assert hidden.status_code == nobody.status_code == 404
    assert what_a_stranger_reads(hidden, PEOPLE[who]) == what_a_stranger_reads(nobody, "Z9999ZZ")
    changing = ("X-Request-Id", "Content-Security-Policy", "Content-Length")
    assert {k: v for k, v in hidden.items() if k not in changing} == {k: v for k, v in nobody.items() if k not in changing}  # fmt: skip
    assert hidden.cookies.keys() == nobody.cookies.keys()


@pytest.mark.parametrize("page", PAGES)
def test_every_refusal_is_recorded_with_the_number(client: Client, page: str) -> None:
    officer(client)
    for number in (PEOPLE["released"], "Z9999ZZ"):
        client.get(f"/prisoners/{number}/{page}")
    entries = AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED").order_by("id")
    assert [(e.username, e.caseload, e.subject_type, e.subject_id) for e in entries] == [
        ("OFFICER", "LEI", "prisoner", PEOPLE["released"]), ("OFFICER", "LEI", "prisoner", "Z9999ZZ"),
    ]  # fmt: skip
    assert [e.details["known"] for e in entries] == [True, False]
    assert all(e.request_id and e.address == "127.0.0.1" for e in entries)
    assert not AuditEntry.objects.filter(action="PRISONER_VIEWED").exists()


def test_where_somebody_lives_asked_for_on_global_search_alone_is_recorded_as_refused(client: Client) -> None:
    officer(client, "GLOBAL_SEARCH").get(f"/prisoners/{PEOPLE['in another prison']}/location/")
    kept = AuditEntry.objects.filter(action__startswith="PRISONER_VIEW").values_list("action", "subject_id")
    assert list(kept) == [("PRISONER_VIEW_REFUSED", PEOPLE["in another prison"])]


@pytest.mark.parametrize(("page", "name"), [("", "quick look"), ("alerts/", "alerts"), ("location/", "location")])
def test_every_view_is_recorded_once_with_its_page(client: Client, page: str, name: str) -> None:
    officer(client).get(f"/prisoners/{PEOPLE['in my other prison']}/{page}")
    entry = AuditEntry.objects.get(action__startswith="PRISONER_VIEW")
    assert (entry.action, entry.username, entry.subject_id, entry.details) == (
        "PRISONER_VIEWED", "OFFICER", PEOPLE["in my other prison"], {"page": name},
    )  # fmt: skip


@pytest.mark.parametrize("page", ["", "alerts/", "alerts/?show=inactive", "location/", "photo", "photo?size=full"])
def test_a_merged_number_leads_to_the_survivor(client: Client, page: str) -> None:
    give_identifier(Person.objects.get(pk=PEOPLE["in my prison"]), "MERGED", "Y7777YY")
    for number in ("Y7777YY", "y7777yy"):
        reply = officer_once(client).get(f"/prisoners/{number}/{page}", follow=True)
        assert reply.redirect_chain[0][0].upper().startswith("/PRISONERS/")
        assert any(address == f"/prisoners/A1111AA/{page}" for address, _ in reply.redirect_chain), reply.redirect_chain


def officer_once(client: Client) -> Client:
    return client if client.session.get("_auth_user_id") else officer(client)


@pytest.mark.parametrize("page", PAGES)
def test_a_merged_number_tells_nothing_to_those_who_may_not_open_the_survivor(client: Client, page: str) -> None:
    give_identifier(Person.objects.get(pk=PEOPLE["released"]), "MERGED", "Y7777YY")
    merged, nobody = (officer_once(client).get(f"/prisoners/{number}/{page}") for number in ("Y7777YY", "Z9999ZZ"))
    assert merged.status_code == nobody.status_code == 404
    assert what_a_stranger_reads(merged, "Y7777YY") == what_a_stranger_reads(nobody, "Z9999ZZ")
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED", subject_id="Y7777YY").exists()


@pytest.mark.parametrize("page", ["", "alerts/?show=inactive", "location/", "photo?size=full"])
def test_small_letters_lead_to_capitals(client: Client, page: str) -> None:
    assert officer(client).get(f"/prisoners/a1111Aa/{page}")["Location"] == f"/prisoners/A1111AA/{page}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "number",
    ["A1111AA%20", "%20A1111AA", "A%201111AA", "A1111AA%0A", "A1111", "A11111AA", "1111AAA", "A1111A%C3%84", "%C4%B11111AA",
     "A%D9%A1%D9%A2%D9%A3%D9%A4AA", "a%D9%A1%D9%A2%D9%A3%D9%A4aa", "%C5%BF1111AA", "A1111A%C3%9F", "%F0%9F%98%80", "%27--",
     "%25", "..", "A" * 3000, "global%2F", "%E2%80%AEA1111AA", "0", "-1", "None"],
)  # fmt: skip
def test_nonsense_is_not_found(client: Client, number: str, page: str) -> None:
    reply = officer(client, "GLOBAL_SEARCH", "INACTIVE_BOOKINGS").get(f"/prisoners/{number}/{page}")
    assert reply.status_code == 404, reply.get("Location")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("number", ["A1111AA%00", "%00", "A1111A%FF", "%ED%A0%80"])
def test_what_nobody_can_type_is_refused(client: Client, number: str, page: str) -> None:
    assert officer(client).get(f"/prisoners/{number}/{page}").status_code in (400, 404)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_these_pages_are_only_read(client: Client, page: str, method: str) -> None:
    reply = getattr(officer(client), method)(f"/prisoners/{PEOPLE['in my prison']}/{page}")
    assert reply.status_code == 405


def test_somebody_who_left_is_hidden_at_once(client: Client) -> None:
    officer(client)
    assert client.get("/prisoners/A1111AA/").status_code == 200
    person = Person.objects.get(pk="A1111AA")
    person.bookings.update(agency="MDI")  # type: ignore[attr-defined]
    refresh_records(["A1111AA"])
    assert client.get("/prisoners/A1111AA/").status_code == 404
