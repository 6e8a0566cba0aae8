"""Religion, nationality, family, languages, care needs."""

from collections.abc import Callable
from datetime import date, timedelta

from demo.people.identity import HOMES
from demo.people.person import MadeNeed, Person, wall

CARE_NEEDS = {
    "DISAB": ["LD", "HD", "RM", "VI", "MI", "D"],
    "PHY": ["ASTH", "DI", "EPI", "BRK", "ARTH"],
    "PSYCH": ["DEP", "BIP"],
}
WHY_CHANGED = [
    "Told the chaplain of a change of faith.",
    "Baptised in custody; the chaplaincy confirms it.",
    "Was recorded wrongly on reception.",
]
MOTHER_TONGUES = {"POLE": "POL", "ROMA": "RUM-RON", "ALBA": "ALB", "LITHU": "LIT", "VIET": "VIE", "SOMA": "AFA"}


def add_personal(p: Person, booking: int, came: date) -> None:
    """The details that are codes or short texts, then languages and care needs."""
    c = p.about(8)
    p.add("offender_profiles", booking, 1, wall(came))
    faith = _add_beliefs(p, booking, came)
    children = c.choices([0, 1, 2, 3, 4, 5, 6], [40, 18, 20, 12, 6, 3, 1])[0]
    details = [
        ("RELF", faith),
        ("NAT", p.nationality),
        ("SMOKE", c.choice("YNV")),
        ("MARITAL", c.choice("SSSSMCDPW")),
        ("SEXO", c.choice(["HET"] * 12 + ["HOM", "BIS", "ND"])),
        ("CHILD", str(children)),
    ]
    if p.nationality in HOMES and c.random() < 0.3:
        details.append(("NATIO", "British by naturalisation"))
    elif c.random() < 0.03:
        details.append(("NATIO", c.choice(["Irish", "Jamaican", "Pakistani", "Polish"])))
    if c.random() < 0.02:
        details.append(("LIST_REC", "Y"))
    elif c.random() < 0.02:
        details.append(("LIST_SUIT", "Y"))
    known = [detail for detail in details if detail[0] in ("RELF", "NAT") or c.random() > 0.06]
    for place, (kind, code) in enumerate(known, 1):
        p.add("offender_profile_details", booking, 1, kind, code, place)
    _add_languages(p, booking)
    _add_care_needs(p, booking, came)


def _add_beliefs(p: Person, booking: int, came: date) -> str:
    """What they have believed since they came, one after the other; the last is theirs now. Gives its code."""
    c = p.about(9)
    changes = 0 if p.world.national else c.choices([0, 1, 2], [80, 16, 4])[0]
    days = sorted(c.sample(range(1, max((p.today - came).days, 2)), min(changes, max((p.today - came).days - 1, 0))))
    starts = [came, *(came + timedelta(days=day) for day in days)]
    faith = ""
    for place, start in enumerate(starts):
        options = [code for code in [*p.heritage.religions, "BUDD", "PAG"] if code != faith]
        faith = c.choice(options if place else p.heritage.religions)
        ends = starts[place + 1] if place + 1 < len(starts) else None
        known = c.random() < 0.7
        p.add(
            "offender_beliefs",
            p.new_id(),
            booking,
            p.root,
            faith,
            wall(start),
            wall(ends) if ends else None,
            ("Y" if known else "N") if place else None,
            c.choice(WHY_CHANGED) if place and known else None,
            "Y" if c.random() < 0.5 else "N",
            f"{p.place.code}_CHAPLAIN" if place else f"{p.place.code}_OFFICER",
        )
    return faith


def _add_languages(p: Person, booking: int) -> None:
    c = p.about(10)
    tongue = MOTHER_TONGUES.get(p.nationality, "ENG")
    if tongue == "ENG" or c.random() < 0.3:
        p.add("offender_languages", booking, "ENG", "PREF_SPEAK", None, None, None, "Y", "N", "N", None)
        p.add("offender_languages", booking, "ENG", "PREF_WRITE", None, None, None, "N", "Y", "N", None)
        if tongue != "ENG":
            p.add("offender_languages", booking, tongue, "PRIM", "G", "G", "G", "N", "N", "N", None)
        elif c.random() < 0.06:
            skills = [c.choice("GAP") for _ in range(3)]
            other = c.choice(["URD", "PAN", "FRE-FRA", "ARA", "SPA", "WEL-CYM"])
            p.add("offender_languages", booking, other, "SEC", *skills, "N", "N", "N", None)
        return
    interpreter = "Y" if c.random() < 0.6 else "N"
    p.add("offender_languages", booking, tongue, "PREF_SPEAK", None, None, None, "Y", "N", interpreter, None)
    p.add("offender_languages", booking, tongue, "PREF_WRITE", None, None, None, "N", "Y", "N", None)
    words = "Understands more than is said." if c.random() < 0.3 else None
    p.add(
        "offender_languages",
        booking,
        "ENG",
        "SEC",
        c.choice("APN"),
        c.choice("PN"),
        c.choice("AP"),
        "N",
        "N",
        "N",
        words,
    )


def _add_care_needs(p: Person, booking: int, came: date) -> None:
    c = p.about(11)
    held = max((p.today - came).days, 1)
    for _ in range(c.choices([0, 1, 2, 3], [80, 12, 6, 2])[0]):
        kind = c.choice(list(CARE_NEEDS))
        started = came + timedelta(days=c.randrange(held))
        over = c.random() < 0.2
        need = MadeNeed(p.new_id(), c.choice(CARE_NEEDS[kind]), started, p.today if over else None)
        p.care_needs.append(need)
        p.add(
            "offender_health_problems",
            need.id,
            booking,
            kind,
            need.code,
            wall(started),
            wall(p.today) if over else None,
            c.choice([None, "See healthcare plan.", "Told to wing staff with consent."]),
            "I" if over else "ON",
        )
    if p.woman and c.random() < 0.02:
        p.add("offender_health_problems", p.new_id(), booking, "MATSTAT", "ACCU9", wall(came), None, None, "ON")
    if c.random() < 0.1:
        this_year = date(p.today.year, 1, 1)
        first = max(came, this_year)
        for _ in range(c.randrange(1, 5)):
            add_scan(p.add, p.new_id(), booking, first + timedelta(days=c.randrange((p.today - first).days + 1)))


def add_scan(add: Callable[..., None], id_: int, booking: int, day: date) -> None:
    """One X-ray body scan."""
    words = "Body scan on reception. Nothing found."
    add("offender_health_problems", id_, booking, "BSCAN", "BSC5.5", wall(day), None, words, "ON")
