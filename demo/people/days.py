"""What somebody does today and has coming, conduct, and case notes."""

from datetime import date, timedelta
from random import Random

from demo import notes
from demo.people.person import Person, wall

ACTIVITY_SLOTS = ((9, 0, 11, 45), (13, 45, 16, 45))


def add_days(p: Person, booking: int, came: date, state: str) -> None:
    """Today's activities, appointments, transfers to come, adjudications and notes."""
    c, add, today, code, rooms = p.about(5), p.add, p.today, p.place.code, p.place.rooms
    if state == "in" and c.random() < 0.7:
        activity = p.place.first_id * 10 + c.randrange(1, 4)
        for hour, minute, to_hour, to_minute in ACTIVITY_SLOTS:
            add(
                "offender_course_attendances",
                p.new_id(),
                booking,
                wall(today),
                wall(today, hour, minute),
                wall(today, to_hour, to_minute),
                "PA",
                "SCH",
                activity,
                code,
            )
    if c.random() < 0.2:
        day = today + timedelta(days=c.randrange(3))
        hour = 9 + c.randrange(8)
        add(
            "offender_ind_schedules",
            p.new_id(),
            booking,
            wall(day),
            wall(day, hour, 30),
            wall(day, hour + 1),
            "INT_MOV",
            "APP",
            c.choice(["MEDO", "GYMW", "CHAP", "EDUC"]),
            "SCH",
            code,
            rooms["HEALTH"],
            None,
        )
    if c.random() < 0.01:
        day = today + timedelta(days=1 + c.randrange(6))
        add(
            "offender_ind_schedules",
            p.new_id(),
            booking,
            wall(day),
            wall(day, 9),
            None,
            "EXT_MOV",
            "TRN",
            "NOTR",
            "SCH",
            code,
            None,
            c.choice([prison for prison in p.world.prison_codes if prison != code]),
        )
    if c.random() < 0.1:
        _add_adjudication(p, booking)
    _add_notes(p, booking, came)


def _add_adjudication(p: Person, booking: int) -> None:
    """One charge under prison rules, heard within three days."""
    c, add, code = p.about(6), p.add, p.place.code
    incident, hearing = p.new_id(), p.new_id()
    day = p.today - timedelta(days=c.randrange(200))
    add("agency_incidents", incident, code, wall(day), wall(day, 11), "Fight on the landing")
    add("agency_incident_parties", incident, 1, "S", booking, incident)
    heard = min(day + timedelta(days=3), p.today)
    add("oic_hearings", hearing, incident, "GOV_ADULT", wall(heard), wall(heard, 10), "COMP")
    proved = c.random() < 0.75
    add("oic_hearing_results", hearing, 1, c.choice(["GUILTY", "NOT_GUILTY"]), "PROVED" if proved else "D")
    if proved:
        add(
            "offender_oic_sanctions",
            booking,
            1,
            c.choice(["CC", "FORFEIT", "STOP_PCT", "CAUTION"]),
            7 + c.randrange(14),
            wall(heard),
            "IMMEDIATE",
            incident,
        )


def _add_notes(p: Person, booking: int, came: date) -> None:
    """Sessions with the key worker, everyday notes, and what systems wrote."""
    c = p.about(7)
    _add_sessions(p, booking, came)
    for _ in range(2 if p.world.national else 3 + c.randrange(6)):
        kind = notes.EVERYDAY[c.randrange(len(notes.EVERYDAY))]
        day = p.today - timedelta(days=c.randrange(min((p.today - came).days, 150) + 1))
        _add_note(p, c, booking, kind, day, c.choice(p.world.staff[p.place.code]))
    if p.world.national:
        return
    if c.random() < 0.15 and came < p.today:
        day = came + timedelta(days=c.randrange(1, (p.today - came).days + 1))
        _add_note(p, c, booking, notes.MOVED, day, c.choice(p.world.staff[p.place.code]), source="AUTO")
    for alert in p.alerts[:2]:
        for at, active in ((alert.start, True), (alert.end, False)):
            if at is not None and came <= at <= p.today:
                kind = ("ALERT", "ACTIVE" if active else "INACTIVE")
                text = notes.alert_made(alert.type, alert.code, active=active)
                _add_note(p, c, booking, kind, at, c.choice(p.world.staff[p.place.code]), text=text, source="AUTO")


def _add_sessions(p: Person, booking: int, came: date) -> None:
    """About one a week, by and large with whoever is their key worker; one in eight has been forgotten of late."""
    if p.key_worker is None:
        return
    c, (worker, since) = p.about(19), p.key_worker
    forgotten = 2 + c.randrange(4) if c.random() < 0.125 else 0
    how_often = c.uniform(0.6, 0.95)
    for week in range(forgotten, 3 if p.world.national else 14):
        day = p.today - timedelta(days=week * 7 + c.randrange(7))
        held, author = c.random() < how_often, worker
        if c.random() < 0.1:
            author = c.choice(p.world.key_workers[p.place.code])
        if day < max(since, came):
            continue
        if held:
            _add_note(p, c, booking, notes.SESSION, day, author)
        elif c.random() < 0.3:
            _add_note(p, c, booking, notes.ENTRY, day, author)


def _add_note(
    p: Person,
    c: Random,
    booking: int,
    kind: notes.Kind,
    day: date,
    author: int,
    *,
    text: str = "",
    source: str = "INST",
) -> None:
    """One note, written up within the hour; what is of today happened early, so that it is never still to come."""
    today = day == p.today
    happened = wall(day, 7 if today else 8 + c.randrange(11), c.randrange(60))
    written = happened + timedelta(minutes=c.randrange(2, 50), seconds=c.randrange(60))
    text = text or notes.note(c, kind, woman=p.woman)
    amended = not today and source == "INST" and c.random() < 0.08
    if amended:
        at = written
        for _ in range(1 + (c.random() < 0.2)):
            at = min(at + timedelta(minutes=c.randrange(20, 4000)), wall(p.today) - timedelta(minutes=1))
            text += notes.more_details(c, p.world.usernames[c.choice(p.world.staff[p.place.code])], at, woman=p.woman)
    p.add(
        "offender_case_notes",
        p.new_id(),
        booking,
        wall(day),
        happened,
        kind[0],
        kind[1],
        author,
        p.place.code,
        text,
        "Y" if amended else "N",
        source,
        wall(day),
        written,
    )
