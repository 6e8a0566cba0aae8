"""Addresses: through the pages, with what each change leaves behind."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import actor_of
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict
from dps.prisoners.addresses import commands, queries
from dps.prisoners.addresses.rules import Wanted
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Address, AddressUsage, Person, Phone
from dps.prisoners.names.tests.officers import make_codes, make_officer, send, was
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/addresses/"
DONE = "/prisoners/A1111AA/personal/#addresses"
HOUSE = {
    "flat": "Flat 2", "building": "Mill House", "number": "12", "line1": "High Street", "line2": "Armley",
    "town": "LEEDS", "county": "WYORKS", "postcode": "ls12 2tj", "country": "ENG",
}  # fmt: skip


@pytest.fixture
def person() -> Person:
    make_agencies()
    make_codes()
    return make_person("A1111AA")


@pytest.fixture
def officer(client: Client, person: Person) -> Client:
    client.force_login(make_officer())
    return client


def give(person: Person, id: int, **fields: object) -> Address:
    kept = {"premise": "1", "street": "Low Road", "postcode": "YO1 7HH", "country": "ENG"} | fields
    return Address.objects.create(id=id, person=person, **kept)


def add(client: Client, kind: str, use: str, **typed: str) -> int:
    """The three steps, with what the second page carries along."""
    path = f"{BASE}add/{kind}/"
    checked = client.post(path, typed)
    page = checked.content.decode()
    assert checked.status_code == 200 and "Check the address" in page, page
    carried = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert not Address.objects.filter(id__gte=10_000_000_000, started_on=None).exists()
    saved = client.post(path, carried | {"use": use, "save": "yes"})
    assert (saved.status_code, saved["Location"]) == (302, DONE)
    return Address.objects.latest("id").pk


def test_the_way_to_a_uk_address(officer: Client) -> None:
    assert "Choose where the address is" in officer.post(f"{BASE}add/", {}).content.decode()
    assert officer.post(f"{BASE}add/", {"where": "uk"})["Location"] == f"{BASE}add/find/"
    assert officer.post(f"{BASE}add/", {"where": "no-fixed"})["Location"] == f"{BASE}add/no-fixed/"
    page = officer.get(f"{BASE}add/uk/").content.decode()
    assert "Wales" in page and "France" not in page and "Of old" not in page
    id = add(officer, "uk", "both", **HOUSE)
    row = Address.objects.get(pk=id)
    assert commands.fields_of(row) == {
        "person_id": "A1111AA", "contact_person_id": None, "flat": "Flat 2", "premise": "Mill House",
        "street": "12 High Street", "locality": "Armley", "town": "LEEDS", "county": "WYORKS", "country": "ENG",
        "postcode": "LS12 2TJ", "primary": True, "postal": True, "no_fixed_address": False,
        "started_on": local_time.today(), "ended_on": None, "comment": "", "uprn": "", "usages": [],
    }  # fmt: skip
    change = Change.objects.get()
    assert (change.kind, change.key, change.before) == ("address", str(id), None)
    assert DomainEvent.objects.get(type="prisoner.updated").data == {"categoriesChanged": ["CONTACT_DETAILS"]}
    assert AuditEntry.objects.filter(action="PRISONER_CHANGED").count() == 1
    section = officer.get("/prisoners/A1111AA/personal/").content.decode()
    for words in ("Primary and postal address", "Mill House", "12 High Street", "Leeds", "West Yorkshire", "England"):
        assert words in section, words


def test_one_may_go_back_from_the_check_and_nothing_typed_is_lost(officer: Client) -> None:
    typed = HOUSE | {"started_on-day": "1", "started_on-month": "2", "started_on-year": "2024"}
    page = officer.post(f"{BASE}add/uk/", typed).content.decode()
    assert "From 1 February 2024" in page and "LS12 2TJ" in page
    back = officer.post(f"{BASE}add/uk/", typed | {"change": "yes"}).content.decode()
    assert 'value="ls12 2tj"' in back and 'value="2024"' in back and '<option value="LEEDS" selected>' in back
    unsaid = officer.post(f"{BASE}add/uk/", typed | {"save": "yes"})
    assert (
        unsaid.status_code == 400
        and "Choose whether this is the primary or the postal address" in unsaid.content.decode()
    )
    assert not Address.objects.exists()


def test_overseas_and_no_fixed_address(officer: Client) -> None:
    page = officer.get(f"{BASE}add/overseas/").content.decode()
    assert "France" in page and "England" not in page
    row = Address.objects.get(pk=add(officer, "overseas", "postal", line1="Rue X", postcode="75 001", country="FRA"))
    assert (row.postcode, row.country, row.primary, row.postal) == ("75 001", "FRA", False, True)
    page = officer.get(f"{BASE}add/no-fixed/").content.decode()
    assert 'name="line1"' not in page and 'name="town"' in page
    row = Address.objects.get(pk=add(officer, "no-fixed", "neither", town="YORK", country="ENG", line1="smuggled"))
    assert row.no_fixed_address and (row.town, row.street) == ("YORK", "")
    assert "No fixed address" in officer.get("/prisoners/A1111AA/personal/").content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("uk", {}, ("Choose a country", "Enter a house")),
        (
            "uk", HOUSE | {"postcode": "LS1", "number": "12345", "line1": "x" * 61, "town": "OLD"},
            ("full UK postcode", "House number must be 4", "Address line 1 must be 60", "choose one from the list"),
        ),
        ("uk", HOUSE | {"country": "FRA"}, ("Country: choose one",)),
        ("uk", HOUSE | {"building": "é" * 30}, ("too long for NOMIS",)),
        ("uk", HOUSE | {"started_on-day": "1", "started_on-month": "1", "started_on-year": "2999"}, ("today or in the past",)),
        ("uk", HOUSE | {"started_on-day": "31", "started_on-month": "2", "started_on-year": "2024"}, ("real date",)),
        ("overseas", {"line1": "x", "country": "ENG", "postcode": "1" * 11}, ("choose one", "10 characters")),
        ("no-fixed", {}, ("Choose a country",)),
    ],
)  # fmt: skip
def test_every_problem_at_once(officer: Client, kind: str, typed: dict[str, str], words: tuple[str, ...]) -> None:
    reply = officer.post(f"{BASE}add/{kind}/", typed | {"use": "both", "save": "yes"})
    page = reply.content.decode()
    assert reply.status_code == 400 and "There is a problem" in page
    for one in words:
        assert one in page, one
    assert not Address.objects.exists() and not Change.objects.exists()


def test_a_new_primary_demotes_the_old_one(officer: Client, person: Person) -> None:
    old = give(person, 1, primary=True, postal=True)
    ended = give(person, 2, primary=False, ended_on=date(2020, 1, 1))
    new = add(officer, "uk", "primary", **HOUSE)
    old.refresh_from_db()
    assert (old.primary, old.postal) == (False, True) and Address.objects.get(primary=True).pk == new
    assert {one.key for one in Change.objects.all()} == {"1", str(new)}
    assert send(officer, f"{BASE}1/use/", use="both") == (302, DONE)
    assert Address.objects.get(primary=True).pk == 1
    assert send(officer, f"{BASE}1/use/", use="both") == (302, DONE)
    assert Change.objects.count() == 4
    assert send(officer, f"{BASE}1/use/", use="neither") == (302, DONE)
    assert not Address.objects.filter(primary=True).exists()
    assert officer.get(f"{BASE}{ended.pk}/use/").status_code == 404


def test_the_words_are_put_right(officer: Client, person: Person) -> None:
    row = give(person, 1, uprn="100", started_on=date(2020, 1, 1), street="S" * 100, postcode="OLD")
    page = officer.get(f"{BASE}1/").content.decode()
    typed = {
        "number": "1",
        "line1": "S" * 100,
        "postcode": "OLD",
        "country": "ENG",
        "started_on-day": "1",
        "started_on-month": "1",
        "started_on-year": "2020",
    }
    assert 'value="1"' in page and send(officer, f"{BASE}1/", **typed) == (302, DONE) and not Change.objects.exists()
    status, page = send(officer, f"{BASE}1/", **typed | {"line1": "T" * 61})
    assert status == 400 and "60 characters" in page
    assert send(officer, f"{BASE}1/", **typed | {"number": "2"}) == (302, DONE)
    row.refresh_from_db()
    assert (row.premise, row.street, row.uprn, row.started_on) == ("2", "S" * 100, "", date(2020, 1, 1))
    opened = was(officer.get(f"{BASE}1/").content.decode())
    send(officer, f"{BASE}1/", **typed | {"number": "3"})
    late = officer.post(f"{BASE}1/", typed | {"number": "4", "was": opened})
    assert late.status_code == 409 and "3 SSS" in late.content.decode() and 'value="4"' in late.content.decode()


def test_an_address_is_ended_and_kept_with_those_of_the_past(officer: Client, person: Person) -> None:
    row = give(person, 1, primary=True, postal=True, started_on=date(2020, 5, 1))
    day = {"ended_on-day": "30", "ended_on-month": "4", "ended_on-year": "2020"}
    assert "before the day they began" in send(officer, f"{BASE}1/end/", **day)[1]
    later = local_time.today() + timedelta(days=1)
    tomorrow = {"ended_on-day": str(later.day), "ended_on-month": str(later.month), "ended_on-year": str(later.year)}
    assert "today or in the past" in send(officer, f"{BASE}1/end/", **tomorrow)[1]
    assert "Enter the date" in send(officer, f"{BASE}1/end/")[1]
    assert send(officer, f"{BASE}1/end/", **day | {"ended_on-month": "6"}) == (302, DONE)
    row.refresh_from_db()
    assert (row.ended_on, row.primary, row.postal) == (date(2020, 6, 30), False, False)
    assert officer.get(f"{BASE}1/end/").status_code == 404
    assert "Past addresses (1)" in officer.get("/prisoners/A1111AA/personal/").content.decode()
    page = officer.get(f"{BASE}past/").content.decode()
    assert "1 Low Road" in page and "from 1 May 2020 to 30 June 2020" in page


def test_past_addresses_cost_the_same_for_many(officer: Client, person: Person) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert officer.get(f"{BASE}past/").status_code == 200
        return len(caught)

    def used(id: int) -> None:
        AddressUsage.objects.create(address=give(person, id, ended_on=date(2020, 1, 1)), usage="HOME")

    used(1)
    officer.get(f"{BASE}past/")
    one = statements()
    for id in range(2, 30):
        used(id)
    assert statements() == one


def test_put_back(officer: Client, person: Person) -> None:
    by = actor_of(make_officer("OTHER"))
    give(person, 1, primary=True, started_on=date(2020, 5, 1))
    new = add(officer, "uk", "primary", **HOUSE)
    kind = kind_of("address")
    assert kind and kind.restore
    demoted, added = Change.objects.get(key="1"), Change.objects.get(key=str(new))
    assert kind.describe("1", demoted.before) == "1 Low Road, YO1 7HH, England, primary address, from 1 May 2020"
    kind.restore(demoted, by)
    assert Address.objects.get(primary=True).pk == 1 and Address.objects.get(pk=1).started_on == date(2020, 5, 1)
    Phone.objects.create(id=1, address_id=new, type="HOME", number="1")
    with pytest.raises(Conflict):
        kind.restore(added, by)
    Phone.objects.all().delete()
    kind.restore(added, by)
    with pytest.raises(Conflict):
        kind.restore(added, by)
    assert Address.objects.get().pk == 1


def test_the_finder(officer: Client, person: Person) -> None:
    other = make_person("B2222BB")
    for id in (1, 2):
        give(other, id, premise=str(id), street="Wellington Road", postcode="LS12 2TJ")
    give(person, 3, premise="1", street="Wellington Road", postcode="LS12 2TJ")
    give(other, 4, street="Rue Wellington", country="FRA")
    give(other, 5, no_fixed_address=True, street="Wellington")
    Address.objects.create(id=6, contact_person_id=1, street="Wellington Mews", postcode="LS12 2TJ", country="ENG")
    path = f"{BASE}add/find/"
    assert "Enter the address yourself" in officer.get(path).content.decode()
    for words in ("ls122tj", "LS12", "wellington", "road WELL"):
        page = officer.get(path, {"words": words}).content.decode()
        assert "2 addresses found" in page and "like=1" in page and "Mews" not in page and "Rue" not in page, words
    assert "0 addresses found" in officer.get(path, {"words": "BD1"}).content.decode()
    assert officer.get(path, {"words": "a"}).status_code == 400
    assert AuditEntry.objects.filter(action="ADDRESS_FINDER_USED").count() == 5
    page = officer.get(f"{BASE}add/uk/?like=2").content.decode()
    assert 'value="LS12 2TJ"' in page and 'value="Wellington Road"' in page
    for like in ("4", "6", "nonsense", "9" * 18, "9" * 30, "٢"):
        assert "Wellington" not in officer.get(f"{BASE}add/uk/", {"like": like}).content.decode(), like


def test_the_finder_uses_its_indexes(person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO prisoners_address (id, person_id, flat, premise, street, locality, town, county, country, postcode,"
            ' "primary", postal, no_fixed_address, comment, uprn)'
            " SELECT n, 'A1111AA', '', n, 'Street ' || md5(n::text), '', '', '', 'ENG', 'LS' || n % 90 || ' ' || n % 9 || 'AA',"
            " false, false, false, '', '' FROM generate_series(1, 6000) n"
        )
        cursor.execute("ANALYZE prisoners_address")
        for wanted, index in (
            (Wanted(postcode="LS122AA"), "address_by_postcode"),
            (Wanted(words="c4ca4238a0b9"), "address_by_words"),
        ):
            with CaptureQueriesContext(connection) as caught:
                queries.find(wanted, ["ENG"])
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + caught.captured_queries[0]["sql"])
            assert index in "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(("roles", "prison"), [((), "MDI"), (("GLOBAL_SEARCH",), "LEI")])
def test_only_with_the_role_and_where_one_works_now(
    client: Client, person: Person, roles: tuple[str, ...], prison: str
) -> None:
    give(person, 1)
    give(make_person("B2222BB", prison=prison), 2)
    client.force_login(make_officer("OTHER", *roles, prison=prison))
    for path in ("add/", "add/find/", "add/uk/", "add/overseas/", "add/no-fixed/", "1/", "1/use/", "1/end/", "2/"):
        assert client.get(BASE + path).status_code in (403, 404), path
        assert client.post(BASE + path, HOUSE | {"use": "both", "save": "yes"}).status_code in (403, 404, 405), path
    assert not Change.objects.exists() and Address.objects.count() == 2


def test_an_address_of_somebody_else_is_not_found(officer: Client) -> None:
    give(make_person("B2222BB"), 2)
    for path in ("2/", "2/use/", "2/end/", f"{2**70}/"):
        assert officer.get(BASE + path).status_code == 404 and officer.post(BASE + path, HOUSE).status_code == 404
