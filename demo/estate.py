"""What is there before any person: agencies, prisons' locations, activities, staff, code lists."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from demo import gazetteer, names
from demo.people import csip
from demo.people.adjustments import CELL_SHARING, add_form
from demo.places import Prison
from demo.rows import Rows
from dps.estate.queries import DATA
from dps.identity.management.commands.demo_users import USERS

COURT_NAMES = {
    "LEEDMC": "Leeds Magistrates Court",
    "LEEDCC": "Leeds Crown Court",
    "SHEFCC": "Sheffield Crown Court",
    "DONCMC": "Doncaster Magistrates Court",
    "WAKECC": "Wakefield Crown Court",
    "BRADCC": "Bradford Crown Court",
}
ACTIVITIES = [("WOOD", "Woodwork"), ("EDU", "English and maths"), ("LAUN", "Laundry")]
CODE_LISTS = ["ALERT", "ALERT_CODE", "ETHNICITY", "SEX", "IEP_LEVEL", "VISIT_TYPE", "COUNTRY", "PPTY_CNTNR"]
PROFILES = {
    "PA": ["HAIR", "BUILD", "FACE", "FACIAL_HAIR", "R_EYE_C", "L_EYE_C"],
    "PI": ["RELF", "NAT", "SEXO", "SMOKE", "MARITAL"],
}
"""Types of personal detail that have codes, by category."""
TEXTS = {"PA": ["SHOESIZE"], "PI": ["CHILD", "NATIO"]}
STAFF_EMAIL_IDS_FROM = 9_500_000_000
STAFF_PER_PRISON, BEDS_A_MEMBER_OF_STAFF = 40, 8
KEY_WORKERS_OF_STAFF = 0.75
DEMO_KEY_WORKERS = {"LEEDS_KEY_WORKER": "LEI"}
"""Demo users who are key workers, and where."""
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
    for domain, words_of in (("CSIP_TYP", csip.INCIDENTS), ("CSIP_OUT", csip.OUTCOMES)):
        for code, words in words_of.items():
            rows.add("reference_codes", domain, code, words[:40], 99, "Y")
    rows.add("reference_codes", "PPTY_CNTNR", "CONF", "Confiscated", 6, "Y")
    rows.add("assessments", 1, "TYPE", "CATEGORY", "Categorisation", None, 1)
    rows.add("assessments", CELL_SHARING, "TYPE", "CSR", "CSR Rating", None, 2)
    add_form(rows)
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


def add_prison(rows: Rows, prison: Prison, place: int, today: datetime, seed: int) -> dict[int, str]:
    """One prison's locations, activities and staff. Gives the staff ids with their user names."""
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
    chance, staff = Random(seed * 31 + place), {}
    for number in range(max(STAFF_PER_PRISON, len(prison.beds) // BEDS_A_MEMBER_OF_STAFF)):
        staff_id = place * 1000 + number + 1
        women = chance.random() < 0.45
        first = names.pick(chance, names.ENGLISH_WOMEN if women else names.ENGLISH_MEN)
        last = names.pick(chance, names.ENGLISH_LAST)
        username = f"{prison.code}{last[:4].replace(chr(39), '')}{number:02d}"
        staff[staff_id] = username
        rows.add("staff_members", staff_id, last, first, "ACTIVE", prison.code)
        rows.add("staff_user_accounts", username, staff_id, "GENERAL", prison.code)
        rows.add("user_accessible_caseloads", username, prison.code, today)
        rows.add("user_accessible_caseloads", username, "NWEB", today)
        for role in chance.sample(range(1, len(ROLES) + 1), chance.randrange(0, 3)):
            rows.add("user_caseload_roles", username, "NWEB", role)
        address = f"{first}.{last}.{number}@justice.gov.uk".lower().replace("'", "")
        rows.add("internet_addresses", STAFF_EMAIL_IDS_FROM + staff_id, "STF", staff_id, "EMAIL", address)
    return staff


def add_key_workers(rows: Rows, prison: Prison, staff: Sequence[int], today: datetime, seed: int) -> list[int]:
    """Who of a prison's staff are key workers: most full-time, some who were and are no longer. Gives those who are."""
    chance = Random(seed * 37 + prison.first_id)
    holders = sorted(chance.sample(staff, round(len(staff) * KEY_WORKERS_OF_STAFF)))
    for staff_id in holders:
        part_time = chance.random() < 0.2
        rows.add(
            "staff_location_roles",
            staff_id,
            prison.code,
            today.replace(hour=0) - timedelta(days=chance.randrange(30, 1500)),
            "PRO",
            "KW",
            None,
            "PT" if part_time else "FT",
            6 if part_time else 35,
        )
    began = today.replace(hour=0) - timedelta(days=2000)
    for staff_id in [one for one in staff if one not in holders][:2]:
        ended = began + timedelta(days=chance.randrange(100, 1900))
        rows.add("staff_location_roles", staff_id, prison.code, began, "PRO", "KW", ended, "FT", 35)
        rows.add("staff_location_roles", staff_id, prison.code, ended, "AO", "OS", None, "FT", 35)
    return holders


def add_demo_users(rows: Rows, prisons: Sequence[str], today: datetime) -> dict[str, list[int]]:
    """Those who may sign in to the demo, as NOMIS knows staff. Gives the key workers among them by prison."""
    key_workers: dict[str, list[int]] = {}
    for user in USERS:
        caseloads = [code for code in user.caseloads if code in prisons]
        if not caseloads:
            continue
        rows.add(
            "staff_members", user.staff_id, user.last_name.upper(), user.first_name.upper(), "ACTIVE", caseloads[0]
        )
        rows.add("staff_user_accounts", user.username, user.staff_id, "GENERAL", caseloads[0])
        for code in [*caseloads, "NWEB"]:
            rows.add("user_accessible_caseloads", user.username, code, today)
        prison = DEMO_KEY_WORKERS.get(user.username)
        if prison in caseloads:
            key_workers.setdefault(prison, []).append(user.staff_id)
            began = today.replace(hour=0) - timedelta(days=400)
            rows.add("staff_location_roles", user.staff_id, prison, began, "PRO", "KW", None, "FT", 35)
    return key_workers
