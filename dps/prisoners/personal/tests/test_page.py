"""The Personal tab: its sections, who sees what of them, one broken one, and how few statements it takes."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.prisoners.models import Belief, CareNeed, Language, Person, PhysicalAttributes, ProfileDetail
from dps.prisoners.personal import panels
from dps.prisoners.rules.access import SENSITIVE, Part
from dps.prisoners.tests.people import booking_of, give_alert, make_agencies, make_person

pytestmark = pytest.mark.django_db
PAGE = "/prisoners/A1111AA/personal/"


def sign_in(client: Client, *roles: str, caseloads: list[str], active: str = "") -> None:
    account = create_user(
        username=f"OFFICER{len(roles)}{caseloads[0]}", password=None, first_name="Ann", last_name="Lee", email="a@b.uk",
        roles=["PRISON", *roles], caseloads=caseloads,
    )  # fmt: skip
    if active:
        account.active_caseload = active
        account.save()
    client.force_login(account)


@pytest.fixture
def person() -> Person:
    make_agencies()
    for domain, code, label in (
        ("HAIR", "BROWN", "Brown"), ("RELF", "QUAK", "Quaker"), ("LANG", "POL", "Polish"), ("LANG", "URD", "Urdu"),
        ("HEALTH_PBLM", "VI", "Visual Impairment"), ("HEALTH", "DISAB", "Disability"), ("NAT", "BRIT", "British"),
    ):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=label)
    person = make_person("A1111AA")
    booking = booking_of(person)
    for type, code in (("HAIR", "BROWN"), ("SMOKE", "N"), ("CHILD", "0"), ("NAT", "BRIT"), ("NATIO", "Irish")):
        ProfileDetail.objects.create(booking=booking, type=type, code=code, sequence=1)
    PhysicalAttributes.objects.create(booking=booking, sequence=1, height_cm=150, weight_kg=99)
    PhysicalAttributes.objects.create(booking=booking, sequence=2, height_cm=180, weight_kg=80)
    Belief.objects.create(id=1, person=person, code="QUAK", started_on=date(2024, 5, 1), added_by="JBLOGGS")
    Language.objects.create(booking=booking, code="POL", type="PREF_SPEAK", interpreter_required=True)
    Language.objects.create(booking=booking, code="URD", type="SEC", reads="Y", speaks="A", writes="N")
    CareNeed.objects.create(
        id=1, booking=booking, type="DISAB", code="VI", status="ON", started_on=date(2026, 2, 1), description="Left eye"
    )
    return person


def test_everything_in_sections_with_links_to_change_it(client: Client, person: Person) -> None:
    sign_in(client, SENSITIVE, caseloads=["LEI"])
    page = client.get(PAGE).content.decode()
    for words in (
        "2 March 1985", "British; Irish", "Quaker, since 1 May 2024", "No children", "180 cm (5 ft 11 in)",
        "80 kg (12 st 8 lb)", "Brown", "Polish", "Reads and speaks it", "Needed", "Visual Impairment, since 1 February 2026",
        "Left eye", "0 scans this calendar year",
    ):  # fmt: skip
        assert words in page, words
    for key in ("personal-details", "languages", "appearance", "care-needs", "security", "diet"):
        assert f'id="{key}"' in page and f'href="#{key}"' in page
    for path in ("personal/height/", "personal/nationality/", "personal/languages/URD/remove/", "personal/religion/"):
        assert f'href="/prisoners/A1111AA/{path}"' in page
    assert 'href="/prisoners/A1111AA/changes/profile-detail/HAIR/"' in page
    assert 'href="/prisoners/A1111AA/changes/language/POL/PREF_SPEAK/"' in page
    assert 'aria-current="page">Personal<' in page


def test_without_the_sensitive_role_only_some_can_be_changed(client: Client, person: Person) -> None:
    sign_in(client, caseloads=["LEI"])
    page = client.get(PAGE).content.decode()
    assert "personal/height/" in page and "personal/religion/" in page and "personal/smoker/" in page
    for field in ("nationality", "birth-place", "birth-country", "ethnicity", "date-of-birth", "sexual-orientation"):
        assert f"personal/{field}/" not in page, field
        assert client.get(f"{PAGE}{field}/").status_code in (403, 404), field


def test_in_another_prison_only_the_basic_is_told(client: Client, person: Person) -> None:
    sign_in(client, "GLOBAL_SEARCH", SENSITIVE, caseloads=["MDI"])
    page = client.get(PAGE).content.decode()
    assert "180 cm" in page and "2 March 1985" in page and "Visual Impairment" in page
    for hidden in (
        "Quaker",
        "British",
        "Polish",
        "No children",
        "Smoker",
        "Sexual",
        "Domestic",
        "of birth</dt><dd",
        'id="diet"',
    ):
        assert hidden not in page.replace("Date of birth", ""), hidden
    assert ">Change<" not in page
    assert client.get(f"{PAGE}religion/history/").status_code == 404


def test_nothing_can_be_changed_from_another_active_caseload(client: Client, person: Person) -> None:
    sign_in(client, SENSITIVE, caseloads=["LEI", "MDI"], active="MDI")
    page = client.get(PAGE).content.decode()
    assert "Quaker" in page and ">Change<" not in page and ">Remove<" not in page


@pytest.fixture
def broken_panel() -> Iterator[None]:
    panels.register(
        panels.Panel(
            "broken", "Broken", 1, Part.BASIC, "SELECT to_jsonb(nothing_there) FROM nowhere", lambda read, p: {}
        )
    )
    panels.register(panels.Panel("wrong", "Wrong", 2, Part.BASIC, "SELECT to_jsonb(1)", lambda read, person: read["a"]))
    yield
    del panels._panels["broken"], panels._panels["wrong"]


def test_a_broken_section_fails_alone(client: Client, person: Person, broken_panel: None) -> None:
    sign_in(client, caseloads=["LEI"])
    page = client.get(PAGE).content.decode()
    assert page.count("Currently unavailable. Try again later.") == 2
    assert "180 cm" in page and "Quaker" in page


def statements(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as done:
        assert client.get(PAGE).status_code == 200
    return [query["sql"] for query in done]


def test_all_sections_are_one_statement_for_much_as_for_little(client: Client, person: Person) -> None:
    sign_in(client, SENSITIVE, caseloads=["LEI"])
    client.get(PAGE)
    few = statements(client)
    assert len([sql for sql in few if "prisoners_physicalattributes" in sql or "prisoners_language" in sql]) == 1
    for number in range(20):
        Language.objects.create(booking=booking_of(person), code=f"L{number}", type="SEC")
        CareNeed.objects.create(id=10 + number, booking=booking_of(person), type="PHY", code="ASTH", status="ON")
    assert len(statements(client)) == len(few)


def test_pages_of_the_past(client: Client, person: Person) -> None:
    sign_in(client, caseloads=["LEI"])
    booking = booking_of(person)
    Belief.objects.create(
        id=2, person=person, code="OLD", started_on=date(2020, 1, 2), ended_on=date(2024, 5, 1), reason_known=False,
        comments="Said so\nin chapel", added_by="CHAPLAIN",
    )  # fmt: skip
    CareNeed.objects.create(id=2, booking=booking, type="DISAB", code="VI", status="I", ended_on=date(2026, 3, 4))
    CareNeed.objects.create(id=3, booking=booking, type="BSCAN", code="SCAN", status="EBS", started_on=date(2026, 3, 5))
    religions = client.get(f"{PAGE}religion/history/").content.decode()
    assert religions.index("Quaker") < religions.index("OLD")
    assert "02/01/2020" in religions and "Not known. Said so<br>in chapel" in religions and "CHAPLAIN" in religions
    needs = client.get(f"{PAGE}care-needs/past/").content.decode()
    assert "Recovered" in needs and "04/03/2026" in needs and "05/03/2026" not in needs
    scans = client.get(f"{PAGE}x-ray-scans/").content.decode()
    assert "1 scan this calendar year" in scans and "05/03/2026" in scans and "Do not X-ray" not in scans
    assert "Past care needs (1)" in client.get(PAGE).content.decode()


def test_the_limit_of_scans_and_the_alert_warn(client: Client, person: Person) -> None:
    sign_in(client, caseloads=["LEI"])
    booking = booking_of(person)
    rows = [
        CareNeed(id=100 + n, booking=booking, type="BSCAN", code="SCAN", status="EBS", started_on=date(2026, 1, 2))
        for n in range(116)
    ]
    CareNeed.objects.bulk_create(rows[:115])
    assert "Do not X-ray" not in client.get(f"{PAGE}x-ray-scans/").content.decode()
    rows[115].save()
    give_alert(person, "XXRAY")
    for address in (PAGE, f"{PAGE}x-ray-scans/"):
        page = client.get(address).content.decode()
        assert "there is an alert against it" in page and "limit of 116 scans" in page, address
