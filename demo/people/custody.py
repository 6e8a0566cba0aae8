"""Bookings, movements and beds."""

from datetime import date, timedelta

from demo.people import alerts
from demo.people.person import COURTS, Person, wall

HOSPITAL = "HAZLWD"


def _book_number(p: Person) -> str:
    return f"{p.chance.randrange(10_000, 99_999)}{p.chance.choice('ABCDEFGH')}"


def add_released(p: Person) -> None:
    """Somebody released: lighter, but whole."""
    c = p.chance
    grown = max((p.today - p.eighteen).days - 60, 0)
    left = p.today - timedelta(days=60 + int(c.random() * min(grown, 5000)))
    for sequence in range(1, 1 + (c.random() < 0.25) + 1):
        booking, stay = p.new_id(), 30 + c.randrange(500)
        came = left - timedelta(days=stay)
        if came < p.fifteen:
            break
        prison = c.choice(p.world.prison_codes)
        _add_past_booking(p, booking, sequence, came, left, prison, 17)
        p.add("offender_imprison_statuses", booking, 1, "ADIMP_ORA", wall(came), "Y")
        if sequence == 1 and c.random() < 0.4:
            alerts.add_alert(p, booking, 1, c.choice(alerts.ALERTS), prison, came, left)
        left = came - timedelta(days=100 + c.randrange(900))


def _add_past_booking(p: Person, booking: int, sequence: int, came: date, left: date, prison: str, hour: int) -> None:
    p.add(
        "offender_bookings",
        booking,
        p.root,
        p.root,
        _book_number(p),
        sequence,
        wall(came),
        wall(left),
        "C",
        "INST",
        "N",
        "OUT",
        "REL-CR",
        "OUT",
        None,
        "N",
        "Y",
    )
    add_movement(p, booking, 1, came, hour, "ADM", "I", "IN", p.chance.choice(COURTS), prison, last=False)
    add_movement(p, booking, 2, left, 9, "REL", "CR", "OUT", prison, "OUT", last=True)


def add_movement(
    p: Person,
    booking: int,
    sequence: int,
    day: date,
    hour: int,
    kind: str,
    reason: str,
    way: str,
    from_: str,
    to: str,
    *,
    last: bool,
) -> None:
    """One movement, at some minute of the hour."""
    at = wall(day, hour, p.chance.randrange(60))
    shown = "Y" if last else "N"
    p.add("offender_external_movements", booking, sequence, wall(day), at, kind, reason, way, from_, to, shown)


def add_in_custody(p: Person) -> tuple[int, date, str]:
    """The latest booking, and sometimes one before. Gives it, the day they came, and where they are now: `in`,
    `court`, `absence`, `transit` or `hospital`."""
    c = p.chance
    roll = c.random()
    days_in = int(c.expovariate(1 / 320)) + 3
    if roll < 0.008:
        days_in = 0
    elif roll < 0.02:
        days_in = 1 + c.randrange(2)
    days_in = min(days_in, max((p.today - p.eighteen).days, 0))
    came = p.today - timedelta(days=days_in)
    booking = p.new_id()
    state = _state(p, days_in, c.random())
    left = p.today - timedelta(days=c.randrange(9) if state == "hospital" else 0)
    reason = _add_moves(p, booking, came, left, state)
    _add_bookings(p, booking, came, left, state, reason)
    return booking, came, state


def _state(p: Person, days_in: int, roll: float) -> str:
    if days_in <= 10 or p.woman:
        return "in"
    for limit, state in ((0.004, "transit"), (0.012, "court"), (0.016, "absence"), (0.0185, "hospital")):
        if roll < limit:
            return state
    return "in"


def _add_bookings(p: Person, booking: int, came: date, left: date, state: str, reason: str) -> None:
    assert p.custody is not None
    c = p.chance
    active, in_out = {
        "in": ("Y", "IN"),
        "court": ("Y", "OUT"),
        "absence": ("Y", "OUT"),
        "transit": ("N", "TRN"),
        "hospital": ("N", "OUT"),
    }[state]
    agency = {"transit": "TRN", "hospital": "OUT"}.get(state, p.place.code)
    cell = p.custody.cell if state in ("in", "court", "absence") else None
    if cell is not None and came == p.today:
        cell = p.place.reception
    p.add(
        "offender_bookings",
        booking,
        p.root,
        p.root,
        _book_number(p),
        1,
        wall(came),
        wall(left) if state == "hospital" else None,
        "C" if state == "hospital" else "O",
        "INST",
        active,
        in_out,
        reason,
        agency,
        cell,
        "N",
        "Y",
    )
    if c.random() < 0.4:
        older, ended = p.new_id(), came - timedelta(days=90 + c.randrange(900))
        began = ended - timedelta(days=60 + c.randrange(300))
        prison = c.choice(p.world.prison_codes)
        if began >= p.fifteen:
            _add_past_booking(p, older, 2, began, ended, prison, 16)


def _add_moves(p: Person, booking: int, came: date, left: date, state: str) -> str:
    """The movements and beds of the latest booking. Gives type and reason of the last movement."""
    c, code = p.chance, p.place.code
    elsewhere = [prison for prison in p.world.prison_codes if prison != code]
    sequence, last_reason = 0, ""

    def move(day: date, hour: int, kind: str, reason: str, way: str, from_: str, to: str, last: bool = False) -> None:
        nonlocal sequence, last_reason
        sequence, last_reason = sequence + 1, f"{kind}-{reason}"
        add_movement(p, booking, sequence, day, hour, kind, reason, way, from_, to, last=last)

    arrived = came
    if c.random() < 0.3 and (p.today - came).days > 60:
        earlier = c.choice(elsewhere)
        move(came, 17, "ADM", "N", "IN", c.choice(COURTS), earlier)
        arrived = came + timedelta(days=20 + c.randrange((p.today - came).days - 40))
        move(arrived, 9, "TRN", "NOTR", "OUT", earlier, code)
        move(arrived, 14, "ADM", "INT", "IN", earlier, code, state == "in")
    else:
        move(came, 17, "ADM", c.choice(["N", "I", "I", "L"]), "IN", c.choice(COURTS), code, state == "in")
    if state == "court":
        move(p.today, 8, "CRT", "CRT", "OUT", code, c.choice(COURTS), True)
    elif state == "absence":
        move(p.today, 8, "TAP", "C5", "OUT", code, "OUT", True)
    elif state == "transit":
        move(p.today, 9, "TRN", "NOTR", "OUT", code, c.choice(elsewhere), True)
    elif state == "hospital":
        move(left, 11, "REL", "HP", "OUT", code, HOSPITAL, True)
    _add_beds(p, booking, arrived, left, state)
    return last_reason


def _add_beds(p: Person, booking: int, arrived: date, left: date, state: str) -> None:
    assert p.custody is not None
    table, reception = "bed_assignment_histories", p.place.reception
    if arrived == p.today:
        p.add(table, booking, 1, reception, wall(arrived), wall(arrived, 17), None, None, "ADM")
        return
    p.add(table, booking, 1, reception, wall(arrived), wall(arrived, 17), wall(arrived), wall(arrived, 21), "ADM")
    gone = state in ("transit", "hospital")
    p.add(
        table,
        booking,
        2,
        p.custody.cell,
        wall(arrived),
        wall(arrived, 21),
        wall(left) if gone else None,
        wall(left, 9) if gone else None,
        p.chance.choice(["ADM", "LN", "CLA"]),
    )
