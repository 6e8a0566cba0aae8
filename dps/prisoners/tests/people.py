"""People made by hand for tests: each with names, a booking and a last movement, and their search record."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from dps.estate.models import Agency, Location
from dps.prisoners.models import Alert, Booking, Identifier, Movement, Person, PersonName
from dps.prisoners.search.commands import refresh_records

_ids = count(1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_agencies() -> None:
    """Three prisons, OUT, TRN and a secure hospital."""
    for code, name, kind in (
        ("LEI", "Leeds (HMP)", "INST"),
        ("MDI", "Moorland (HMP & YOI)", "INST"),
        ("BXI", "Brixton (HMP)", "INST"),
        ("OUT", "Outside", "OUT"),
        ("TRN", "Transfer", "TRN"),
        ("HAZLWD", "Hazelwood House", "HSHOSP"),
    ):
        Agency.objects.get_or_create(code=code, defaults={"name": name, "type": kind})


def make_cell(prison: str, path: str) -> Location:
    """A cell, with its place in the natural order."""
    from dps.estate.rules import natural_sort_key

    return Location.objects.create(
        id=next(_ids), agency=prison, code=path.rsplit("-", 1)[-1], path=path, type="CELL",
        sort_key=natural_sort_key(path),
    )  # fmt: skip


def make_person(
    number: str,
    last_name: str = "SMITH",
    first_name: str = "JOHN",
    *,
    prison: str = "LEI",
    born: date | None = date(1985, 3, 2),
    aliases: Sequence[tuple[str, str]] = (),
    cell: Location | None = None,
    sex: str = "M",
    released_from: str = "LEI",
    booked: bool = True,
    movement: tuple[str, str, str] | None = None,
) -> Person:
    """Somebody in `prison` (OUT, TRN too). `movement` is (type, reason, to-agency) of the last one."""
    person = Person.objects.create(
        number=number, last_name=last_name, first_name=first_name, date_of_birth=born, sex=sex
    )
    for place, (last, first) in enumerate([(last_name, first_name), *aliases]):
        PersonName.objects.create(
            id=next(_ids),
            person=person,
            is_working=place == 0,
            last_name=last,
            first_name=first,
            date_of_birth=born,
            sex=sex,
        )
    if booked:
        in_out = {"OUT": "OUT", "TRN": "TRN"}.get(prison, "IN")
        booking = Booking.objects.create(
            id=next(_ids), person=person, sequence=1, active=in_out == "IN", in_out=in_out, agency=prison,
            living_unit_id=cell.id if cell else None, began_at=NOON, book_number=f"{next(_ids):05d}A",
        )  # fmt: skip
        kind, reason, to = movement or {
            "OUT": ("REL", "CR", "OUT"), "TRN": ("TRN", "NOTR", "MDI"),
        }.get(prison, ("ADM", "N", prison))  # fmt: skip
        Movement.objects.create(
            booking=booking, sequence=1, at=datetime(2026, 9, 1, 10, tzinfo=UTC), type=kind, reason=reason,
            direction="IN" if kind == "ADM" else "OUT", from_agency="" if kind == "ADM" else released_from, to_agency=to,
            active=True,
        )  # fmt: skip
    refresh_records([number])
    return person


def booking_of(person: Person) -> Booking:
    """Their latest booking."""
    return Booking.objects.get(person=person, sequence=1)


def give_alert(person: Person, code: str, *, type: str = "X", ends: date | None = None) -> Alert:
    """An alert from the first of the year."""
    return Alert.objects.create(
        person=person, type=type, code=code, active_from=date(2026, 1, 1), active_to=ends, created_at=NOON, created_by="A",
        description=f"Words about {code}",
    )  # fmt: skip


def give_identifier(person: Person, type: str, value: str) -> Identifier:
    """A PNC, CRO or merged number."""
    return Identifier.objects.create(person=person, name_id=next(_ids), sequence=1, type=type, value=value)
