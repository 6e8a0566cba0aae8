"""One person, whole."""

from demo.people import (
    adjustments,
    alerts,
    appearance,
    belongings,
    contacts,
    csip,
    custody,
    days,
    identity,
    money,
    personal,
    reaching,
    risk,
    sentences,
    visits,
)
from demo.people.person import Custody, Person, World
from demo.rows import Rows


def make_person(index: int, world: World, rows: Rows, held: Custody | None, women_only: bool) -> None:
    """Every row of the person at `index`; `held` says where, none for somebody released or never here."""
    p = Person(index, world, rows, held, women_only)
    identity.add_identity(p)
    if held is None:
        if p.chance.random() >= 0.03:  # the others are known, but were never booked
            custody.add_released(p)
        return
    booking, came, state = custody.add_in_custody(p)
    sentences.add_reason_held(p, booking, came)
    risk.add_risk(p, booking, came)
    alerts.add_alerts(p, booking, came)
    personal.add_personal(p, booking, came)
    appearance.add_appearance(p, booking, came)
    reaching.add_reach(p, came)
    contacts.add_contacts(p, booking, came)
    money.add_money(p, booking, came)
    days.add_days(p, booking, came, state)
    visits.add_visits(p, booking, came)
    belongings.add_belongings(p, booking, came)
    adjustments.add_adjustments(p)
    csip.add_csip(p, booking, came)
