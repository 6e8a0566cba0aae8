"""What the prison keeps of a person's property, and what they owe for damage."""

from datetime import date, timedelta

from demo.people.person import Person, wall

CONTAINERS = ["BULK", "BULK", "VALU", "CONF"]
REASONS = ["Damage to a cell fitting", "Observation panel broken", "Mattress cut", "Television damaged", None]


def add_belongings(p: Person, booking: int, came: date) -> None:
    """Property, then damage. Made last, with chance of its own, so that nothing else of a person depends on it."""
    _add_property(p, booking)
    _add_damage(p, came)


def _add_property(p: Person, booking: int) -> None:
    """Up to four boxes: most in the store, some with the person or on their way, some given back."""
    c = p.about(45)
    for _ in range(c.choices([0, 1, 2, 3, 4], [25, 40, 22, 10, 3])[0]):
        in_use = c.random() < 0.85
        id_ = p.new_id()
        p.add(
            "offender_ppty_containers",
            id_,
            booking,
            p.place.code,
            "Y" if in_use else "N",
            p.place.store if in_use and c.random() < 0.8 else None,
            f"{p.place.code}{id_}" if c.random() < 0.95 else None,
            c.choice(CONTAINERS),
        )


def _add_damage(p: Person, came: date) -> None:
    """One obligation for the money already taken for damage; now and then another, in whatever state."""
    c, held = p.about(46), max((p.today - came).days, 1)
    if p.taken_for_damage:
        _add_obligation(p, p.today, p.taken_for_damage + c.randrange(0, 8000), p.taken_for_damage, "ACTIVE", REASONS[0])
    if c.random() < 0.04:
        began, owed = came + timedelta(days=c.randrange(held)), c.randrange(500, 20_000)
        status = c.choice(["ACTIVE", "PAID", "INACT", "ONH", "APPEAL"])
        paid = {"PAID": owed, "APPEAL": 0}.get(status, c.randrange(0, owed))
        _add_obligation(p, began, owed, paid, status, c.choice(REASONS))


def _add_obligation(p: Person, began: date, owed: int, paid: int, status: str, words: str | None) -> None:
    id_ = p.new_id()
    p.add(
        "offender_damage_obligations",
        id_,
        p.root,
        str(id_)[-8:],
        wall(began),
        wall(began + timedelta(days=365)),
        p.place.code,
        f"{owed / 100:.2f}",
        f"{paid / 100:.2f}",
        "PAID" if owed == paid else status,
        words,
    )
