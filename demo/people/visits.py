"""Visits of the last three months and the next four weeks, with who comes."""

from datetime import date, timedelta
from random import Random

from demo.people.person import Known, Person, wall

SLOTS = ((10, 0, 11, 0), (14, 0, 15, 0), (15, 30, 16, 30))
CANCELLED = ["VISCANC", "OFFCANC", "HMP", "NSHOW", "REFUSED"]


def add_visits(p: Person, booking: int, came: date) -> None:
    """None for those whom nobody visits; others several, one in eight cancelled."""
    c = p.about(18)
    p.add("offender_visit_balances", booking, c.randrange(-1, 5), c.randrange(0, 3))
    family = [one for one in p.known if not one.official]
    official = [one for one in p.known if one.official]
    most = 2 if p.world.national else 7
    for offset in sorted(c.sample(range(-90, 29), c.randrange(0, most))):
        day = p.today + timedelta(days=offset)
        if day < came:
            continue
        if official and c.random() < 0.2:
            _add_visit(p, c, booking, day, "OFFI", official[:1])
        elif any(one.age >= 18 for one in family):
            _add_visit(p, c, booking, day, "SCON", _party(c, family))


def _party(c: Random, family: list[Known]) -> list[Known]:
    """Up to three who come together, an adult first to lead them."""
    leader = c.choice([one for one in family if one.age >= 18])
    others = [one for one in family if one is not leader]
    return [leader, *c.sample(others, min(len(others), c.randrange(0, 3)))]


def _add_visit(p: Person, c: Random, booking: int, day: date, kind: str, party: list[Known]) -> None:
    visit = p.new_id()
    hour, minute, to_hour, to_minute = c.choice(SLOTS)
    ahead, cancelled = day >= p.today, c.random() < 0.12
    reason = c.choice(CANCELLED) if cancelled else None
    status = "CANC" if cancelled else "SCH" if ahead else c.choice(["NORM", "NORM", "NORM", "VISITOR", "HMPOP"])
    outcome = "CANC" if cancelled else None if ahead else "ATT"
    p.add(
        "offender_visits",
        visit,
        booking,
        wall(day),
        wall(day, hour, minute),
        wall(day, to_hour, to_minute),
        kind,
        status,
        outcome,
        reason,
        p.place.rooms["VISITS"],
        p.place.code,
    )
    p.add("offender_visit_visitors", p.new_id(), visit, None, booking, "N", outcome)
    for place, one in enumerate(party):
        came = "ABS" if outcome == "ATT" and place and c.random() < 0.1 else outcome
        p.add("offender_visit_visitors", p.new_id(), visit, one.id, None, "N" if place else "Y", came)
