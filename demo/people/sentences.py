"""Why somebody is held: case, charges, sentences with their lengths, key dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.people.person import COURTS, Person, months_after, wall

Offence = tuple[str, str, str, int, int]
"""Code, statute, words, how common it is, and a usual length in months."""
OFFENCES: list[Offence] = [
    ("TH68010", "TH68", "Theft from shop", 20, 6),
    ("TH68023", "TH68", "Burglary of a dwelling", 18, 36),
    ("CJ88001", "CJ88", "Common assault", 14, 6),
    ("OF61016", "OF61", "Wounding with intent", 9, 84),
    ("MD71130", "MD71", "Possession of class A drug with intent to supply", 16, 54),
    ("TH68051", "TH68", "Robbery", 11, 60),
    ("PC53001", "PC53", "Possession of an offensive weapon", 8, 12),
    ("SX03001", "SX03", "Rape of a woman aged 16 or over", 5, 120),
    ("COML025", "COML", "Murder", 4, 0),
    ("RT88333", "RT88", "Driving while disqualified", 8, 4),
    ("FI06001", "FI06", "Fraud by false representation", 7, 24),
]
EXTENDED = {"OF61016", "SX03001", "TH68051"}
"""Offences for which some get a longer licence after the term."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence line to be made: months of imprisonment and of extended licence, and the line it follows."""

    offence: Offence
    months: int
    licence: int = 0
    follows: int | None = None


def add_reason_held(p: Person, booking: int, came: date) -> None:
    """Remand, life, or a determinate sentence, with everything that hangs on it. Sets the security category."""
    c = p.chance
    offence = c.choices(OFFENCES, [o[3] for o in OFFENCES])[0]
    case = p.new_id()
    remand = c.random() < 0.22
    life = offence[2] == "Murder" and not remand
    recall = not remand and not life and c.random() < 0.15
    status = "RX" if remand else "MLP" if life else "LR_ORA" if recall else "ADIMP_ORA"
    p.add("offender_imprison_statuses", booking, 1, status, wall(came), "Y")
    number = f"T{came.year}{c.randrange(1000, 9999)}"
    p.add("offender_cases", case, booking, number, "A", c.choice(COURTS), wall(came))
    if remand:
        _add_charge(p, booking, case, offence, came, None, serious=True)
        if p.about(3).random() < 0.3:
            _add_charge(p, booking, case, p.about(4).choice(OFFENCES), came, None, serious=False)
        day = p.today + timedelta(days=c.randrange(40))
        p.add("court_events", p.new_id(), booking, case, wall(day), wall(day, 10), "CRT", "SCH", c.choice(COURTS))
    elif life:
        _add_life(p, booking, case, offence, came)
    else:
        _add_determinate(p, booking, case, offence, came)


def _add_charge(
    p: Person, booking: int, case: int, offence: Offence, came: date, result: str | None, *, serious: bool
) -> int:
    charge = p.new_id()
    committed = came - timedelta(days=20 + p.chance.randrange(300))
    until = committed + timedelta(days=9) if offence[0] == "FI06001" else None
    p.add(
        "offender_charges",
        charge,
        booking,
        offence[1],
        offence[0],
        wall(committed),
        wall(until) if until else None,
        "Y" if serious else "N",
        result,
        "A",
        case,
    )
    return charge


def _add_life(p: Person, booking: int, case: int, offence: Offence, came: date) -> None:
    years = 12 + p.chance.randrange(14)
    charge = _add_charge(p, booking, case, offence, came, "1002", serious=True)
    p.add("offender_sentences", booking, 1, case, "2003", "MLP", "A", wall(came), None, 1, None, None)
    p.add("offender_sentence_terms", booking, 1, 1, "IMP", years, 0, 0, wall(came), "Y")
    p.add("offender_sentence_charges", booking, 1, charge)
    dates = (None, None, None, None, None, None, None, wall(months_after(came, years * 12)))
    p.add("offender_sent_calculations", p.new_id(), booking, wall(came, 12), "NEW", f"{years:02d}/00/00", *dates)
    p.category = "B" if not p.woman else "R"


def _add_determinate(p: Person, booking: int, case: int, offence: Offence, came: date) -> None:
    c, own = p.chance, p.about(3)
    served = (p.today - came).days
    length = max(int(offence[4] * 30.4 * (0.6 + 0.9 * c.random())), int(served * 2.1) + 40)
    total = round(length / 30.4)
    lines = _lines(own, offence, total)
    for sequence, line in enumerate(lines, 1):
        _add_line(p, booking, case, came, sequence, line, before=lines[line.follows - 1].months if line.follows else 0)
    licence = lines[0].licence
    end_of_term = months_after(came, total) - timedelta(days=1)
    expiry = months_after(came, total + licence) - timedelta(days=1)
    years = total // 12
    part = 0.5 if years < 4 else 2 / 3
    release = came + timedelta(days=int((end_of_term - came).days * part) + 1)
    override = release + timedelta(days=c.randrange(1, 15)) if c.random() < 0.08 else None
    curfew = release - timedelta(days=min(180, (release - came).days // 3)) if years < 4 else None
    p.add(
        "offender_sent_calculations",
        p.new_id(),
        booking,
        wall(came, 12),
        "NEW",
        f"{(total + licence) // 12:02d}/{(total + licence) % 12:02d}/00",
        wall(expiry),
        wall(release),
        wall(override) if override else None,
        wall(expiry),
        wall(curfew) if curfew else None,
        None,
        None,
        None,
    )
    if c.random() < 0.1:
        p.add("offender_release_details", booking, wall(override or release), None, "REL", "CR")
    if p.woman:
        p.category = c.choice(["R", "R", "T", "Q"])
    elif p.age < 21:
        p.category = c.choice(["I", "I", "J"])
    else:
        p.category = c.choices(["C", "B", "D", "A", "H", "P"], [62, 22, 13, 1, 0.4, 0.4])[0]


def _lines(own: Random, offence: Offence, total: int) -> list[Line]:
    """The lines of a sentence of `total` months: one, with shorter ones beside it, or two that add up to it."""
    roll, others = own.random(), [o for o in OFFENCES if o[0] != "COML025"]
    if offence[0] in EXTENDED and total >= 48 and roll < 0.35:
        return [Line(offence, total, licence=12 * own.randrange(1, 5))]
    if roll < 0.25 and total > 3:
        beside = [
            Line(own.choice(others), max(1, total * own.randrange(2, 9) // 10)) for _ in range(own.randrange(1, 3))
        ]
        return [Line(offence, total), *beside]
    if roll < 0.45 and total > 5:
        first = max(2, total * own.randrange(5, 9) // 10)
        return [Line(offence, first), Line(own.choice(others), total - first, follows=1)]
    return [Line(offence, total)]


def _add_line(p: Person, booking: int, case: int, came: date, sequence: int, line: Line, *, before: int) -> None:
    """One line, beginning `before` months after the day they came."""
    starts = months_after(came, before)
    ends = months_after(came, before + line.months + line.licence) - timedelta(days=1)
    kind = "EDS21" if line.licence else "ADIMP_ORA"
    charge = _add_charge(p, booking, case, line.offence, came, "1002", serious=sequence == 1)
    p.add(
        "offender_sentences",
        booking,
        sequence,
        case,
        "2020" if line.licence else "2003",
        kind,
        "A",
        wall(starts),
        wall(ends),
        sequence,
        line.follows,
        "250.00" if sequence == 3 else None,
    )
    years, months = divmod(line.months, 12)
    p.add("offender_sentence_terms", booking, sequence, 1, "IMP", years, months, 0, wall(starts), "N")
    if line.licence:
        after = months_after(came, before + line.months)
        p.add("offender_sentence_terms", booking, sequence, 2, "LIC", line.licence // 12, 0, 0, wall(after), "N")
    p.add("offender_sentence_charges", booking, sequence, charge)
