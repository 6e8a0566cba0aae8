from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate.models import Location
from dps.estate.rules import natural_sort_key
from dps.key_workers.models import Allocation, AllocationRound
from dps.key_workers.tests.workers import allocated, give_role, high_complexity, scheme_on
from dps.prisoners.tests.people import give_alert, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/key-workers/key-worker/allocate"
EVERYBODY = f"{ADDRESS}?unallocated=on"


@pytest.fixture
def browser(signed_in: Callable[..., Client]) -> Client:
    make_agencies()
    scheme_on()
    for place, path in enumerate(("A", "AB", "A-1"), 1):
        Location.objects.create(
            id=900 + place, agency="LEI", code=path, path=path, sort_key=natural_sort_key(path),
            type="LAND" if "-" in path else "WING", local_name=f"Wing {path}",
        )  # fmt: skip
    give_role(1, "ANN", "LEE")
    give_role(2, "BOB", "RAY", capacity=1)
    give_role(3, "CY", "AWAY", status="INACTIVE")
    make_person("A1111AA", "SMITH", "JOHN", cell=make_cell("LEI", "A-1-001"))
    make_person("A2222AA", "YOUNG", "AL", cell=make_cell("LEI", "AB-1-001"))
    return signed_in("OMIC_ADMIN")


def text(response: Any) -> str:
    return str(response.content.decode())


def test_nobody_is_listed_before_a_search_and_what_is_wrong_with_one_is_told(browser: Client) -> None:
    page = text(browser.get(ADDRESS))
    assert "Smith" not in page and "Search by name" in page
    for asked, words in (
        ("query=&location=", "Enter a name or number, choose a location, or tick the box"),
        ("query=%3Cb%3E&location=", "Enter a name or prison number using only letters"),
        ("query=&location=ZZ", "Residential location: choose one from the list"),
        (f"query={'x' * 61}&location=", "must be 60 characters or fewer"),
    ):
        response = browser.get(f"{ADDRESS}?{asked}")
        assert response.status_code == 400 and words in text(response)
    assert "&lt;b&gt;" in text(browser.get(f"{ADDRESS}?query=%3Cb%3E"))


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("query=smi", {"A1111AA"}),
        ("query=john+SMI", {"A1111AA"}),
        ("query=a2222aa", {"A2222AA"}),
        ("query=nobody", set()),
        ("location=A", {"A1111AA"}),
        ("location=A-1", {"A1111AA"}),
        ("location=AB", {"A2222AA"}),
        ("unallocated=on", {"A1111AA", "A2222AA"}),
        ("unallocated=on&location=AB", {"A2222AA"}),
    ],
)
def test_who_is_found(browser: Client, asked: str, numbers: set[str]) -> None:
    page = text(browser.get(f"{ADDRESS}?{asked}"))
    assert {number for number in ("A1111AA", "A2222AA") if f'data-result="{number}"' in page} == numbers
    assert ("No results for this search criteria" in page) is not numbers


def test_what_a_row_says(browser: Client) -> None:
    from dps.prisoners.models import Person

    allocated("A1111AA", 2)
    high_complexity("A2222AA")
    person = Person.objects.get(pk="A1111AA")
    for code in ("XRF", "RNO121", "XA"):
        give_alert(person, code)
    page = text(browser.get(f"{ADDRESS}?query=smith"))
    assert "Ray, Bob (1 of 1)" in page and "+1 active alert" in page and "No one-to-one" in page
    assert "Deallocate" in page and "Lee, Ann (0 of 9)" in page and "Away, Cy" not in page
    assert "/prisoners/A1111AA/key-work/" in page
    assert '<option value="2"' not in page
    assert "high complexity of need" in text(browser.get(f"{ADDRESS}?query=young"))
    assert "A2222AA" not in text(browser.get(EVERYBODY))


def test_a_save_tells_what_it_did_warns_and_leads_back_to_the_search(browser: Client) -> None:
    allocated("A1111AA", 1)
    search = f"{ADDRESS}?query=&location=A"
    seen = "A1111AA:1"
    done = browser.post(search, {"choice-A1111AA": "2", "seen": seen, "save": "yes"}, follow=True)
    assert done.redirect_chain[0][0] == f"{ADDRESS}?location=A"
    assert "Key worker allocated to 1 prisoner" in text(done) and "Undo these changes" in text(done)
    made = Allocation.objects.get(is_active=True)
    assert (made.staff_id, AllocationRound.objects.count()) == (2, 1)
    over = browser.post(EVERYBODY, {"choice-A2222AA": "2", "seen": "A2222AA:", "save": "yes"}, follow=True)
    assert "Bob Ray now has more prisoners than their capacity" in text(over)
    off = browser.post(search, {"choice-A1111AA": "none", "seen": "A1111AA:2", "save": "yes"}, follow=True)
    assert "Key worker deallocated from 1 prisoner" in text(off)
    assert not Allocation.objects.filter(person_id="A1111AA", is_active=True).exists()


def test_what_is_refused_keeps_the_search_and_the_choices(browser: Client) -> None:
    nothing = browser.post(EVERYBODY, {"choice-A1111AA": "", "save": "yes"})
    assert nothing.status_code == 400 and "Choose a key worker for at least one person" in text(nothing)
    posted = {
        "choice-A1111AA": "3",
        "choice-A2222AA": "1",
        "choice-A9999ZZ": "1",
        "seen": "A1111AA: A2222AA:",
        "save": "y",
    }
    refused = browser.post(EVERYBODY, {**posted, "choice-A9999ZZ": ""})
    page = text(refused)
    assert refused.status_code == 400 and "Cy Away is not active at the moment" in page
    assert 'href="#choice-A1111AA"' in page and '<option value="1" selected>' in page
    assert 'name="unallocated" type="checkbox" value="on" checked' in page
    assert "Choose from the list" in text(browser.post(EVERYBODY, {"choice-A1111AA": "<x>", "save": "y"}))
    assert not Allocation.objects.exists()


def test_two_allocators_at_once(browser: Client) -> None:
    page = text(browser.get(EVERYBODY))
    assert 'name="seen" value="A1111AA: A2222AA:"' in page
    allocated("A1111AA", 2)
    posted = {"choice-A1111AA": "1", "choice-A2222AA": "1", "seen": "A1111AA: A2222AA:", "save": "yes"}
    refused = browser.post(EVERYBODY, posted)
    page = text(refused)
    assert refused.status_code == 400 and "Somebody else changed the key worker of John Smith" in page
    assert 'name="choice-A1111AA" value="1"' in page  # no longer listed, still kept
    again = {**posted, "seen": "A1111AA:2 A2222AA:"}
    assert browser.post(EVERYBODY, again).status_code == 302
    assert set(Allocation.objects.filter(is_active=True).values_list("staff_id", flat=True)) == {1}


def test_choices_are_kept_while_pages_turn_and_the_list_costs_the_same(browser: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            browser.get(EVERYBODY)
        return len(counted)

    browser.get(EVERYBODY)
    before = statements()
    for number in range(60):
        make_person(f"B{number:04d}BB", f"MANY{number:02d}")
    assert statements() == before <= 14
    turned = browser.post(EVERYBODY, {"choice-B0001BB": "1", "seen": "B0001BB:", "go-2": "Next page"})
    page = text(turned)
    assert "Page 2 of 2" in page and 'name="choice-B0001BB" value="1"' in page and "1 choice made in other rows" in page
    assert "1 change not saved yet" in page
    without = browser.post(EVERYBODY, {"choice-B0001BB": "", "sort-location": "Location"})
    assert without.status_code == 302 and without["Location"] == f"{EVERYBODY}&sort=location"
    allocated("B0001BB", 1)
    many = text(browser.get(f"{ADDRESS}?query=many&sort=-worker&page=1"))
    assert many.index("B0001BB") < many.index("B0002BB")
    assert browser.get(f"{EVERYBODY}&page=99").status_code == 200


def test_a_viewer_sees_and_may_not_save(browser: Client, signed_in: Callable[..., Client]) -> None:
    viewer = signed_in("KEYWORKER_MONITOR", username="VIEWER")
    page = text(viewer.get(EVERYBODY))
    assert "Smith, John" in page and "<select" in page and 'id="choice-' not in page and "Save changes" not in page
    assert viewer.post(EVERYBODY, {"choice-A1111AA": "1", "save": "yes"}).status_code == 403
    assert signed_in(username="NOBODY").get(EVERYBODY).status_code == 404


def test_a_double_click_is_one_save(browser: Client) -> None:
    posted = {
        "choice-A1111AA": "1", "seen": "A1111AA:", "save": "yes", "submission": "0f8fad5b-d9cb-469f-a165-70867728950e",
    }  # fmt: skip
    assert [browser.post(EVERYBODY, posted).status_code for _ in range(2)] == [302, 302]
    assert (Allocation.objects.count(), AllocationRound.objects.count()) == (1, 1)


def test_everybody_as_a_file(browser: Client) -> None:
    allocated("A1111AA", 1)
    lines = b"".join(browser.get("/key-workers/key-worker/allocations.csv").streaming_content).decode().splitlines()
    assert len(lines) == 3 and 'Smith,John,A1111AA,A-1-001,"Lee, Ann",1,05/01/2026,,12/01/2026' in lines
