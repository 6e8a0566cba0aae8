"""Challenge, support and intervention plans: whoever has the alert has, or had, one; some others were referred."""

from datetime import date, timedelta
from random import Random

from demo import names
from demo.people.person import Person, wall

INCIDENTS = {
    "ATS": "Abuse or threats - staff",
    "FEB": "Frequent or escalating behaviour",
    "INT": "Intimidation",
    "ISO": "Isolation",
    "VPA": "Violence - prisoner assault",
    "VPF": "Violence - prisoner fight",
}
OUTCOMES = {
    "ACC": "Support through ACCT",
    "CUR": "Progress to CSIP",
    "NFA": "No further action",
    "OPE": "Progress to investigation",
    "WIN": "Support outside of CSIP",
}
REFERRED = 0.06
BETWEEN_REVIEWS = 28


def add_csip(p: Person, booking: int, came: date) -> None:
    """A plan for each CSIP alert, as old as the alert, and closed when it ended; now and then a referral of late."""
    c = p.about(50)
    for alert in p.alerts:
        if alert.code == "CSIP":
            _add_plan(p, c, booking, came, alert.start, alert.end)
    if c.random() < REFERRED:
        _add_referral(p, c, booking, came)


def _add_plan(p: Person, c: Random, booking: int, came: date, opened: date, closed: date | None) -> None:
    """A plan with a review every four weeks. The last review of an open one is a little late now and then."""
    referred = max(opened - timedelta(days=c.randrange(3, 12)), came)
    investigated = c.random() < 0.5
    review = opened + timedelta(days=BETWEEN_REVIEWS)
    record = _add_report(
        p, c, booking, referred, "OPE" if investigated else "CUR", opened, investigated=investigated,
        decision="CUR" if investigated else None, decided=opened if investigated else None, first_review=review,
    )  # fmt: skip
    late = timedelta(days=9 if c.random() < 0.3 else 0)
    sequence = 0
    while review <= (closed or p.today - late):
        sequence += 1
        coming = review + timedelta(days=BETWEEN_REVIEWS)
        over = closed if closed is not None and coming > closed else None
        _add_review(p, record, sequence, None if over else coming, over)
        review = coming
    if closed is not None and not sequence:
        _add_review(p, record, 1, None, closed)


def _add_referral(p: Person, c: Random, booking: int, came: date) -> None:
    """Somebody referred in the last two months, at any stage before a plan is made."""
    referred = max(p.today - timedelta(days=c.randrange(1, 60)), came)
    screened = min(referred + timedelta(days=2), p.today)
    outcome = c.choice([None, None, "OPE", "OPE", "NFA", "WIN", "ACC", "CUR"])
    _add_report(
        p, c, booking, referred, outcome, screened if outcome else None,
        investigated=outcome == "OPE" and c.random() < 0.5, complete=bool(outcome) or c.random() < 0.7,
    )  # fmt: skip


def _add_report(
    p: Person,
    c: Random,
    booking: int,
    referred: date,
    outcome: str | None,
    screened: date | None,
    *,
    investigated: bool,
    complete: bool = True,
    decision: str | None = None,
    decided: date | None = None,
    first_review: date | None = None,
) -> int:
    record = p.new_id()
    manager = f"{names.pick(c, names.ENGLISH_WOMEN)} {names.pick(c, names.ENGLISH_LAST)}".title()
    p.add(
        "offender_csip_reports",
        record,
        booking,
        p.place.code,
        p.root,
        f"{p.place.code}-{c.randrange(1, 999):03d}",
        wall(referred),
        c.choice(list(INCIDENTS)),
        wall(referred),
        "Y" if complete else "N",
        wall(referred) if complete else None,
        outcome,
        wall(screened) if screened else None,
        "Two officers of the wing were spoken to." if investigated else None,
        decision,
        wall(decided) if decided else None,
        manager if first_review else None,
        wall(first_review) if first_review else None,
    )
    return record


def _add_review(p: Person, record: int, sequence: int, coming: date | None, closed: date | None) -> None:
    p.add(
        "offender_csip_reviews",
        p.new_id(),
        record,
        sequence,
        "N" if closed else "Y",
        wall(coming) if coming else None,
        wall(closed) if closed else None,
    )
