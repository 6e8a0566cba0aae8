"""What is there before any person: agencies, prisons' locations, activities, staff, code lists."""

import csv
import json
from datetime import datetime
from random import Random

from demo import gazetteer, names
from demo.places import Prison
from demo.rows import Rows
from dps.estate.queries import DATA

COURT_NAMES = {
    "LEEDMC": "Leeds Magistrates Court",
    "LEEDCC": "Leeds Crown Court",
    "SHEFCC": "Sheffield Crown Court",
    "DONCMC": "Doncaster Magistrates Court",
    "WAKECC": "Wakefield Crown Court",
    "BRADCC": "Bradford Crown Court",
}
ACTIVITIES = [("WOOD", "Woodwork"), ("EDU", "English and maths"), ("LAUN", "Laundry")]
CODE_LISTS = ["ALERT", "ALERT_CODE", "ETHNICITY", "SEX", "IEP_LEVEL", "VISIT_TYPE", "COUNTRY"]
PROFILES = {
    "PA": ["HAIR", "BUILD", "FACE", "FACIAL_HAIR", "R_EYE_C", "L_EYE_C"],
    "PI": ["RELF", "NAT", "SEXO", "SMOKE", "MARITAL"],
}
"""Types of personal detail that have codes, by category."""
TEXTS = {"PA": ["SHOESIZE"], "PI": ["CHILD", "NATIO"]}
STAFF_EMAIL_IDS_FROM = 9_500_000_000
STAFF_PER_PRISON = 40
ROLES = ["GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "POM", "UPDATE_ALERT"]


def _data(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_agencies(rows: Rows) -> None:
    """Every prison of the data files, the courts, hospitals, OUT and TRN."""
    for row in _data("agencies.csv"):
        rows.add("agency_locations", row["code"], row["name"].upper()[:40], row["type"], row["active"])
    for code, name in COURT_NAMES.items():
        rows.add("agency_locations", code, name.upper(), "CRT", "Y")
    for row in _data("codes.csv"):
        if row["domain"] in CODE_LISTS and len(row["code"]) <= 12:
            rows.add(
                "reference_codes",
                row["domain"],
                row["code"],
                row["description"][:40],
                int(row["sequence"]),
                row["active"],
            )
    coded = {kind for kinds in PROFILES.values() for kind in kinds}
    for place, row in enumerate(_data("codes.csv"), 1):
        code, words, sequence = row["code"], row["description"][:40], int(row["sequence"])
        if row["domain"] == "MOVE_RSN":
            rows.add("movement_reasons", row["parent"], code.split("-", 1)[1], words, row["active"])
        elif row["domain"] == "IMP_STS":
            band = str(json.loads(row["attributes"])["band"])
            rows.add("imprisonment_statuses", place, code, words, band, sequence, row["active"])
        elif row["domain"] in coded and len(code) <= 12:
            rows.add("profile_codes", row["domain"], code, words, sequence, row["active"])
    _add_profile_types_and_towns(rows)
    rows.add("assessments", 1, "TYPE", "CATEGORY", "Categorisation")
    rows.add("assessments", 2, "TYPE", "CSR", "CSR Rating")
    for place, role in enumerate(ROLES, 1):
        rows.add("oms_roles", place, role, role.replace("_", " ").title()[:30], "APP", "GENERAL")
    rows.add("caseloads", "NWEB", "DPS roles", "APP", "GENERAL", "Y")
    for code, statute, words in (
        ("TH68010", "TH68", "Theft from shop"),
        ("TH68023", "TH68", "Burglary of a dwelling"),
        ("CJ88001", "CJ88", "Common assault"),
        ("OF61016", "OF61", "Wounding with intent"),
        ("MD71130", "MD71", "Possession of class A drug with intent to supply"),
        ("TH68051", "TH68", "Robbery"),
        ("PC53001", "PC53", "Possession of an offensive weapon"),
        ("SX03001", "SX03", "Rape of a woman aged 16 or over"),
        ("COML025", "COML", "Murder"),
        ("RT88333", "RT88", "Driving while disqualified"),
        ("FI06001", "FI06", "Fraud by false representation"),
    ):
        rows.add("offences", code, statute, words)


def _add_profile_types_and_towns(rows: Rows) -> None:
    for value, lists in (("CODE", PROFILES), ("TEXT", TEXTS)):
        for category, kinds in lists.items():
            for kind in kinds:
                rows.add("profile_types", kind, category, value, "N", "Y")
    for code, name in gazetteer.COUNTIES.items():
        rows.add("reference_codes", "COUNTY", code, name[:40], 99, "Y")
    for town in gazetteer.TOWNS:
        rows.add("reference_codes", "CITY", town.code, town.name, 99, "Y")


def add_prison(rows: Rows, prison: Prison, place: int, today: datetime, seed: int) -> list[int]:
    """One prison's locations, activities and staff. Gives the staff ids."""
    for spot in prison.locations:
        rows.add(
            "agency_internal_locations",
            spot.id,
            spot.prison,
            spot.code,
            spot.path,
            spot.local_name or None,
            spot.type,
            spot.parent,
            spot.unit_type,
            spot.capacity,
            spot.capacity,
            spot.capacity,
            "Y" if spot.type == "CELL" else "N",
            "Y",
        )
    rooms = ["WORKSHOP", "EDUC", "WORKSHOP"]
    for number, ((code, words), room) in enumerate(zip(ACTIVITIES, rooms, strict=True), 1):
        activity = prison.first_id * 10 + number
        rows.add("program_services", activity, code, words, "Y")
        rows.add("course_activities", activity, activity, prison.code, code, words, 60, "Y", prison.rooms[room])
    rows.add("caseloads", prison.code, prison.code, "INST", "GENERAL", "Y")
    chance, staff = Random(seed * 31 + place), []
    for number in range(STAFF_PER_PRISON):
        staff_id = place * 1000 + number + 1
        staff.append(staff_id)
        women = chance.random() < 0.45
        first = names.pick(chance, names.ENGLISH_WOMEN if women else names.ENGLISH_MEN)
        last = names.pick(chance, names.ENGLISH_LAST)
        username = f"{prison.code}{last[:4].replace(chr(39), '')}{number:02d}"
        rows.add("staff_members", staff_id, last, first, "ACTIVE", prison.code)
        rows.add("staff_user_accounts", username, staff_id, "GENERAL", prison.code)
        rows.add("user_accessible_caseloads", username, prison.code, today)
        rows.add("user_accessible_caseloads", username, "NWEB", today)
        for role in chance.sample(range(1, len(ROLES) + 1), chance.randrange(0, 3)):
            rows.add("user_caseload_roles", username, "NWEB", role)
        address = f"{first}.{last}.{number}@justice.gov.uk".lower().replace("'", "")
        rows.add("internet_addresses", STAFF_EMAIL_IDS_FROM + staff_id, "STF", staff_id, "EMAIL", address)
    return staff
