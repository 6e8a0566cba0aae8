"""Words, description, details, lists of numbers, release dates, duplicates and saved searches: as pages."""

import html
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.identity.models import Account
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Mark, PhysicalAttributes, ProfileDetail, SentenceCalculation
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.saved.models import SavedSearch
from dps.prisoners.search.tests.test_pages import officer
from dps.prisoners.tests.people import booking_of, give_alert, give_identifier, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    """Adam and Bert in Leeds, Carl in Moorland with a religion nobody at Leeds may know of, Dave outside."""
    make_agencies()
    for domain, code, words in (
        ("RELF", "SIKH", "Sikh"), ("HAIR", "GREY", "Grey"), ("BODY_PART", "ARM", "Arm"), ("ALERT_CODE", "XA", "Arsonist"),
        ("SEX", "M", "Male"),
    ):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    estate.forget_kept()
    for place, (number, last, prison) in enumerate(
        (
            ("A0001AA", "ADAMS", "LEI"),
            ("B0001AA", "BAKER", "LEI"),
            ("C0001AA", "COOPER", "MDI"),
            ("D0001AA", "DIXON", "OUT"),
        )
    ):
        person = make_person(
            number,
            last,
            "JOHN",
            prison=prison,
            cell=make_cell("LEI", f"A-1-00{place}"),
            aliases=[("ZORRO", "DIEGO")] if place == 0 else (),
        )
        booking = booking_of(person)
        ProfileDetail.objects.create(booking=booking, sequence=1, type="RELF", code="SIKH")
        ProfileDetail.objects.create(booking=booking, sequence=1, type="HAIR", code="GREY" if place < 3 else "BLACK")
        PhysicalAttributes.objects.create(booking=booking, height_cm=180 + place, weight_kg=80)
        comment = ("dragon breathing fire", "tattoo of a rose", "dragon and snake", "cut")[place]
        Mark.objects.create(
            booking=booking, sequence=1, type=("TAT", "OTH", "TAT", "SCAR")[place], body_part="ARM", comment=comment
        )
        leaves = (local_time.today() + timedelta(days=10 * (place + 1))).isoformat()
        SentenceCalculation.objects.create(
            id=700 + place,
            booking=booking,
            calculated_at=datetime(2026, 1, 1, tzinfo=UTC),
            dates={"CRD": [leaves, None]},
        )
        give_alert(person, "XA")
        refresh_records([number])


def shown(client: Client, address: str, expected: int = 200) -> list[str]:
    reply = client.get(address)
    assert reply.status_code == expected
    return [part.split('"', 1)[0] for part in reply.content.decode().split('data-result="')[1:]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("all=adams", ["A0001AA"]), ("all=dragon", ["A0001AA"]), ("all=john&none=dragon", ["B0001AA"]),
        ("any=dragon+rose", ["A0001AA", "B0001AA"]), ("phrase=dragon+breathing", ["A0001AA"]), ("phrase=breathing+dragon", []),
        ("all=zorro", ["A0001AA"]), ("all=Sikh+arsonist", ["A0001AA", "B0001AA"]), ("all=adam", []), ("all=adms&near=yes", ["A0001AA"]),
        ("born-day=3&born-month=2&born-year=1985", ["A0001AA", "B0001AA"]), ("all=cooper", []), ("all=a0001aa", ["A0001AA"]),
        ("phrase=john+zorro", []),
    ],
)  # fmt: skip
def test_words(client: Client, query: str, found: list[str]) -> None:
    assert shown(officer(client), f"/prisoners/keywords?{query}") == found


def test_words_an_officer_may_not_read_find_nobody(client: Client) -> None:
    everywhere = officer(client, "GLOBAL_SEARCH")
    assert shown(everywhere, "/prisoners/keywords?all=cooper+dragon") == ["C0001AA"], "marks: whoever may be opened"
    assert shown(everywhere, "/prisoners/keywords?all=cooper+sikh") == [], "religion: one's own prison only"
    assert shown(everywhere, "/prisoners/keywords?all=cooper&none=sikh") == ["C0001AA"], "nor does its absence tell"
    assert shown(everywhere, "/prisoners/keywords?all=dixon") == ["D0001AA"]
    assert shown(everywhere, "/prisoners/keywords?all=dixon+arsonist") == []
    Account.objects.filter(username="OFFICER").update(roles=["PRISON", "GLOBAL_SEARCH", "INACTIVE_BOOKINGS"])
    assert shown(client, "/prisoners/keywords?all=dixon+arsonist") == ["D0001AA"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("how=all&prison=LEI&kind1=TAT", ["A0001AA", "B0001AA"]), ("how=all&prison=LEI&kind1=TAT&words1=dragon", ["A0001AA"]),
        ("how=all&prison=LEI&height_cm_low=181", ["B0001AA"]), ("how=all&prison=LEI&hair=GREY&part1=ARM&words1=rose", ["B0001AA"]),
        ("how=any&prison=LEI&height_cm_low=180&height_cm_high=180&words1=rose&hair=GREY", ["A0001AA", "B0001AA"]),
        ("how=all&prison=LEI&location=A-1-001", ["B0001AA"]), ("how=all&prison=LEI&sex=F", []),
    ],
)  # fmt: skip
def test_description(client: Client, query: str, found: list[str]) -> None:
    assert shown(officer(client), f"/prisoners/description?{query}") == found


def test_a_description_says_why_and_what_is_wrong(client: Client) -> None:
    page = officer(client, "GLOBAL_SEARCH").get("/prisoners/description?how=any&prison=LEI&height_cm_low=181&hair=GREY")
    assert "Fits 2 of 2: Height at least 181 cm; Hair: Grey" in page.content.decode()
    for query, words in (
        ("how=any", "Choose at least one prison"), ("how=any&prison=LEI&prison=MDI&location=A", "Choose exactly one prison"),
        ("how=any&prison=LEI&height_cm_low=190&height_cm_high=170", "lowest must not be above"),
        ("how=any&prison=LEI&weight_kg_low=-4", "must be 0 or more"), ("how=any&prison=LEI&shoe_size_low=big", "must be a number"),
    ):  # fmt: skip
        body = client.get(f"/prisoners/description?{query}").content.decode()
        assert words in body and "data-result=" not in body, query


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("join=and&field1=lastName&how1=is&value1=adams", ["A0001AA"]), ("join=and&field1=lastName&how1=is&value1=adms", ["A0001AA"]),
        ("join=or&field1=lastName&how1=starts&value1=ad&field2=lastName&how2=contains&value2=*aker", ["A0001AA", "B0001AA"]),
        ("join=and&field1=marks.comment&how1=contains&value1=rose&field2=marks.bodyPart&how2=is&value2=arm", ["B0001AA"]),
        ("join=and&field1=religion&how1=is&value1=Sikh", ["A0001AA", "B0001AA"]),
        ("join=and&field1=heightCentimetres&how1=between&value1=180&until1=180", ["A0001AA"]),
        ("join=and&field1=alerts.active&how1=is&value1=yes&field2=alerts.alertCode&how2=is&value2=xa", ["A0001AA", "B0001AA"]),
        ("join=and&field1=dateOfBirth&how1=is&value1=2/3/1985&field2=aliases.lastName&how2=is&value2=zorro", ["A0001AA"]),
        ("join=and&field1=prisonerNumber&how1=one-of&value1=A0001AA,B0001AA", ["A0001AA", "B0001AA"]),
    ],
)  # fmt: skip
def test_details(client: Client, query: str, found: list[str]) -> None:
    assert shown(officer(client), f"/prisoners/attributes?{query}") == found


def test_details_that_cannot_be_asked_are_told_and_a_line_can_be_added(client: Client) -> None:
    for query, words in (
        ("join=and", "Choose a field and say what it must be"), ("join=and&field1=heightCentimetres&how1=is&value1=tall", "enter a whole number"),
        ("join=and&field1=dateOfBirth&how1=between&value1=2/3/1985&until1=1/1/1980", "must not be below"),
        ("join=and&field1=recall&how1=is&value1=maybe", "enter yes or no"), ("join=and&field1=lastName&how1=is", "enter something"),
    ):  # fmt: skip
        assert words in officer_or(client).get(f"/prisoners/attributes?{query}").content.decode(), query
    body = client.get("/prisoners/attributes?rows=2&field1=lastName&value1=adams&add=line").content.decode()
    assert 'name="field3"' in body and 'value="adams"' in body and "There is a problem" not in body


def officer_or(client: Client) -> Client:
    return client if client.session.get("_auth_user_id") else officer(client)


def test_religion_elsewhere_is_found_by_nobody_of_another_prison(client: Client) -> None:
    query = "/prisoners/attributes?join=and&field1=religion&how1={}&value1=Sikh&prison=MDI"
    everywhere = officer(client, "GLOBAL_SEARCH")
    assert shown(everywhere, query.format("is")) == [] == shown(everywhere, query.format("is-not"))


def test_a_list_of_numbers(client: Client) -> None:
    booking = booking_of(make_person("E0001AA", "EDWARDS")).id
    data = {
        "numbers": f"a0001aa\n{booking}\nZ9999ZZ",
        "file": SimpleUploadedFile("list.csv", b"Prison number,Why\nC0001AA,x\nnonsense,y\n"),
    }
    reply = officer(client).post("/prisoners/look-up", data)
    body = html.unescape(reply.content.decode())
    assert "2 people found, 2 not found, 1 line not a number" in body and "Edwards, John" in body
    assert "Cooper" not in body, "beyond their prisons nobody is known without global search"
    file = client.post("/prisoners/look-up", {"numbers": "A0001AA Z9999ZZ", "download": "yes"})
    lines = b"".join(file.streaming_content).decode()  # type: ignore[arg-type]
    assert 'A0001AA,A0001AA,"Adams, John"' in lines and "Z9999ZZ,,,,,Not found" in lines
    assert AuditEntry.objects.get(action="NUMBERS_LOOKED_UP").details["shown"] == ["A0001AA", "E0001AA"]
    assert client.post("/prisoners/look-up", {"numbers": ""}).status_code == 400
    many = " ".join(f"{n}" for n in range(10_000, 11_001))
    assert "At most 1,000" in client.post("/prisoners/look-up", {"numbers": many}).content.decode()


def test_release_dates(client: Client) -> None:
    today = local_time.today()
    day = today + timedelta(days=15)
    latest = f"latest-day={day.day}&latest-month={day.month}&latest-year={day.year}"
    assert shown(officer(client), f"/prisoners/release-dates?{latest}") == ["A0001AA"]
    file = client.get(f"/prisoners/release-dates?{latest}&download=yes")
    assert b"Adams, John" in b"".join(file.streaming_content)  # type: ignore[arg-type]
    late = today + timedelta(days=60)
    early = f"earliest-day={late.day}&earliest-month={late.month}&earliest-year={late.year}&{latest}"
    assert "must not be before the earliest" in client.get(f"/prisoners/release-dates?{early}").content.decode()


def test_restricted_patients_are_listed_only_to_those_who_may(client: Client) -> None:
    make_person("R0001AA", "ROWE", prison="OUT", movement=("REL", "HP", "HAZLWD"))
    make_person("R0002AA", "ROWE", prison="OUT", movement=("REL", "HP", "HAZLWD"), released_from="MDI")
    assert shown(officer(client), "/prisoners/restricted-patients", 404) == []
    assert AuditEntry.objects.filter(action="RESTRICTED_PATIENTS_SEARCHED_REFUSED").exists()
    Account.objects.filter(username="OFFICER").update(roles=["PRISON", "POM"])
    assert shown(client, "/prisoners/restricted-patients?words=rowe") == ["R0001AA"]
    Account.objects.filter(username="OFFICER").update(roles=["PRISON", "INACTIVE_BOOKINGS"])
    assert shown(client, "/prisoners/restricted-patients") == ["R0001AA", "R0002AA"]
    assert shown(client, "/prisoners/restricted-patients?words=r0002") == ["R0002AA"], "as on the menu of their own"


def test_possible_duplicates_lend_reading(client: Client) -> None:
    give_identifier(make_person("F0001AA", "FISHER", "TOM", prison="MDI"), "PNC", "2003/234567A")
    give_identifier(make_person("G0001AA", "GRANT", "TIM", prison="LEI", born=date(1970, 1, 1)), "PNC", "03/0234567A")
    make_person("H0001AA", "FISHER", "TOM", prison="OUT")
    refresh_records(["F0001AA", "G0001AA"])
    inside = officer(client)
    body = html.unescape(inside.get("/prisoners/G0001AA/").content.decode())
    assert "There may be another record of the same person." in body and "/prisoners/G0001AA/duplicates/" in body
    assert shown(inside, "/prisoners/G0001AA/duplicates/") == ["F0001AA"]
    assert "Same PNC number" in inside.get("/prisoners/G0001AA/duplicates/").content.decode()
    assert inside.get("/prisoners/F0001AA/").status_code == 200, "its duplicate is in one's own prison"
    assert AuditEntry.objects.filter(subject_id="F0001AA", action="PRISONER_VIEWED").exists()
    assert inside.get("/prisoners/H0001AA/").status_code == 404, "two steps away: nothing is lent"
    assert inside.get("/prisoners/A0001AA/duplicates/").status_code == 404
    Account.objects.filter(username="OFFICER").update(
        roles=["PRISON", "INACTIVE_BOOKINGS"], caseloads=["BXI"], active_caseload="BXI"
    )
    assert client.get("/prisoners/F0001AA/").status_code == 404, (
        "INACTIVE_BOOKINGS is ignored when looking at duplicates"
    )


@pytest.mark.parametrize(
    "address",
    ["/prisoners/export?term=adams", "/prisoners/keywords/export?all=adams", "/prisoners/description/export?how=all&prison=LEI&kind1=TAT",
     "/prisoners/attributes/export?join=and&field1=lastName&how1=is&value1=adams"],
)  # fmt: skip
def test_every_search_can_be_kept_as_a_file_and_that_is_recorded(client: Client, address: str) -> None:
    reply = officer(client).get(address)
    lines = b"".join(reply.streaming_content).decode()  # type: ignore[arg-type]
    assert '"Adams, John",A0001AA' in lines
    (entry,) = AuditEntry.objects.filter(action__endswith="_EXPORTED")
    assert "A0001AA" in entry.details["shown"]


def test_the_global_file_and_refusals(client: Client) -> None:
    assert officer(client).get("/prisoners/global/export?term=john").status_code == 404
    assert AuditEntry.objects.get(action="EVERYWHERE_SEARCHED_REFUSED").details["criteria"] == {"term": ["john"]}
    Account.objects.filter(username="OFFICER").update(roles=["PRISON", "GLOBAL_SEARCH"])
    assert b"D0001AA" in b"".join(client.get("/prisoners/global/export?term=john").streaming_content)  # type: ignore[arg-type]
    lines = b"".join(client.get("/prisoners/locations").streaming_content).decode()  # type: ignore[arg-type]
    assert "A0001AA,LEI,A-1-000" in lines and "C0001AA,MDI,," in lines


def test_a_saved_search_from_beginning_to_end(client: Client) -> None:
    inside = officer(client)
    address = "/prisoners/?term=adams&page=3&legal=REMAND"
    assert inside.post("/prisoners/saved-searches/save", {"name": " ", "address": address}).status_code == 400
    saved = inside.post("/prisoners/saved-searches/save", {"name": "My  lot", "address": address}, follow=True)
    assert (
        "Search saved: My lot" in saved.content.decode()
        and saved.redirect_chain[0][0] == "/prisoners/?term=adams&legal=REMAND"
    )
    search = SavedSearch.objects.get()
    again = inside.post("/prisoners/saved-searches/save", {"name": "My lot", "address": address})
    assert again.status_code == 400 and "saved search with this name" in again.content.decode()
    assert f"/prisoners/saved-searches/{search.key}" in inside.get("/prisoners/").content.decode()
    assert inside.get(f"/prisoners/saved-searches/{search.key}")["Location"] == search.address
    inside.post(f"/prisoners/saved-searches/{search.key}/rename", {"name": "Ours"})
    assert SavedSearch.objects.get().name == "Ours"
    SavedSearch.objects.update(owner="SOMEBODY")
    for what in ("rename", "delete"):
        assert inside.post(f"/prisoners/saved-searches/{search.key}/{what}", {"name": "X"}).status_code == 404
    assert inside.get(f"/prisoners/saved-searches/{search.key}")["Location"] == search.address, "shared by its link"
    SavedSearch.objects.update(owner="OFFICER")
    assert (
        "Search deleted: Ours"
        in inside.post(f"/prisoners/saved-searches/{search.key}/delete", follow=True).content.decode()
    )
    actions = set(AuditEntry.objects.filter(action__startswith="SEARCH_").values_list("action", flat=True))
    assert actions == {"SEARCH_SAVED", "SEARCH_RENAMED", "SEARCH_DELETED"}


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/account/",
        "/prisoners/A0001AA/",
        "javascript:x",
        "/prisoners/?a\r\nb",
    ],
)
def test_only_searches_can_be_saved(client: Client, address: str) -> None:
    reply = officer(client).post("/prisoners/saved-searches/save", {"name": "X", "address": address})
    assert reply.status_code == 400 and not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/prisoners/keywords?all=john", "/prisoners/description?how=any&prison=LEI&hair=GREY", "/prisoners/attributes?join=and&field1=firstName&how1=starts&value1=john",
     "/prisoners/release-dates?latest-day=1&latest-month=1&latest-year=2030"],
)  # fmt: skip
def test_statements_do_not_grow_with_people(client: Client, address: str) -> None:
    officer(client).get(address)

    def statements() -> int:
        with CaptureQueriesContext(connection) as run:
            assert client.get(address).status_code == 200
        return len(run)

    before: Any = statements()
    for place in range(12):
        make_person(f"K{place:04d}AA", "KING", "JOHN")
    assert statements() == before
