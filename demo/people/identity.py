"""Names, birth and numbers."""

from datetime import date, timedelta
from random import Random

from demo import gazetteer, names, numbers
from demo.people.person import Person, wall

MERGED_INDEX = 4_000_000
"""Numbers lost by a merge are those of indexes beyond everybody's."""
HOMES = {
    "IRISH": ("IRL", ["DUBLIN", "CORK", "LIMERICK"]),
    "PAKN": ("PAK", ["LAHORE", "MIRPUR", "KARACHI"]),
    "INDI": ("IND", ["MUMBAI", "AMRITSAR", "DELHI"]),
    "BANGL": ("BGD", ["SYLHET", "DHAKA"]),
    "JAM": ("JAM", ["KINGSTON", "MONTEGO BAY"]),
    "NIGERIA": ("NGA", ["LAGOS", "IBADAN"]),
    "GHAN": ("GHA", ["ACCRA", "KUMASI"]),
    "SOMA": ("SOM", ["MOGADISHU", "HARGEISA"]),
    "POLE": ("POL", ["LODZ", "GDANSK", "KRAKOW"]),
    "ROMA": ("ROU", ["IASI", "BACAU", "CONSTANTA"]),
    "ALBA": ("ALB", ["TIRANA", "DURRES", "SHKODER"]),
    "LITHU": ("LTU", ["VILNIUS", "KAUNAS"]),
    "VIET": ("VNM", ["HANOI", "HAI PHONG"]),
}
"""Where those of a nationality are mostly born."""


def add_identity(p: Person) -> None:
    """The name they go by, sometimes another, and the numbers they are known by."""
    c, own = p.chance, p.about(1)
    middle = p.a_first_name(c, p.woman) if c.random() < 0.35 else None
    second = p.a_first_name(own, p.woman) if middle and own.random() < 0.2 else None
    ethnicity = c.choice(p.heritage.ethnicities)
    add_name(
        p, p.root, p.last, p.first, middle, "CN", ethnicity, second=second, birth=_birth(p, own), title=_title(p, own)
    )
    if c.random() < 0.25:
        other = names.pick(c, p.heritage.last)
        kind = "MAID" if p.woman and c.random() < 0.5 else "A"
        first = p.first if c.random() < 0.6 else names.pick(c, p.heritage.men)
        add_name(p, p.new_id(), other, first, None, kind, ethnicity)
    if own.random() < 0.06:
        add_name(p, p.new_id(), p.last, p.first[:4], None, "NICK", ethnicity)
    _add_numbers(p, c, own)


def add_name(
    p: Person,
    id_: int,
    last: str,
    first: str,
    middle: str | None,
    kind: str,
    ethnicity: str,
    *,
    second: str | None = None,
    birth: tuple[str | None, str | None] = (None, None),
    title: str | None = None,
) -> None:
    """One row of OFFENDERS."""
    p.add(
        "offenders",
        id_,
        p.number,
        p.root,
        "SEQ",
        last,
        first,
        middle,
        second,
        last,
        first,
        kind,
        title,
        wall(p.born),
        *birth,
        "F" if p.woman else "M",
        ethnicity,
        wall(p.today - timedelta(days=900)),
    )


def _title(p: Person, own: Random) -> str | None:
    if own.random() < 0.3:
        return None
    return own.choice(["MISS", "MISS", "MS", "MRS"]) if p.woman else "MR"


def _birth(p: Person, own: Random) -> tuple[str | None, str | None]:
    """Town and country of birth; one in twelve was never asked."""
    if own.random() < 0.08:
        return None, None
    if p.nationality in HOMES and own.random() < 0.9:
        country, towns = HOMES[p.nationality]
        return own.choice(towns), country
    town = gazetteer.town(own)
    return town.name.upper(), town.country


def _add_numbers(p: Person, c: Random, own: Random) -> None:
    year = min(p.born.year + 16 + c.randrange(6), p.today.year - 1)
    first = wall(date(year, 6, 1))
    found: list[tuple[str, str, str | None]] = []
    if c.random() < 0.85:
        p.pnc = numbers.pnc(c, year)
        found.append(("PNC", p.pnc, None))
    if c.random() < 0.6:
        found.append(("CRO", numbers.cro(c, year), None))
    if own.random() < 0.3:
        found.append(("NINO", numbers.national_insurance(own), None))
    if p.nationality in HOMES and p.nationality != "IRISH":
        if own.random() < 0.5:
            found.append(("HOREF", f"{own.choice('ABCFKM')}{own.randrange(1_000_000, 9_999_999)}", None))
        if own.random() < 0.25:
            found.append(("PASS", f"{own.randrange(100_000_000, 999_999_999)}", "Seen on reception, held in property"))
    elif own.random() < 0.05:
        found.append(("DL", numbers.driving_licence(own, p.last, p.born), "DVLA"))
    if own.random() < 0.006:
        found.append(("MERGED", numbers.prison_number(MERGED_INDEX + p.index), None))
    for sequence, (kind, value, authority) in enumerate(found, 1):
        p.add("offender_identifiers", p.root, sequence, kind, value, authority, first, p.root)
