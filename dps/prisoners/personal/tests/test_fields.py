"""Every field on its page: saved once, recorded, the same again writes nothing, wrong ones are told in words."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Belief, Language, Person, PersonName, PhysicalAttributes, ProfileDetail
from dps.prisoners.rules.access import SENSITIVE
from dps.prisoners.search.models import SearchRecord
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/"
CODES = [
    ("HAIR", "BROWN", "Brown"), ("HAIR", "RED", "Red"), ("FACIAL_HAIR", "CLEAN SHAVEN", "Clean Shaven"),
    ("FACIAL_HAIR", "CLEAN", "Clean Shaven"), ("FACIAL_HAIR", "BEARDED", "Full Beard"), ("FACE", "OVAL", "Oval"),
    ("BUILD", "THIN", "Thin"), ("R_EYE_C", "BLUE", "Blue"), ("R_EYE_C", "BROWN", "Brown"), ("RELF", "QUAK", "Quaker"),
    ("RELF", "JEW", "Jewish"), ("RELF", "SUNI", "Sunni Muslim"), ("RELF", "NIL", "No religion"), ("NAT", "BRIT", "British"),
    ("NAT", "AFGA", "Afghan"), ("COUNTRY", "ENG", "England"), ("COUNTRY", "ALB", "Albania"), ("LANG", "ENG", "English"),
    ("LANG", "POL", "Polish"), ("LANG", "URD", "Urdu"), ("ETHNICITY", "W1", "White: British"),
    ("ETHNICITY", "B2", "Black: African"), ("SEXO", "HET", "Heterosexual"), ("MARITAL", "S", "Single"),
]  # fmt: skip


@pytest.fixture
def officer(client: Client) -> Client:
    make_agencies()
    ReferenceCode.objects.bulk_create(
        ReferenceCode(domain=domain, code=code, description=words) for domain, code, words in CODES
    )
    make_person("A1111AA")
    account = create_user(
        username="OFFICER", password=None, first_name="Ann", last_name="Lee", email="a@b.uk",
        roles=["PRISON", SENSITIVE], caseloads=["LEI"],
    )  # fmt: skip
    client.force_login(account)
    return client


def was(page: str) -> str:
    found = re.search(r'name="was" value="(\w+)"', page)
    assert found, page
    return found[1]


def send(officer: Client, field: str, **typed: Any) -> Any:
    """Open the page, type, save."""
    address = f"{BASE}{field}"
    return officer.post(address, {**typed, "was": was(officer.get(address).content.decode())})


def detail(type: str) -> str | None:
    return ProfileDetail.objects.filter(type=type).values_list("code", flat=True).first()


def give(type: str, code: str) -> None:
    person = Person.objects.get()
    ProfileDetail.objects.create(booking=booking_of(person), type=type, code=code, sequence=1)


@pytest.mark.parametrize(
    ("field", "typed", "type", "kept"),
    [
        ("hair/", {"code": "BROWN"}, "HAIR", "BROWN"),
        ("facial-hair/", {"code": "BEARDED"}, "FACIAL_HAIR", "BEARDED"),
        ("face/", {"code": "OVAL"}, "FACE", "OVAL"),
        ("build/", {"code": "THIN"}, "BUILD", "THIN"),
        ("shoe-size/", {"size": "43"}, "SHOESIZE", "EU 43"),
        ("sexual-orientation/", {"code": "HET"}, "SEXO", "HET"),
        ("domestic-status/", {"code": "S"}, "MARITAL", "S"),
        ("children/", {"answer": "yes", "number": "03"}, "CHILD", "3"),
        ("children/", {"answer": "no", "number": ""}, "CHILD", "0"),
    ],
)
def test_one_detail_is_kept_and_recorded_once(
    officer: Client, field: str, typed: dict[str, str], type: str, kept: str
) -> None:
    reply = send(officer, field, **typed)
    assert reply.status_code == 302 and reply["Location"].startswith(f"{BASE}#")
    assert detail(type) == kept
    change = Change.objects.get()
    assert (change.kind, change.key, change.before, change.after["code"]) == ("profile detail", type, None, kept)
    page = officer.get(BASE).content.decode()
    assert "updated" in page
    assert send(officer, field, **typed).status_code == 302
    assert Change.objects.count() == 1
    assert AuditEntry.objects.filter(action="PRISONER_CHANGED").count() == 1


def test_clean_shaven_is_offered_once_under_the_code_they_have(officer: Client) -> None:
    assert officer.get(f"{BASE}facial-hair/").content.decode().count("Clean Shaven") == 1
    give("FACIAL_HAIR", "CLEAN")
    page = officer.get(f"{BASE}facial-hair/").content.decode()
    assert page.count("Clean Shaven") == 1 and re.search(r'value="CLEAN" checked', page)


def test_a_retired_code_is_kept_by_who_has_it_and_offered_to_nobody_else(officer: Client) -> None:
    give("HAIR", "RED")
    ReferenceCode.objects.filter(code="RED").update(active=False)
    page = officer.get(f"{BASE}hair/").content.decode()
    assert re.search(r'value="RED" checked', page)
    assert send(officer, "hair/", code="RED").status_code == 302
    assert send(officer, "hair/", code="BROWN").status_code == 302
    assert 'value="RED"' not in officer.get(f"{BASE}hair/").content.decode()
    closed = send(officer, "hair/", code="RED")
    assert closed.status_code == 400 and "choose one from the list" in closed.content.decode()


def test_eyes_of_one_colour_or_of_two(officer: Client) -> None:
    send(officer, "eyes/", right="BLUE", left="same")
    assert (detail("R_EYE_C"), detail("L_EYE_C")) == ("BLUE", "BLUE")
    send(officer, "eyes/", right="BLUE", left="BROWN")
    assert detail("L_EYE_C") == "BROWN" and Change.objects.count() == 3
    assert "Right eye blue, left eye brown" in officer.get(BASE).content.decode()


def test_an_old_shoe_size_is_kept_as_it_is_and_a_wrong_one_told(officer: Client) -> None:
    give("SHOESIZE", "NINE AND A BIT")
    assert send(officer, "shoe-size/", size="NINE AND A BIT").status_code == 302 and not Change.objects.exists()
    wrong = send(officer, "shoe-size/", size="64")
    assert wrong.status_code == 400
    assert "UK size from 1 to 25" in wrong.content.decode() and 'value="64"' in wrong.content.decode()


def test_height_and_weight_in_any_measure(officer: Client) -> None:
    assert send(officer, "height/?in=feet", feet="5", inches="11").status_code == 302
    assert send(officer, "weight/?in=stone", stone="12", pounds="8").status_code == 302
    row = PhysicalAttributes.objects.get()
    assert (row.height_cm, row.weight_kg, row.sequence) == (180, 80, 1)
    kinds = [(change.kind, change.key, change.after) for change in Change.objects.order_by("id")]
    assert kinds == [
        ("physical attributes", "", {"height_cm": 180, "weight_kg": None, "sequence": 1}),
        ("physical attributes", "", {"height_cm": 180, "weight_kg": 80, "sequence": 1}),
    ]
    assert DomainEvent.objects.filter(data={"categoriesChanged": ["PHYSICAL_DETAILS"]}).count() == 2
    row.height_cm = 181
    row.save()
    page = officer.get(f"{BASE}height/?in=feet").content.decode()
    assert 'value="5"' in page and 'value="11"' in page and "?in=cm" in page
    assert send(officer, "height/?in=feet", feet="5", inches="11").status_code == 302
    assert PhysicalAttributes.objects.get().height_cm == 181 and Change.objects.count() == 2
    assert send(officer, "weight/?in=pounds", pounds="200").status_code == 302
    assert PhysicalAttributes.objects.get().weight_kg == 91
    assert send(officer, "height/", cm="").status_code == 302
    assert PhysicalAttributes.objects.get().height_cm is None
    for address, typed, words in (
        ("height/", {"cm": "281"}, "from 50 to 280"),
        ("height/?in=feet", {"feet": "", "inches": "3"}, "Enter the feet as well"),
        ("weight/", {"kg": "11"}, "from 12 to 640"),
        ("weight/?in=stone", {"stone": "12", "pounds": "14"}, "from 0 to 13"),
        ("weight/?in=pounds", {"pounds": "1401"}, "from 28 to 1,400"),
    ):
        reply = send(officer, address, **typed)
        assert reply.status_code == 400 and words in reply.content.decode(), address


def test_nothing_is_made_of_a_blank_height_nobody_had(officer: Client) -> None:
    assert send(officer, "height/", cm="").status_code == 302
    assert not PhysicalAttributes.objects.exists() and not Change.objects.exists()


def test_where_they_were_born(officer: Client) -> None:
    send(officer, "birth-place/", place="Leeds")
    send(officer, "birth-country/", country="ENG")
    person = Person.objects.get()
    assert (person.birth_place, person.birth_country) == ("Leeds", "ENG")
    last = Change.objects.latest("id")
    assert last.before == {"birth_place": "Leeds", "birth_country": ""} and last.after["birth_country"] == "ENG"
    page = officer.get(f"{BASE}birth-country/").content.decode()
    assert page.index("England") < page.index("Albania")
    long = send(officer, "birth-place/", place="x" * 26)
    assert long.status_code == 400 and "25 characters or fewer" in long.content.decode()
    accents = send(officer, "birth-place/", place="é" * 13)
    assert accents.status_code == 400 and "too long for NOMIS" in accents.content.decode()
    assert send(officer, "birth-place/", place="Le\x07eds\x00").status_code in (302, 400)
    assert Person.objects.get().birth_place == "Leeds"


def test_date_of_birth_and_ethnicity_are_of_the_working_name_too(officer: Client) -> None:
    parts = {"born-day": "1", "born-month": "2", "born-year": "1990"}
    assert send(officer, "date-of-birth/", **parts).status_code == 302
    assert officer.get(f"{BASE}ethnicity/?next=1&group=black")["Location"] == f"{BASE}ethnicity/black/"
    assert "Choose the ethnic group" in officer.get(f"{BASE}ethnicity/?next=1").content.decode()
    assert send(officer, "ethnicity/black/", code="B2").status_code == 302
    name, person = PersonName.objects.get(), Person.objects.get()
    assert name.date_of_birth == person.date_of_birth == date(1990, 2, 1)
    assert name.ethnicity == person.ethnicity == "B2" == SearchRecord.objects.get().ethnicity
    assert {(change.kind, change.key) for change in Change.objects.all()} == {("name", str(name.pk))}
    assert set(Change.objects.latest("id").after) == {
        "title", "first_name", "middle_names", "last_name", "suffix", "date_of_birth", "sex", "ethnicity", "name_type",
        "is_working",
    }  # fmt: skip
    assert "Black: African (B2)" in officer.get(BASE).content.decode()
    young = send(officer, "date-of-birth/", **(parts | {"born-year": "2020"}))
    assert young.status_code == 400 and "15 to 125 years old" in young.content.decode()
    empty = send(officer, "date-of-birth/", **dict.fromkeys(parts, ""))
    assert empty.status_code == 400 and "Enter the date of birth" in empty.content.decode()
    other_group = send(officer, "ethnicity/black/", code="W1")
    assert other_group.status_code == 400
    assert officer.get(f"{BASE}ethnicity/nobody/").status_code == 404


def test_nationality_with_others_in_words(officer: Client) -> None:
    assert send(officer, "nationality/", nationality="AFGA", additional="Iranian").status_code == 302
    assert (detail("NAT"), detail("NATIO")) == ("AFGA", "Iranian")
    assert SearchRecord.objects.get().nationality == "AFGA"
    page = officer.get(f"{BASE}nationality/").content.decode()
    assert page.index(">British<") < page.index(">Afghan<")
    long = send(officer, "nationality/", nationality="AFGA", additional="é" * 21)
    assert long.status_code == 400 and "too long for NOMIS" in long.content.decode()


def test_religion_keeps_its_dates_and_asks_why(officer: Client) -> None:
    page = officer.get(f"{BASE}religion/").content.decode()
    assert "Do you know why it changed" not in page and "Sunni" not in page
    assert page.index("Quaker") < page.index('<optgroup label="Or">') < page.index("No religion")
    assert send(officer, "religion/", code="QUAK").status_code == 302
    assert (detail("RELF"), SearchRecord.objects.get().religion) == ("QUAK", "QUAK")
    first = Belief.objects.get()
    assert first.id > 10**10 and first.reason_known is None and first.added_by == "OFFICER"
    unsaid = send(officer, "religion/", code="JEW")
    assert unsaid.status_code == 400 and "Say whether they told you why" in unsaid.content.decode()
    why = send(officer, "religion/", code="JEW", reason_known="yes", comments=" ")
    assert why.status_code == 400 and "Enter why it changed" in why.content.decode()
    long = send(officer, "religion/", code="JEW", reason_known="yes", comments="é" * 2001)
    assert long.status_code == 400 and "too long for NOMIS" in long.content.decode()
    assert send(officer, "religion/", code="JEW", reason_known="yes", comments="Converted").status_code == 302
    now, before = Belief.objects.order_by("-id")
    assert (before.code, before.ended_on) == ("QUAK", now.started_on) and now.ended_on is None
    assert (now.code, now.reason_known, now.comments, detail("RELF")) == ("JEW", True, "Converted", "JEW")
    made = [(change.kind, change.key) for change in Change.objects.order_by("id")][2:]
    assert made == [("belief", str(before.pk)), ("belief", str(now.pk)), ("profile detail", "RELF")]
    assert "booking_id" in Change.objects.filter(kind="belief").latest("id").after
    count = Change.objects.count()
    assert send(officer, "religion/", code="JEW").status_code == 302 and Change.objects.count() == count
    assert send(officer, "religion/", code="NIL", reason_known="no", comments="").status_code == 302
    assert Belief.objects.filter(ended_on=None).count() == 1


def test_a_religion_only_nomis_has_counts_as_the_first(officer: Client) -> None:
    give("RELF", "SUNI")
    page = officer.get(f"{BASE}religion/").content.decode()
    assert "Sunni Muslim" in page and "Do you know why it changed" in page
    assert send(officer, "religion/", code="SUNI").status_code == 302 and not Belief.objects.exists()
    assert send(officer, "religion/", code="JEW", reason_known="no").status_code == 302
    assert Belief.objects.get().code == "JEW"


def test_main_languages_replace_each_other(officer: Client) -> None:
    missing = send(officer, "languages/", spoken="POL", written="", interpreter="")
    assert missing.status_code == 400 and "Choose the main written language" in missing.content.decode()
    assert send(officer, "languages/", spoken="POL", written="ENG", interpreter="yes").status_code == 302
    rows = {row.type: row for row in Language.objects.all()}
    assert (rows["PREF_SPEAK"].code, rows["PREF_SPEAK"].interpreter_required, rows["PREF_SPEAK"].preferred_spoken) == (
        "POL", True, True,
    )  # fmt: skip
    assert (rows["PREF_WRITE"].code, rows["PREF_WRITE"].preferred_written) == ("ENG", True)
    assert send(officer, "languages/", spoken="ENG", written="ENG", interpreter="no").status_code == 302
    assert {(row.code, row.type, row.interpreter_required) for row in Language.objects.all()} == {
        ("ENG", "PREF_SPEAK", False), ("ENG", "PREF_WRITE", False),
    }  # fmt: skip
    keys = [(change.key, change.before is None, change.after is None) for change in Change.objects.order_by("id")]
    assert keys[2:] == [("POL/PREF_SPEAK", False, True), ("ENG/PREF_SPEAK", True, False)]
    count = Change.objects.count()
    assert send(officer, "languages/", spoken="ENG", written="ENG", interpreter="no").status_code == 302
    assert Change.objects.count() == count


def test_other_languages_are_added_changed_and_removed_and_never_there_twice(officer: Client) -> None:
    send(officer, "languages/", spoken="POL", written="POL", interpreter="no")
    assert send(officer, "languages/add/", code="URD", skills=["reads"]).status_code == 302
    for code, words in (("URD", "already recorded"), ("POL", "already their main language"), ("XXX", "from the list")):
        reply = send(officer, "languages/add/", code=code, skills=[])
        assert reply.status_code == 400 and words in reply.content.decode(), code
    assert (
        "among their other languages"
        in send(officer, "languages/", spoken="URD", written="POL", interpreter="no").content.decode()
    )
    Language.objects.filter(code="URD").update(reads="A")
    assert send(officer, "languages/URD/", skills=["reads", "speaks"]).status_code == 302
    row = Language.objects.get(code="URD")
    assert (row.reads, row.speaks, row.writes, row.type) == ("A", "Y", "", "SEC")
    page = officer.get(f"{BASE}languages/URD/remove/").content.decode()
    assert "Remove Urdu?" in page
    assert officer.post(f"{BASE}languages/URD/remove/", {"was": was(page)}).status_code == 302
    assert not Language.objects.filter(code="URD").exists()
    last = Change.objects.latest("id")
    assert (last.key, last.after, last.before["reads"]) == ("URD/SEC", None, "A")
    assert officer.get(f"{BASE}languages/URD/").status_code == 404
    assert officer.post(f"{BASE}languages/URD/remove/", {"was": was(page)}).status_code == 409, (
        "it says that it is gone"
    )


def test_somebody_elses_edit_meanwhile_is_told(officer: Client) -> None:
    page = officer.get(f"{BASE}height/").content.decode()
    send(officer, "height/", cm="170")
    late = officer.post(f"{BASE}height/", {"cm": "180", "was": was(page)})
    words = late.content.decode()
    assert late.status_code == 409 and "Ann Lee changed this" in words
    assert "170 cm (5 ft 7 in)" in words and 'value="180"' in words
    assert PhysicalAttributes.objects.get().height_cm == 170


def test_a_double_click_is_one_write(officer: Client) -> None:
    page = officer.get(f"{BASE}languages/add/").content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page)
    assert token
    typed = {"code": "URD", "skills": "reads", "was": was(page), "submission": token[1]}
    replies = [officer.post(f"{BASE}languages/add/", typed) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert Language.objects.count() == 1 and Change.objects.count() == 1


def test_somebody_never_booked_has_no_record_to_change(officer: Client) -> None:
    make_person("B2222BB", booked=False)
    assert officer.get("/prisoners/B2222BB/personal/height/").status_code == 404
