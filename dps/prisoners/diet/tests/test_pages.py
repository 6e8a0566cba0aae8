"""Who reads and who changes a diet, and what is kept of it."""

import re
from typing import Any

import pytest
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.prisoners.changes.models import Change
from dps.prisoners.diet.models import Diet
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
PAGE, PERSONAL = "/prisoners/A1111AA/diet/", "/prisoners/A1111AA/personal/"
COOK = "DIET_AND_FOOD_ALLERGIES_EDIT"


def sign_in(*roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    account = create_user(
        username=f"USER{len(roles)}{caseloads[0]}", password=None, first_name="Ann", last_name="Lee", email="a@b.uk",
        roles=["PRISON", *roles], caseloads=list(caseloads),
    )  # fmt: skip
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def person() -> Person:
    make_agencies()
    return make_person("A1111AA")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    assert found
    return found[1]


def send(cook: Client, **typed: Any) -> Any:
    return cook.post(PAGE, {**typed, "was": hidden(cook.get(PAGE).content.decode(), "was")})


def test_a_diet_is_kept_shown_and_recorded(person: Person) -> None:
    cook = sign_in(COOK)
    assert "Not entered" in cook.get(PERSONAL).content.decode()
    reply = send(
        cook, medical=["COELIAC"], allergies=["OTHER", "EGG"], allergies_other="Kiwi fruit", personalised=["HALAL"],
        eating_disorder="Not ticked", catering_instructions="No nuts\nin the kitchen",
    )  # fmt: skip
    assert (reply.status_code, reply["Location"]) == (302, f"{PERSONAL}#diet")
    row = Diet.objects.get()
    assert (row.medical, row.allergies, row.personalised) == (["COELIAC"], ["EGG", "OTHER"], ["HALAL"])
    assert row.details == {"allergies_other": "Kiwi fruit"} and (row.changed_in, row.changed_by) == ("LEI", "Ann Lee")
    page = cook.get(PERSONAL).content.decode()
    for words in ("Another food allergy: Kiwi fruit", "Coeliac", "Halal", "No nuts<br>in the kitchen", "Leeds (HMP)"):
        assert words in page, words
    change = Change.objects.get()
    assert (change.kind, change.key, change.before) == ("diet", "", None)
    assert set(change.after) == {"medical", "allergies", "personalised", "details", "catering_instructions"}
    again = cook.get(PAGE).content.decode()
    assert re.search(r'value="EGG" checked', again) and 'value="Kiwi fruit"' in again


def test_wrong_ones_are_told_all_at_once_and_nothing_typed_is_lost(person: Person) -> None:
    cook = sign_in(COOK)
    reply = send(
        cook, medical=["OTHER"], personalised=["OTHER"], personalised_other="p" * 101, catering_instructions="c" * 1001
    )
    page = reply.content.decode()
    assert reply.status_code == 400
    for words in ("Enter the other medical diet", "100 characters or fewer", "1,000 characters or fewer"):
        assert words in page, words
    assert "p" * 101 in page and "c" * 1001 in page and re.search(r'value="OTHER" checked', page)
    assert send(cook, medical=["NONSENSE"]).status_code == 400
    assert not Diet.objects.exists()


def test_no_change_writes_nothing_and_two_at_once_are_told(person: Person) -> None:
    cook = sign_in(COOK)
    assert send(cook).status_code == 302 and not Diet.objects.exists()
    page = cook.get(PAGE).content.decode()
    send(cook, medical=["DYSPHAGIA"])
    late = cook.post(PAGE, {"medical": ["COELIAC"], "was": hidden(page, "was")})
    words = late.content.decode()
    assert late.status_code == 409 and "Ann Lee changed this" in words and "Dysphagia" in words
    assert re.search(r'value="COELIAC" checked', words) and Diet.objects.get().medical == ["DYSPHAGIA"]
    assert send(cook, medical=["DYSPHAGIA"]).status_code == 302 and Change.objects.count() == 1


def test_an_earlier_diet_is_put_back(person: Person) -> None:
    cook = sign_in(COOK)
    send(cook, medical=["DYSPHAGIA"])
    send(cook, medical=["COELIAC"], catering_instructions="None")
    change = Change.objects.latest("id")
    address = f"/prisoners/A1111AA/changes/{change.pk}/put-back/"
    page = cook.get(address).content.decode()
    assert "Medical diet: Coeliac" in page and "Medical diet: Dysphagia" in page
    assert cook.post(address, {"seen": hidden(page, "seen")}).status_code == 302
    row = Diet.objects.get()
    assert (row.medical, row.catering_instructions) == (["DYSPHAGIA"], "")
    assert Change.objects.latest("id").restores_id == change.pk


@pytest.mark.parametrize(
    ("roles", "caseloads", "reads", "changes"),
    [
        ((COOK,), ("LEI",), True, True),
        ((), ("LEI",), True, False),
        ((COOK,), ("MDI", "LEI"), True, False),
        ((COOK, "GLOBAL_SEARCH"), ("MDI",), False, False),
    ],
)
def test_who_may(
    person: Person, roles: tuple[str, ...], caseloads: tuple[str, ...], reads: bool, changes: bool
) -> None:
    client = sign_in(*roles, caseloads=caseloads)
    page = client.get(PERSONAL).content.decode()
    assert ('id="diet"' in page) is reads
    assert ('href="/prisoners/A1111AA/diet/"' in page) is changes
    assert (client.get(PAGE).status_code == 200) is changes
    assert (client.get("/prisoners/A1111AA/changes/diet/").status_code == 200) is reads


def test_a_diet_nobody_elses_business(person: Person) -> None:
    released = make_person("B2222BB", prison="OUT")
    client = sign_in("INACTIVE_BOOKINGS", COOK)
    assert 'id="diet"' not in client.get(f"/prisoners/{released.number}/personal/").content.decode()
    Person.objects.filter(pk="B2222BB").update(supporting_prison="LEI", hospital="HAZLWD")
    from dps.prisoners.search.commands import refresh_records

    refresh_records(["B2222BB"])
    page = client.get("/prisoners/B2222BB/personal/").content.decode()
    assert 'id="diet"' in page and 'href="/prisoners/B2222BB/diet/"' not in page
