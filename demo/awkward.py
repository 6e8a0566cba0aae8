"""People who are awkward on purpose, so that pages and the link meet them every day."""

from datetime import date, datetime, time, timedelta

from demo import numbers
from demo.people import ALERTS
from demo.places import Prison
from demo.rows import Rows

FIRST_ID = 9_000_000_000


def _wall(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour))


def add_awkward_people(rows: Rows, prison: Prison, today: date, first_index: int) -> None:
    """Forty alerts; one letter for a name; no date of birth; unknown codes; trailing spaces; a merge; a ghost booking."""
    cases = [
        ("FORTY", "ALERTS", today - timedelta(days=14000), "W1"),
        ("O'SHAUGHNESSY-D'ARCY", "J", today - timedelta(days=12000), "W2"),
        ("Y", "LI", today - timedelta(days=9000), "A4"),
        ("NOBIRTHDAY", "ADAM", None, "W1"),
        ("UNKNOWNCODE", "BEN", today - timedelta(days=13000), "QQ9"),
        ("TRAILING   ", "SPACES  ", today - timedelta(days=11000), "W1"),
        (
            "FEATHERSTONEHAUGH-CHOLMONDELEY-BROW",
            "MAXIMILIAN ALEXANDER FITZWILLIAM",
            today - timedelta(days=15000),
            "W1",
        ),
        ("RODRÍGUEZ", "JOSÉ", today - timedelta(days=10000), "W9"),
    ]
    came = today - timedelta(days=200)
    for place, (last, first, born, ethnicity) in enumerate(cases):
        root, booking = FIRST_ID + place * 100 + 1, FIRST_ID + place * 100 + 2
        number = numbers.prison_number(first_index + place)
        rows.add(
            "offenders",
            root,
            number,
            root,
            "SEQ",
            last,
            first,
            None,
            last,
            first,
            "CN",
            None,
            _wall(born) if born else None,
            None,
            "M",
            ethnicity,
            _wall(came),
        )
        rows.add(
            "offender_bookings",
            booking,
            root,
            root,
            f"9990{place}Z",
            1,
            _wall(came),
            None,
            "O",
            "INST",
            "Y",
            "IN",
            "ADM-I",
            prison.code,
            prison.reception,
            "N",
            "Y",
        )
        rows.add(
            "offender_external_movements",
            booking,
            1,
            _wall(came),
            _wall(came, 17),
            "ADM",
            "I",
            "IN",
            "LEEDCC",
            prison.code,
            "Y",
        )
        rows.add("offender_imprison_statuses", booking, 1, "ADIMP_ORA", _wall(came), "Y")
        if place == 0:
            for seq in range(40):
                kind, code, _, words = ALERTS[seq % len(ALERTS)]
                day = came + timedelta(days=seq)
                ended = seq >= len(ALERTS)
                rows.add(
                    "offender_alerts",
                    booking,
                    seq + 1,
                    root,
                    kind,
                    code,
                    _wall(day),
                    _wall(day + timedelta(days=3)) if ended else None,
                    "INACTIVE" if ended else "ACTIVE",
                    "N",
                    words[0] or None,
                    None,
                    prison.code,
                    _wall(day),
                    "LEI_OFFICER",
                )
    survivor, lost = FIRST_ID + 1, numbers.prison_number(first_index + 50)
    rows.add("offender_identifiers", survivor, 9, "MERGED", lost, _wall(came), survivor)
    rows.add(
        "merge_transactions",
        1,
        _wall(came),
        "COMPLETED",
        "MANUAL",
        survivor,
        numbers.prison_number(first_index),
        FIRST_ID + 9001,
        lost,
    )
    ghost, booking = FIRST_ID + 9101, FIRST_ID + 9102
    rows.add(
        "offenders",
        ghost,
        numbers.prison_number(first_index + 51),
        ghost,
        "SEQ",
        "GHOST",
        "BOOKING",
        None,
        "GHOST",
        "BOOKING",
        "CN",
        None,
        _wall(date(1980, 1, 1)),
        None,
        "M",
        "W1",
        _wall(came),
    )
    rows.add(
        "offender_bookings",
        booking,
        ghost,
        ghost,
        "99999Z",
        1,
        _wall(came),
        None,
        "O",
        "INST",
        "Y",
        "IN",
        "ADM-I",
        "ZZGHI",
        None,
        "N",
        "Y",
    )


def add_pairs_apart(rows: Rows, roots: list[int], today: date) -> None:
    """People to be kept apart, both ways as NOMIS holds them: every twenty-fifth and their neighbour."""
    for place in range(0, len(roots) - 1, 25):
        one, other = roots[place], roots[place + 1]
        day = _wall(today - timedelta(days=30 + place % 300))
        words = "Fight at association. Keep on separate wings."
        rows.add("offender_na_details", one, other, 1, "VIC", "PER", "WING", day, None, "SECURITY", words)
        rows.add("offender_na_details", other, one, 1, "PER", "VIC", "WING", day, None, "SECURITY", words)
