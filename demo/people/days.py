"""What somebody does today and has coming, conduct, and case notes."""

from datetime import date, timedelta

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
    c, add, code = p.about(7), p.add, p.place.code
    served = (p.today - came).days
    for _ in range(2 if p.world.national else 3 + c.randrange(6)):
        kind = notes.KINDS[c.randrange(len(notes.KINDS))]
        day = p.today - timedelta(days=c.randrange(min(served, 150) + 1))
        text = notes.note(c, kind, woman=p.woman)
        add(
            "offender_case_notes",
            p.new_id(),
            booking,
            wall(day),
            wall(day, 8 + c.randrange(10), c.randrange(60)),
            kind[0],
            kind[1],
            c.choice(p.world.staff[code]),
            code,
            text,
            "N",
            "INST",
        )
