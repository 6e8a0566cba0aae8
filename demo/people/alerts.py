"""Alerts: open, ended, and some who have had many."""

from datetime import date, timedelta

from demo.people.person import MadeAlert, Person, wall

Alert = tuple[str, str, int, list[str]]
"""Type, code, how common it is, and what is written about it."""
ALERTS: list[Alert] = [
    ("H", "HA", 4, ["Opened after reception interview.", "Cut to left arm, hourly checks."]),
    ("H", "HA2", 12, ["ACCT closed after review."]),
    ("H", "HA1", 3, ["Post closure review in seven days."]),
    ("X", "XVL", 14, ["Assault on another prisoner, March.", "History of violence in custody."]),
    ("X", "XSA", 5, ["Assaulted an officer at unlock."]),
    ("X", "XA", 3, ["Set fire to bedding in cell."]),
    ("X", "XGANG", 6, ["Linked to a gang in the city."]),
    ("X", "XEL", 1, ["On the escape list. Bright clothing."]),
    ("X", "XR", 3, ["Racist language to staff."]),
    ("X", "XCU", 2, ["Two officers to unlock."]),
    ("X", "XTACT", 1, ["Terrorism Act offence."]),
    ("X", "HPI", 1, ["High public interest: do not discuss."]),
    ("R", "RSS", 6, ["Threats to staff."]),
    ("R", "RCON", 9, ["Keep apart: see non-associations."]),
    ("R", "RNO121", 4, ["No one-to-one with female staff."]),
    ("R", "RKS", 4, ["Risk to a known adult in custody."]),
    ("R", "ROM", 14, [""]),
    ("R", "ROH", 8, [""]),
    ("P", "PVN", 5, ["ViSOR nominal."]),
    ("P", "P22", 6, [""]),
    ("M", "PEEP", 5, ["Needs help down stairs.", "Uses a wheelchair."]),
    ("M", "HID", 9, ["Autism. Prefers a quiet room."]),
    ("M", "MAS", 6, ["Inhaler in possession."]),
    ("L", "LCE", 9, [""]),
    ("F", "F1", 4, ["Served in the army for six years."]),
    ("V", "VIP", 4, ["Isolates in cell; encourage to meals."]),
    ("V", "VI", 3, [""]),
    ("O", "CSIP", 5, ["CSIP open."]),
    ("T", "TAP", 3, ["Hold until the programme ends."]),
    ("S", "SOR", 5, [""]),
    ("C", "CC1", 3, [""]),
    ("X", "XNR", 1, ["Not for release: check with OMU."]),
    ("O", "ONCR", 3, [""]),
    ("X", "XCI", 2, ["Took part in a protest."]),
]
REASONS_ENDED = ["", "", "Reviewed and no longer needed.", "Closed at the safety meeting.", "Risk assessed as reduced."]


def add_alerts(p: Person, booking: int, came: date) -> None:
    """None to nine, a quarter of them ended; one person in sixty has had many, some of one kind again and again."""
    c, own, code = p.chance, p.about(2), p.place.code
    since = max(came, p.today - timedelta(days=900))
    sequence = 0
    for sequence, alert in enumerate(c.sample(ALERTS, min(int(c.expovariate(1 / 2.4)), 9)), 1):
        add_alert(p, booking, sequence, alert, code, since, None)
    if own.random() < 0.016 and (p.today - since).days > 60:
        for alert in own.sample(ALERTS, 12):
            sequence += 1
            add_alert(p, booking, sequence, alert, code, since, p.today - timedelta(days=own.randrange(1, 50)))


def add_alert(p: Person, booking: int, sequence: int, alert: Alert, code: str, since: date, ended: date | None) -> None:
    """One alert that began after `since`; with `ended`, closed by then."""
    c = p.chance
    start = since + timedelta(days=c.randrange(max(((ended or p.today) - since).days, 1)))
    end = ended
    if end is None and c.random() < 0.25:
        end = start + timedelta(days=10 + c.randrange(400))
    end = max(end, start) if end else None
    over = bool(end and end <= p.today)
    p.alerts.append(MadeAlert(alert[0], alert[1], start, end if over else None))
    words = c.choice(alert[3])
    touched = end if over else start if end else None
    if over:
        words = f"{words} {c.choice(REASONS_ENDED)}".strip()
    p.add(
        "offender_alerts",
        booking,
        sequence,
        p.root,
        alert[0],
        alert[1],
        wall(start),
        wall(end) if end else None,
        "INACTIVE" if over else "ACTIVE",
        "N",
        words or None,
        c.choice(["Head of security", "Safer custody", None, None, None, None]),
        code,
        wall(start),
        f"{code}_OFFICER",
        min(wall(start, 7, c.randrange(60)), wall(p.today)),
        min(wall(touched, 9, c.randrange(60)), wall(p.today, 0, 30)) if touched else None,
        f"{code}_MANAGER" if touched else None,
    )
