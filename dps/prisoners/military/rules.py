"""What is recorded of service in the armed forces (prisoners.md 7, that row; reference-data.md 3, Military)."""

from dataclasses import dataclass, field
from datetime import date

BRANCHES = {"ARM": "Army", "NAV": "Navy", "RAF": "RAF", "RMA": "Royal Marines"}
CONFLICTS = {
    "AFG": "Afghanistan", "BOS": "Bosnia", "CY": "Cyprus", "FAL": "Falklands", "GULF": "Gulf Wars", "IRQ": "Iraq",
    "KOR": "Korean Conflict", "NI": "Northern Ireland", "VIET": "Vietnam", "WW2": "World War 2",
}  # fmt: skip
DISCIPLINARY = {"CM": "Court Martial", "DCM": "District Courts Martial", "GCM": "General Courts Martial"}
DISCHARGES = {
    "DIS": "Dishonourable", "HON": "Honourable", "MED": "Medical", "SNL": "Services No Longer Required",
    "TEX": "Time Expired",
}  # fmt: skip
_SOLDIERS = (
    "Private", "Trooper", "Gunner", "Signaller", "Sapper", "Guardsman", "Fusilier", "Rifleman", "Kingsman",
    "Highlander", "Ranger", "Craftsman", "Air Trooper", "Lance Corporal", "Lance Bombardier", "Corporal", "Bombardier",
    "Lance Sergeant", "Sergeant", "Corporal of Horse", "Staff Sergeant", "Colour Sergeant", "Staff Corporal",
    "Warrant Officer Class 2",
    "Warrant Officer Class 1", "Officer Cadet", "Second Lieutenant", "Lieutenant", "Captain", "Major",
    "Lieutenant Colonel", "Colonel", "Brigadier", "Major General", "Lieutenant General", "General",
)  # fmt: skip
_SAILORS = (
    "Ordinary Rate", "Able Rate", "Leading Rate", "Petty Officer", "Chief Petty Officer", "Warrant Officer Class 2",
    "Warrant Officer Class 1", "Officer Cadet", "Midshipman", "Sub-Lieutenant", "Lieutenant", "Lieutenant Commander",
    "Commander", "Captain", "Commodore", "Rear Admiral", "Vice Admiral", "Admiral",
)  # fmt: skip
_AIRMEN = (
    "Aircraftman", "Leading Aircraftman", "Senior Aircraftman", "Senior Aircraftman Technician", "Lance Corporal",
    "Junior Technician", "Corporal", "Corporal Technician", "Sergeant", "Chief Technician", "Flight Sergeant",
    "Master Aircrew", "Warrant Officer", "Officer Cadet", "Pilot Officer", "Flying Officer", "Flight Lieutenant",
    "Squadron Leader", "Wing Commander", "Group Captain", "Air Commodore", "Air Vice-Marshal", "Air Marshal",
    "Air Chief Marshal",
)  # fmt: skip
_MARINES = (
    "Marine", "Lance Corporal", "Corporal", "Sergeant", "Colour Sergeant", "Warrant Officer Class 2",
    "Warrant Officer Class 1", "Officer Cadet", "Second Lieutenant", "Lieutenant", "Captain", "Major",
    "Lieutenant Colonel", "Colonel", "Brigadier", "Major General", "Lieutenant General", "General",
)  # fmt: skip
RANKS = {"ARM": _SOLDIERS, "NAV": _SAILORS, "RAF": _AIRMEN, "RMA": _MARINES}
"""The ranks of each branch, from the lowest."""
ALL_RANKS = tuple(sorted({rank for ranks in RANKS.values() for rank in ranks}))
LONGEST = {
    "service_number": ("Service number", 12),
    "unit": ("Unit", 20),
    "enlisted_at": ("Where they enlisted", 40),
    "discharged_at": ("Where they were discharged", 40),
    "comment": ("Comments", 240),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Service:
    """One period of service. Months are the first day of them."""

    branch: str
    enlisted: date | None
    rank: str = ""
    service_number: str = ""
    unit: str = ""
    enlisted_at: str = ""
    conflicts: list[str] = field(default_factory=list)
    disciplinary: list[str] = field(default_factory=list)
    discharged: date | None = None
    discharged_at: str = ""
    discharge: str = ""
    comment: str = ""


def month_of(month: str, year: str, label: str) -> tuple[date | None, str]:
    """The first day of a month that was typed, and what is wrong with it; (None, '') for nothing typed."""
    if not month and not year:
        return None, ""
    if not month or not year:
        return None, f"{label} must include a {'month' if not month else 'year'}"
    if not (year.isascii() and year.isdigit() and len(year) == len("1900") and int(year) >= EARLIEST_YEAR):
        return None, f"{label} must have a real year, such as 2004"
    if month not in {str(number) for number in range(1, 13)}:
        return None, f"{label} must have a real month"
    return date(int(year), int(month), 1), ""


def problems(given: Service, today: date) -> dict[str, str]:
    """What is wrong with a period of service, by field."""
    found = {}
    if given.branch not in BRANCHES:
        found["branch"] = "Choose the branch they served in"
    elif given.rank and given.rank not in RANKS[given.branch]:
        found["rank"] = f"{BRANCHES[given.branch]} has no rank of this name"
    if given.enlisted is None:
        found["enlisted"] = "Enter the month and year they enlisted"
    elif given.enlisted > today:
        found["enlisted"] = "When they enlisted must be in the past"
    if given.discharged is not None:
        if given.discharged > today:
            found["discharged"] = "When they were discharged must be in the past"
        elif given.enlisted is not None and given.discharged < given.enlisted:
            found["discharged"] = "When they were discharged must not be before they enlisted"
    for name, (label, most) in LONGEST.items():
        if len(getattr(given, name)) > most:
            found[name] = f"{label} must be {most} characters or fewer"
    for name, values, offered in (
        ("conflicts", given.conflicts, CONFLICTS),
        ("disciplinary", given.disciplinary, DISCIPLINARY),
        ("discharge", [given.discharge] if given.discharge else [], DISCHARGES),
    ):
        if any(value not in offered for value in values):
            found[name] = "Choose from the list"
    return found
