"""Prisons with cells enough for their people."""

from dataclasses import dataclass, field

OTHER_PLACES = (
    ("RECP", "REC", "Reception"),
    ("CSWAP", "NA", "Cell swap"),
    ("COURT", "OU", "Court"),
    ("TAP", "OU", "Absence"),
)
ROOMS = (
    ("WORKSHOP", "WORK", "Workshop 1"),
    ("EDUC", "CLAS", "Education"),
    ("GYM", "SPOR", "Gym"),
    ("VISITS", "VISIT", "Visits hall"),
    ("CHAPEL", "FAIT", "Chapel"),
    ("HEALTH", "MEDI", "Healthcare"),
)


@dataclass(frozen=True, slots=True)
class Location:
    """A row of AGENCY_INTERNAL_LOCATIONS."""

    id: int
    prison: str
    code: str
    path: str
    local_name: str
    type: str
    parent: int | None
    unit_type: str
    capacity: int


@dataclass(slots=True)
class Prison:
    """A prison's locations, and a place in a cell for each person."""

    code: str
    first_id: int
    locations: list[Location] = field(default_factory=list)
    beds: list[int] = field(default_factory=list)
    reception: int = 0
    rooms: dict[str, int] = field(default_factory=dict)
    store: int = 0
    """Where property is kept."""


def build(code: str, people: int, first_id: int) -> Prison:
    """A prison for `people`, with a tenth of its places empty. Houseblocks are numbered at Moorland, lettered elsewhere."""
    prison = Prison(code, first_id)
    taken = first_id

    def add(path: str, name: str, kind: str, parent: int | None, unit: str, capacity: int) -> int:
        nonlocal taken
        taken += 1
        code_ = path.rsplit("-", 1)[-1]
        prison.locations.append(Location(taken, code, code_, f"{code}-{path}", name, kind, parent, unit, capacity))
        return taken

    for short, unit, name in OTHER_PLACES:
        place = add(short, name, "AREA", None, unit, 999)
        if short == "RECP":
            prison.reception = place
    for short, kind, name in ROOMS:
        prison.rooms[short] = add(short, name, kind, None, "NA", 60)
    wanted, wing = int(people * 1.1) + 4, 0
    while len(prison.beds) < wanted:
        letter = str(wing + 1) if code == "MDI" else chr(ord("A") + wing % 26) * (1 + wing // 26)
        name = f"Houseblock {letter}" if code == "MDI" else f"{letter} wing"
        block = add(letter, name, "WING", None, "NA", 180)
        for landing in range(1, 4):
            level = add(f"{letter}-{landing}", f"Landing {landing}", "LAND", block, "NA", 60)
            for cell in range(1, 31):
                places = 2 if (cell + landing) % 3 else 1
                unit = "HC" if cell == 30 and landing == 1 else "NA"
                made = add(f"{letter}-{landing}-{cell:03d}", "", "CELL", level, unit, places)
                prison.beds += [made] * places
                if len(prison.beds) >= wanted:
                    break
            if len(prison.beds) >= wanted:
                break
        wing += 1
    segregation = add("SEG", "Segregation", "WING", None, "SEG", 6)
    for cell in range(1, 7):
        add(f"SEG-{cell:03d}", "", "CELL", segregation, "SEG", 1)
    prison.store = add("PROPERTY", "Property store", "STOR", None, "NA", 0)
    return prison
