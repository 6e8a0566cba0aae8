"""Security category, cell sharing risk and incentive levels."""

from datetime import date, timedelta

from demo.people.adjustments import add_answers
from demo.people.person import Person, wall


def add_risk(p: Person, booking: int, came: date) -> None:
    """Category, cell sharing risk, and incentive levels."""
    c, add, code = p.chance, p.add, p.place.code
    officer = c.choice(p.world.staff[code])
    done = came + timedelta(days=min(10, (p.today - came).days))
    seq = 1
    if p.category != "U" or c.random() < 0.4:
        review = p.today + timedelta(days=c.randrange(-20, 330))
        add(
            "offender_assessments",
            booking,
            seq,
            1,
            wall(done),
            wall(done),
            "A",
            p.category,
            None,
            p.category,
            officer,
            wall(done),
            "APP",
            wall(review),
            code,
            None,
            None,
            "OCA",
            "OCA",
            None,
        )
        seq += 1
    if c.random() < 0.97:
        level = "HI" if c.random() < 0.12 else "STANDARD"
        add_answers(p, booking, seq, level)
        overridden = level == "HI" and booking % 3 == 0
        approved = wall(done) if overridden or booking % 4 == 0 else None
        add(
            "offender_assessments",
            booking,
            seq,
            2,
            wall(came),
            wall(came),
            "A",
            "STANDARD" if overridden else level,
            level if overridden else None,
            level if approved else None,
            officer,
            approved,
            "APP" if approved else None,
            None,
            code,
            "SECUR" if overridden else None,
            "Held as high risk in another prison until this spring." if overridden else None,
            "RECP",
            "REVIEW" if approved else None,
            "Agreed with the wing." if overridden else None,
        )
    add("offender_iep_levels", booking, 1, wall(came), wall(came, 18), code, "STD", "Entry", "SYS")
    level_seq, day = 1, came
    while (p.today - day).days > 90 and level_seq < 4:
        day += timedelta(days=60 + c.randrange(250))
        if day > p.today:
            break
        level_seq += 1
        level = c.choices(["STD", "ENH", "BAS"], [50, 38, 12])[0]
        add("offender_iep_levels", booking, level_seq, wall(day), wall(day, 14), code, level, "Review", "SYS")
