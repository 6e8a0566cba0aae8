"""The history of a record, and putting an earlier state back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Belief, Booking, Language, Person, PhysicalAttributes, ProfileDetail
from dps.prisoners.rules.access import SENSITIVE
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/"


def make_officer(client: Client, username: str, *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    account = create_user(
        username=username, password=None, first_name="Ann", last_name=username.title(), email="a@b.uk",
        roles=["PRISON", *roles], caseloads=list(caseloads),
    )  # fmt: skip
    client.force_login(account)
    return client


@pytest.fixture
def officer(client: Client) -> Client:
    make_agencies()
    for domain, code, words in (
        ("HAIR", "BROWN", "Brown"), ("HAIR", "RED", "Red"), ("RELF", "QUAK", "Quaker"), ("RELF", "JEW", "Jewish"),
        ("LANG", "POL", "Polish"), ("LANG", "ENG", "English"), ("LANG", "URD", "Urdu"), ("SEXO", "HET", "Heterosexual"),
        ("COUNTRY", "ENG", "England"),
    ):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    person = make_person("A1111AA")
    ProfileDetail.objects.create(booking=booking_of(person), type="HAIR", code="BROWN", sequence=1)
    return make_officer(client, "LEE", SENSITIVE)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    assert found, page
    return found[1]


def send(officer: Client, field: str, **typed: Any) -> Any:
    address = f"{BASE}personal/{field}"
    return officer.post(address, {**typed, "was": hidden(officer.get(address).content.decode(), "was")})


def put_back(officer: Client, change: Change) -> Any:
    address = f"{BASE}changes/{change.pk}/put-back/"
    return officer.post(address, {"seen": hidden(officer.get(address).content.decode(), "seen")})


def last() -> Change:
    return Change.objects.latest("id")


def test_the_history_tells_who_when_from_what_to_what_and_why(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    send(officer, "religion/", code="QUAK")
    send(officer, "religion/", code="JEW", reason_known="yes", comments="Converted")
    page = officer.get(f"{BASE}changes/").content.decode()
    for words in ("Hair type or colour", "Brown", "Red", "Ann Lee", "Why: Converted", "Quaker", "Not there"):
        assert words in page, words
    assert "1 to 6 of 6 changes" in page
    of_thing = officer.get(f"{BASE}changes/profile-detail/HAIR/").content.decode()
    assert "1 to 1 of 1 change" in of_thing and "Quaker" not in of_thing
    of_kind = officer.get(f"{BASE}changes/belief/").content.decode()
    assert "Quaker" in of_kind and "Brown" not in of_kind
    for nothing in ("changes/nothing/", "changes/nothing/1/", "changes/999999/put-back/"):
        assert officer.get(f"{BASE}{nothing}").status_code == 404
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", details__page="changes of one thing").exists()


def test_filters_and_pages_in_as_many_statements_for_many_as_for_few(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    made = last()
    officer.get(f"{BASE}changes/")
    with CaptureQueriesContext(connection) as few:
        officer.get(f"{BASE}changes/")
    for number in range(45):
        made.pk, made.at = None, local_time.now() - timedelta(days=number + 2)
        made.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        page = officer.get(f"{BASE}changes/").content.decode()
    assert len(few) == len(many)
    assert "1 to 20 of 46 changes" in page
    assert "41 to 46 of 46 changes" in officer.get(f"{BASE}changes/?page=3").content.decode()
    assert "41 to 46" in officer.get(f"{BASE}changes/?page=99").content.decode()
    day = local_time.today()
    since = f"since-day={day.day}&since-month={day.month}&since-year={day.year}"
    assert "1 to 1 of 1 change" in officer.get(f"{BASE}changes/?{since}").content.decode()
    assert "No changes" in officer.get(f"{BASE}changes/?kind=birth").content.decode()
    assert "choose one from the list" in officer.get(f"{BASE}changes/?kind=nonsense").content.decode()
    backwards = f"{since}&until-day=1&until-month=1&until-year=2020"
    assert "must be the same as or after" in officer.get(f"{BASE}changes/?{backwards}").content.decode()


def test_only_what_one_may_see_is_told(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    send(officer, "sexual-orientation/", code="HET")
    send(officer, "birth-country/", country="ENG")
    outside = make_officer(Client(), "SEARCHER", "GLOBAL_SEARCH", caseloads=("MDI",))
    page = outside.get(f"{BASE}changes/").content.decode()
    assert "1 to 1 of 1 change" in page and "Brown" in page and "/put-back/" not in page
    assert "Heterosexual" not in page and "England" not in page
    assert outside.get(f"{BASE}changes/profile-detail/HAIR/").status_code == 200
    assert outside.get(f"{BASE}changes/profile-detail/SEXO/").status_code == 404
    assert outside.get(f"{BASE}changes/birth/").status_code == 404
    of_kind = outside.get(f"{BASE}changes/profile-detail/").content.decode()
    assert "Brown" in of_kind and "Heterosexual" not in of_kind
    for change in Change.objects.all():
        assert outside.get(f"{BASE}changes/{change.pk}/put-back/").status_code == 404
    plain = make_officer(Client(), "PLAIN")
    statuses = {c.key: plain.get(f"{BASE}changes/{c.pk}/put-back/").status_code for c in Change.objects.all()}
    assert statuses == {"HAIR": 200, "SEXO": 404, "": 404}


def test_an_earlier_state_is_put_back_as_a_change_of_its_own(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    change = last()
    page = officer.get(f"{BASE}changes/{change.pk}/put-back/").content.decode()
    assert "Put back Hair type or colour?" in page and page.index("Red") < page.index("Brown")
    reply = put_back(officer, change)
    assert reply.status_code == 302 and reply["Location"] == f"{BASE}changes/profile-detail/HAIR/"
    assert ProfileDetail.objects.get(type="HAIR").code == "BROWN"
    made = last()
    assert (made.restores_id, made.before["code"], made.after["code"]) == (change.pk, "RED", "BROWN")
    assert "Put back to what it was before" in officer.get(f"{BASE}changes/").content.decode()
    count = Change.objects.count()
    assert put_back(officer, change).status_code == 302 and Change.objects.count() == count


def test_it_is_refused_when_changed_since_and_when_the_code_is_closed(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    change = last()
    address = f"{BASE}changes/{change.pk}/put-back/"
    page = officer.get(address).content.decode()
    ProfileDetail.objects.filter(type="HAIR").update(code="")
    late = officer.post(address, {"seen": hidden(page, "seen")})
    assert late.status_code == 409 and "changed while your page was open" in late.content.decode()
    ReferenceCode.objects.filter(code="BROWN").update(active=False)
    closed = put_back(officer, change)
    assert closed.status_code == 400 and "“Brown” is no longer in use" in closed.content.decode()
    assert ProfileDetail.objects.get(type="HAIR").code == "" and not Change.objects.exclude(restores=None).exists()


def test_what_was_recorded_in_an_earlier_booking_stays_there(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    change = last()
    Booking.objects.update(sequence=2)
    Booking.objects.create(id=10**6, person=Person.objects.get(), agency="LEI", in_out="IN", active=True)
    from dps.prisoners.search.commands import refresh_records

    refresh_records(["A1111AA"])
    refused = put_back(officer, change)
    assert refused.status_code == 400 and "earlier period in custody" in refused.content.decode()


def test_height_and_place_of_birth_are_put_back(officer: Client) -> None:
    send(officer, "height/", cm="180")
    first = last()
    send(officer, "height/", cm="170")
    second = last()
    assert put_back(officer, second).status_code == 302
    assert PhysicalAttributes.objects.get().height_cm == 180
    assert put_back(officer, first).status_code == 302
    assert PhysicalAttributes.objects.get().height_cm is None
    send(officer, "birth-country/", country="ENG")
    send(officer, "birth-place/", place="Leeds")
    assert put_back(officer, last()).status_code == 302
    person = Person.objects.get()
    assert (person.birth_place, person.birth_country) == ("", "ENG")


def test_a_religion_put_back_is_held_again_from_today(officer: Client) -> None:
    send(officer, "religion/", code="QUAK")
    send(officer, "religion/", code="JEW", reason_known="no")
    for kind in ("profile detail", "belief"):
        change = Change.objects.filter(kind=kind, before__code="QUAK").earliest("id")
        assert put_back(officer, change).status_code == 302
        assert Belief.objects.get(ended_on=None).code == "QUAK" == ProfileDetail.objects.get(type="RELF").code
        assert set(Change.objects.filter(restores=change).values_list("kind", flat=True)) == {
            "belief",
            "profile detail",
        }
        send(officer, "religion/", code="JEW", reason_known="no")
    assert Belief.objects.count() == 6
    first = Change.objects.filter(kind="belief").earliest("id")
    assert officer.get(f"{BASE}changes/{first.pk}/put-back/").status_code == 404
    assert f"changes/{first.pk}/put-back/" not in officer.get(f"{BASE}changes/belief/").content.decode()


def test_languages_are_put_back_without_doubling_one(officer: Client) -> None:
    send(officer, "languages/", spoken="POL", written="ENG", interpreter="no")
    send(officer, "languages/add/", code="URD", skills=["reads"])
    added = last()
    page = officer.get(f"{BASE}personal/languages/URD/remove/").content.decode()
    officer.post(f"{BASE}personal/languages/URD/remove/", {"was": hidden(page, "was")})
    removed = last()
    assert put_back(officer, removed).status_code == 302
    assert Language.objects.get(code="URD").reads == "Y"
    assert put_back(officer, added).status_code == 302 and not Language.objects.filter(code="URD").exists()
    send(officer, "languages/", spoken="URD", written="ENG", interpreter="no")
    twice = put_back(officer, removed)
    assert twice.status_code == 400 and "in another way" in twice.content.decode()
    spoken_before = Change.objects.filter(key="POL/PREF_SPEAK", after__isnull=True).latest("id")
    assert put_back(officer, spoken_before).status_code == 302
    assert Language.objects.get(type="PREF_SPEAK").code == "POL"
    first = Change.objects.filter(key="ENG/PREF_WRITE").earliest("id")
    assert officer.get(f"{BASE}changes/{first.pk}/put-back/").status_code == 404


def test_a_double_click_puts_back_once(officer: Client) -> None:
    send(officer, "hair/", code="RED")
    address = f"{BASE}changes/{last().pk}/put-back/"
    page = officer.get(address).content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page)
    assert token
    sent = {"seen": hidden(page, "seen"), "submission": token[1]}
    assert [officer.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Change.objects.exclude(restores=None).count() == 1
