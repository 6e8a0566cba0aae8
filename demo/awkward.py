"""People who are awkward on purpose, so that pages and the link meet them every day."""

from collections.abc import Iterable
from datetime import date, timedelta

from demo import notes, numbers
from demo.people import ALERTS, Person
from demo.people.person import wall
from demo.people.personal import add_scan
from demo.places import Prison
from demo.rows import Rows

FIRST_ID = 9_000_000_000
SCANS = 117
"""One more than anybody may have in a year."""


def _add_person(
    rows: Rows,
    root: int,
    number: str,
    last: str,
    first: str,
    born: date | None,
    ethnicity: str,
    made: date,
    sex: str = "M",
) -> None:
    rows.add(
        "offenders",
        root,
        number,
        root,
        "SEQ",
        last,
        first,
        None,
        None,
        last,
        first,
        "CN",
        None,
        wall(born) if born else None,
        None,
        None,
        sex,
        ethnicity,
        wall(made),
    )


def _add_booking(
    rows: Rows,
    booking: int,
    root: int,
    book_number: str,
    came: date,
    agency: str,
    cell: int | None,
    *,
    left: date | None = None,
    reason: str = "ADM-I",
) -> None:
    status, active, in_out = ("C", "N", "OUT") if left else ("O", "Y", "IN")
    ended = wall(left) if left else None
    rows.add(
        "offender_bookings",
        booking,
        root,
        root,
        book_number,
        1,
        wall(came),
        ended,
        status,
        "INST",
        active,
        in_out,
        reason,
        agency,
        cell,
        "N",
        "Y",
    )


def _add_movement(
    rows: Rows, booking: int, sequence: int, day: date, kind: str, reason: str, way: str, from_: str, to: str, last: str
) -> None:
    rows.add(
        "offender_external_movements", booking, sequence, wall(day), wall(day, 17), kind, reason, way, from_, to, last
    )


def add_awkward_people(rows: Rows, prison: Prison, today: date, first_index: int) -> None:
    """Forty alerts and too many scans; one letter for a name; no date of birth; unknown codes; trailing spaces; a merge;
    a ghost booking; two restricted patients."""
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
        _add_person(rows, root, numbers.prison_number(first_index + place), last, first, born, ethnicity, came)
        _add_booking(rows, booking, root, f"9990{place}Z", came, prison.code, prison.reception)
        _add_movement(rows, booking, 1, came, "ADM", "I", "IN", "LEEDCC", prison.code, "Y")
        rows.add("offender_imprison_statuses", booking, 1, "ADIMP_ORA", wall(came), "Y")
    _add_forty_alerts(rows, FIRST_ID + 2, FIRST_ID + 1, prison, came)
    _add_scans(rows, FIRST_ID + 2, today)
    _add_merge_and_ghost(rows, came, first_index)
    _add_restricted_patients(rows, prison, today, first_index)


def _add_forty_alerts(rows: Rows, booking: int, root: int, prison: Prison, came: date) -> None:
    for seq in range(40):
        kind, code, _, words = ALERTS[seq % len(ALERTS)]
        day = came + timedelta(days=seq)
        ended = seq >= len(ALERTS)
        end = wall(day + timedelta(days=3)) if ended else None
        rows.add(
            "offender_alerts",
            booking,
            seq + 1,
            root,
            kind,
            code,
            wall(day),
            end,
            "INACTIVE" if ended else "ACTIVE",
            "N",
            words[0] or None,
            None,
            prison.code,
            wall(day),
            "LEI_OFFICER",
            wall(day, 9),
            end,
            "LEI_MANAGER" if ended else None,
        )


def _add_scans(rows: Rows, booking: int, today: date) -> None:
    first = date(today.year, 1, 1)
    for number in range(SCANS):
        day = min(first + timedelta(days=number * 2), today)
        add_scan(rows.add, FIRST_ID + 20_000 + number, booking, day)


def _add_merge_and_ghost(rows: Rows, came: date, first_index: int) -> None:
    survivor, lost = FIRST_ID + 1, numbers.prison_number(first_index + 50)
    rows.add("offender_identifiers", survivor, 9, "MERGED", lost, None, wall(came), survivor)
    kept = numbers.prison_number(first_index)
    rows.add("merge_transactions", 1, wall(came), "COMPLETED", "MANUAL", survivor, kept, FIRST_ID + 9001, lost)
    ghost, booking = FIRST_ID + 9101, FIRST_ID + 9102
    number = numbers.prison_number(first_index + 51)
    _add_person(rows, ghost, number, "GHOST", "BOOKING", date(1980, 1, 1), "W1", came)
    _add_booking(rows, booking, ghost, "99999Z", came, "ZZGHI", None)


def _add_restricted_patients(rows: Rows, prison: Prison, today: date, first_index: int) -> None:
    for place, (last, first, hospital) in enumerate((("WARD", "PETER", "HAZLWD"), ("LODGE", "SEAN", "ARNOLD"))):
        root, booking = FIRST_ID + 10_001 + place * 100, FIRST_ID + 10_002 + place * 100
        came, left = today - timedelta(days=400 + place * 90), today - timedelta(days=8 - place)
        number = numbers.prison_number(first_index + 60 + place)
        _add_person(rows, root, number, last, first, today - timedelta(days=12_500 + place * 900), "W1", came)
        _add_booking(rows, booking, root, f"9980{place}Z", came, "OUT", None, left=left, reason="REL-HP")
        _add_movement(rows, booking, 1, came, "ADM", "I", "IN", "LEEDCC", prison.code, "N")
        _add_movement(rows, booking, 2, left, "REL", "HP", "OUT", prison.code, hospital, "Y")
        rows.add("offender_imprison_statuses", booking, 1, "S47MHA", wall(came), "Y")


def add_likely_duplicates(rows: Rows, people: Iterable[Person], first_index: int) -> None:
    """A second, released record of each of these: by turns with the same name and birth, the same PNC and a name
    spelled otherwise, or both."""
    for place, p in enumerate(people):
        root, booking = FIRST_ID + 30_001 + place * 100, FIRST_ID + 30_002 + place * 100
        came = p.born + timedelta(days=18 * 366 + place)
        left = came + timedelta(days=45)
        last = p.last if place % 3 != 1 else f"{p.last[:-1]}{'E' if p.last[-1] != 'E' else 'A'}"
        sex = "F" if p.woman else "M"
        number = numbers.prison_number(first_index + place)
        _add_person(rows, root, number, last, p.first, p.born, "NS", left, sex)
        if place % 3 != 0 and p.pnc:
            rows.add("offender_identifiers", root, 1, "PNC", p.pnc, None, wall(came), root)
        if left < p.today:
            prison = p.place.code
            _add_booking(rows, booking, root, f"9970{place % 10}Y", came, "OUT", None, left=left, reason="REL-CR")
            _add_movement(rows, booking, 1, came, "ADM", "I", "IN", "LEEDCC", prison, "N")
            _add_movement(rows, booking, 2, left, "REL", "CR", "OUT", prison, "OUT", "Y")
            _add_old_note(rows, booking, p, came + timedelta(days=10 + place), place)


def _add_old_note(rows: Rows, booking: int, p: Person, day: date, place: int) -> None:
    """A note of long ago, with what was added in the way of its time."""
    c, staff = p.about(21), p.world.staff[p.place.code]
    added = wall(day + timedelta(days=2), 9, place)
    text = notes.note(c, ("GEN", "HIS"), woman=p.woman)
    text += notes.more_details(c, p.world.usernames[c.choice(staff)], added, woman=p.woman)
    happened, author = wall(day, 14, 30), c.choice(staff)
    rows.add(
        "offender_case_notes",
        FIRST_ID + 40_000 + place,
        booking,
        wall(day),
        happened,
        "GEN",
        "HIS",
        author,
        p.place.code,
        text,
        "Y",
        "INST",
        wall(day),
        happened,
    )


def add_pairs_apart(rows: Rows, roots: list[int], today: date) -> None:
    """People to be kept apart, both ways as NOMIS holds them: every twenty-fifth and their neighbour."""
    for place in range(0, len(roots) - 1, 25):
        one, other = roots[place], roots[place + 1]
        day = wall(today - timedelta(days=30 + place % 300))
        words = "Fight at association. Keep on separate wings."
        rows.add("offender_na_details", one, other, 1, "VIC", "PER", "WING", day, None, "SECURITY", words)
        rows.add("offender_na_details", other, one, 1, "PER", "VIC", "WING", day, None, "SECURITY", words)
