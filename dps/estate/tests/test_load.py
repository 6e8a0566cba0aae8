"""The data files against what reference-data.md counts, and loading them."""

import csv
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from dps.estate import queries
from dps.estate.commands import load_estate
from dps.estate.models import Agency, ReferenceCode
from dps.estate.queries import DATA

pytestmark = pytest.mark.django_db

EXPECTED_SIZES = {
    "ALERT": 20,
    "ALERT_CODE": 214,  # 213 and the later XCDO
    "SEX": 5,
    "ETHNICITY": 21,
    "TITLE": 15,
    "SUFFIX": 12,
    "NAME_TYPE": 4,
    "MARITAL": 7,
    "SEXO": 6,
    "MOVE_TYPE": 6,
    "COMMITTEE": 7,
    "IEP_LEVEL": 6,
    "SENT_TERM": 12,
    "CALC_REASON": 19,
    "NON_ASSO_TYP": 5,
    "STAFF_ROLE": 30,
    "CELL_DEACT": 12,
    "UNIT_TYPE": 7,
    "AGENCY_TYPE": 13,
    "POLICE_AREA": 47,
}
REMOVED_IN_2015 = {"C1", "P3", "XSO", "RDO", "SR", "OHA"}


def test_every_prison_is_there(loaded: tuple[int, int]) -> None:
    prisons = Agency.objects.filter(type="INST")
    assert prisons.filter(active=True).count() == 125
    assert prisons.filter(active=False).count() == 48
    assert loaded[0] == Agency.objects.count()
    leeds = prisons.get(code="LEI")
    assert (leeds.name, leeds.serves, leeds.kind, leeds.operator) == ("Leeds (HMP)", "M", "HMP", "PSP")
    assert prisons.get(code="CFI").welsh_name == "Carchar Caerdydd"
    assert prisons.get(code="WYI").serves == "MF"
    assert not prisons.get(code="HYI").active
    assert set(Agency.objects.filter(code__in=["OUT", "TRN"]).values_list("type", flat=True)) == {"OUT", "TRN"}


def test_every_list_has_its_codes(loaded: tuple[int, int]) -> None:
    sizes = Counter(ReferenceCode.objects.values_list("domain", flat=True))
    assert {domain: sizes[domain] for domain in EXPECTED_SIZES} == EXPECTED_SIZES
    assert sum(sizes.values()) == loaded[1]


def test_alert_codes_belong_to_types_and_old_ones_end(loaded: tuple[int, int]) -> None:
    types = dict(ReferenceCode.objects.filter(domain="ALERT").values_list("code", "expires_on"))
    codes = {code.code: code for code in ReferenceCode.objects.filter(domain="ALERT_CODE")}
    assert {code.parent for code in codes.values()} <= set(types)
    assert set(types) - {code.parent for code in codes.values()} == {"RCS"}
    assert {codes[code].expires_on for code in REMOVED_IN_2015} == {date(2015, 10, 27)}
    assert not any(codes[code].active for code in REMOVED_IN_2015)
    # Type D ended in February 2024 but its codes are still in use.
    assert types["D"] == date(2024, 2, 1)
    assert codes["DOCGM"].active and codes["DOCGM"].expires_on is None
    for code in codes.values():
        assert code.active == (code.expires_on is None), code.code


def test_flags_name_codes_that_exist(loaded: tuple[int, int]) -> None:
    flags = queries.alert_flags()
    codes = set(queries.labels("ALERT_CODE"))
    named = [code for flag in flags for code in flag.codes]
    assert len(flags) == 34
    assert [flag.label for flag in flags] == sorted((flag.label for flag in flags), key=str.casefold)
    assert set(named) <= codes
    assert len(named) == len(set(named)), "a code may stand under one flag only"
    by_label = {flag.label: flag.codes for flag in flags}
    assert set(by_label["Staff assaulter"]) == {"XSA", "SA"}
    assert set(by_label["Risk to LGBT"]) == {"RTP", "RLG"}


def test_labels_are_what_staff_see(loaded: tuple[int, int]) -> None:
    assert queries.label("ETHNICITY", "W1") == "White: British"
    assert queries.label("RELF", "COFE") == "Christian - Anglican"
    assert queries.label("RELF", "NIL") == "No religion, faith or belief"
    assert queries.label("IEP_LEVEL", "STD") == "Standard"
    assert queries.label("MOVE_RSN", "REL-CR").startswith("Conditional Release")
    assert queries.label("SEX", "ZZ") == "ZZ"
    assert queries.label("NO SUCH LIST", "A") == "A"
    assert list(queries.labels("IEP_LEVEL"))[:3] == ["BAS", "STD", "ENH"]


def test_every_movement_reason_has_its_type(loaded: tuple[int, int]) -> None:
    types = set(queries.labels("MOVE_TYPE"))
    assert {reason.split("-", 1)[0] for reason in queries.labels("MOVE_RSN")} <= types


def test_every_legal_status_has_its_band(loaded: tuple[int, int]) -> None:
    statuses = {code.code: code.attributes for code in ReferenceCode.objects.filter(domain="IMP_STS")}
    assert (statuses["DIED"]["band"], statuses["SENT03"]["band"], statuses["RX"]["band"]) == (0, 2, 14)
    assert statuses["LR_HDC"]["recall"] and not statuses["SENT03"]["recall"]
    assert all(0 <= attributes["band"] <= 17 for attributes in statuses.values())


def test_loading_twice_changes_nothing_and_mends_what_differs(loaded: tuple[int, int]) -> None:
    before = set(ReferenceCode.objects.values_list("id", "domain", "code", "description"))
    Agency.objects.filter(code="LEI").update(name="Somewhere else", active=False)
    ReferenceCode.objects.filter(domain="SEX", code="F").update(description="Wrong")
    assert load_estate() == loaded
    assert set(ReferenceCode.objects.values_list("id", "domain", "code", "description")) == before
    assert Agency.objects.get(code="LEI").name == "Leeds (HMP)"
    assert Agency.objects.get(code="LEI").active


def test_what_others_added_is_left_alone(loaded: tuple[int, int]) -> None:
    Agency.objects.create(code="MKI", name="Millsike (HMP)", type="INST")
    ReferenceCode.objects.create(domain="SEX", code="X", description="From NOMIS")
    load_estate()
    assert Agency.objects.filter(code="MKI").exists()
    assert queries.label("SEX", "X") == "From NOMIS"


def test_loading_makes_labels_new_at_once(db: None) -> None:
    assert queries.label("SEX", "F") == "F"
    load_estate()
    assert queries.label("SEX", "F") == "Female"
    assert queries.agency_name("LEI") == "Leeds (HMP)"


def test_the_command_says_what_is_in_place(db: None) -> None:
    out = StringIO()
    call_command("load_estate", stdout=out)
    assert out.getvalue() == "177 agencies and 1852 reference codes are in place.\n"


def test_no_code_stands_twice_in_the_files() -> None:
    with (DATA / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not [key for key, times in Counter((r["domain"], r["code"]) for r in rows).items() if times > 1]
    assert not [row for row in rows if row["description"] != row["description"].strip() or not row["description"]]
