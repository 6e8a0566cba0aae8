"""One prisoner on both sides: everything NOMIS has of them beside what is here, and reading it all again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from dps.estate import queries as estate
from dps.legacy import feeds, source
from dps.legacy.feeds import Feed, Owner
from dps.legacy.inbound import people
from dps.legacy.inbound.apply import prepare, stage, store
from dps.legacy.inbound.people import Touched
from dps.legacy.inbound.plans import Plans, fit_all
from dps.legacy.inbound.statements import model_of, statements
from dps.legacy.inbound.sweep import delete
from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import held
from dps.legacy.outbound.mapper import OWN_IDS_FROM
from dps.legacy.source import Plan
from dps.platform.web.refusals import Conflict, NotFound
from dps.prisoners.models import (
    Address,
    Adjudication,
    Alert,
    Booking,
    CareNeed,
    Contact,
    CsipRecord,
    Person,
    PersonName,
    Visit,
)

PERSONAL = (
    Owner.PERSON,
    Owner.BOOKING,
    Owner.CONTACT,
    Owner.ADDRESS,
    Owner.VISIT,
    Owner.CARE_NEED,
    Owner.CSIP_RECORD,
    Owner.ADJUDICATION,
)
NONE = "This installation works without NOMIS: there is nothing to read."
AWAY = "NOMIS does not answer just now. Try again in a few minutes."


def is_prison(code: str) -> bool:
    """Whether the estate has a prison of this code."""
    return code in estate.prisons()


@contextmanager
def answering() -> Iterator[None]:
    """NOMIS is read inside. Raises Conflict, in words, when there is none or it does not answer."""
    try:
        yield
    except source.NomisNotConfigured:
        raise Conflict(NONE) from None
    except (OperationalError, InterfaceError) as problem:
        source.disconnect()
        raise Conflict(AWAY) from problem


@dataclass(slots=True)
class _Ids:
    """By what NOMIS knows the records of one person."""

    root: list[int]
    names: list[int]
    bookings: list[int]
    contacts: list[int]
    addresses: list[int]
    visits: list[int]
    care_needs: list[int]
    csip_records: list[int]
    adjudications: list[int]


def _ids_of(number: str) -> _Ids:
    person = Person.objects.filter(pk=number).first()
    if person is None:
        raise NotFound(number)
    root = [person.nomis_root_id] if person.nomis_root_id else []
    bookings = _theirs(Booking.objects.filter(person=number), "id")
    contacts = _theirs(Contact.objects.filter(booking__person=number), "contact_person_id")
    return _Ids(
        root=root,
        names=sorted({*root, *_theirs(PersonName.objects.filter(person=number), "id")}),
        bookings=bookings,
        contacts=contacts,
        addresses=_theirs(Address.objects.filter(person=number), "id")
        + _theirs(Address.objects.filter(contact_person_id__in=contacts), "id"),
        visits=_theirs(Visit.objects.filter(booking__person=number), "id"),
        care_needs=_theirs(CareNeed.objects.filter(booking__person=number), "id"),
        csip_records=_theirs(CsipRecord.objects.filter(booking__person=number), "id"),
        adjudications=_theirs(Adjudication.objects.filter(booking__person=number), "id"),
    )


def _theirs(found: Any, name: str) -> list[int]:
    kept = found.filter(**{f"{name}__isnull": False, f"{name}__lt": OWN_IDS_FROM})
    return sorted(set(kept.values_list(name, flat=True)))


def _asked_by(plan: Plan, plans: Plans, ids: _Ids) -> tuple[str, list[int]] | None:
    """The column of the feed's table that tells whose a row is, and its values for this person."""
    feed, columns = plan.feed, plans.shape[plan.feed.table].columns
    by: list[tuple[str, list[int], bool]] = [
        ("root_offender_id", ids.root, feed.name == "names"),
        ("offender_id", ids.names, feed.name in ("names", "bookings") or feed.owner is Owner.PERSON),
        ("owner_id", ids.contacts, feed.owner is Owner.CONTACT),
        ("owner_id", ids.addresses, feed.owner is Owner.ADDRESS),
        ("address_id", ids.addresses, feed.owner is Owner.ADDRESS),
        ("owner_id", ids.root, feed.owner is Owner.PERSON),
        ("offender_visit_id", ids.visits, feed.owner is Owner.VISIT),
        ("offender_health_problem_id", ids.care_needs, feed.owner is Owner.CARE_NEED),
        ("csip_id", ids.csip_records, feed.owner is Owner.CSIP_RECORD),
        ("oic_incident_id", ids.adjudications, feed.owner is Owner.ADJUDICATION),
        ("root_offender_id", ids.root, feed.owner is Owner.PERSON and feed.name == "beliefs"),
        ("offender_book_id", ids.bookings, feed.owner in (Owner.BOOKING, Owner.PERSON)),
    ]
    for column, values, fits in by:
        if fits and column in columns:
            return column, values
    return None


def _rows(plan: Plan, plans: Plans, ids: _Ids) -> list[tuple[Any, ...]] | None:
    """What NOMIS has of this person by one feed; None when the feed cannot be asked about one person."""
    asked = _asked_by(plan, plans, ids)
    if asked is None:
        return None
    return [row for rows in source.read_by(plan, *asked) for row in rows]


def _personal(plans: Plans, target: str = "") -> Iterator[Plan]:
    for feed in feeds.ALL:
        if feed.name in plans.runs and feed.owner in PERSONAL and (not target or feed.target == target):
            yield plans.runs[feed.name]


_BY_OWNER = {
    Owner.PERSON: "t.person_id = %(number)s",
    Owner.BOOKING: "t.booking_id IN (SELECT id FROM prisoners_booking WHERE person_id = %(number)s)",
    Owner.CONTACT: "t.contact_person_id = ANY(%(contacts)s)",
    Owner.ADDRESS: "t.address_id = ANY(%(addresses)s)",
    Owner.VISIT: "t.visit_id = ANY(%(visits)s)",
    Owner.CARE_NEED: "t.care_need_id = ANY(%(care_needs)s)",
    Owner.CSIP_RECORD: "t.record_id = ANY(%(csip_records)s)",
    Owner.ADJUDICATION: "t.adjudication_id = ANY(%(adjudications)s)",
}


def _both(plan: Plan, rows: Sequence[Any], number: str, ids: _Ids) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What NOMIS has and what is here, of one feed: key to (primary key or None, values by target column)."""
    feed = plan.feed
    sql = statements(feed.name)
    prepared = prepare(plan, rows)
    quote = connection.ops.quote_name
    model = model_of(feed)
    columns = ", ".join(f"t.{quote(target)}" for target in sql.targets)
    scope = f" AND ({feed.scope})" if feed.scope else ""
    with connection.cursor() as cursor:
        stage(cursor, sql, prepared.lot.values)
        cursor.execute(sql.selected)
        theirs = [(None, dict(zip(sql.targets, row, strict=True))) for row in cursor.fetchall()]
        cursor.execute(sql.drop)
        cursor.execute(
            f"SELECT t.{quote(model._meta.pk.attname)}, {columns} FROM {quote(model._meta.db_table)} t"
            f" WHERE {_BY_OWNER[feed.owner]}{scope}",
            {
                "number": number,
                "contacts": ids.contacts,
                "addresses": ids.addresses,
                "visits": ids.visits,
                "care_needs": ids.care_needs,
                "csip_records": ids.csip_records,
                "adjudications": ids.adjudications,
            },
        )
        ours = [(row[0], dict(zip(sql.targets, row[1:], strict=True))) for row in cursor.fetchall()]

    def keyed(found: list[Any]) -> dict[Any, Any]:
        return {tuple(values[target] for target in feed.conflict): (pk, values) for pk, values in found}

    return keyed(theirs), keyed(ours)


@dataclass(slots=True)
class Difference:
    """One record that is not the same on both sides."""

    key: str
    where: str
    """"here", "NOMIS" or "both"."""
    values: list[tuple[str, Any, Any]] = field(default_factory=list)
    """Field, here, in NOMIS: those that differ."""


@dataclass(slots=True)
class Compared:
    """One kind of data of one person."""

    title: str
    same: int
    differences: list[Difference]


def compare(number: str) -> list[Compared]:
    """Everything of one person on both sides, kind by kind. Raises NotFound, Conflict when NOMIS does not answer."""
    ids = _ids_of(number)
    with answering(), transaction.atomic():
        plans = fit_all()
        return [
            _compared(plan.feed, *_both(plan, rows, number, ids))
            for plan in _personal(plans)
            if (rows := _rows(plan, plans, ids)) is not None
        ]


def _compared(feed: Feed, theirs: dict[Any, Any], ours: dict[Any, Any]) -> Compared:
    differences = []
    same = 0
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        text = " / ".join(str(part) for part in key)
        if key not in theirs:
            values = _telling(ours[key][1])
            differences.append(Difference(text, "here", [(n, _seen(feed, n, v), None) for n, v in values]))
        elif key not in ours:
            values = _telling(theirs[key][1])
            differences.append(Difference(text, "NOMIS", [(n, None, _seen(feed, n, v)) for n, v in values]))
        else:
            mine, other = ours[key][1], theirs[key][1]
            differing = [
                (name, _seen(feed, name, mine[name]), _seen(feed, name, other[name]))
                for name in mine
                if not _alike(mine[name], other[name])
            ]
            if differing:
                differences.append(Difference(text, "both", differing))
            else:
                same += 1
    return Compared(feed.title, same, differences)


def _seen(feed: Feed, name: str, value: Any) -> Any:
    """What a note says is for those who may read it: here only how long it is."""
    return f"a text of {len(str(value)):,} characters" if name in feed.unshown and value else value


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, memoryview | bytes) or isinstance(other, memoryview | bytes):
        return bytes(one or b"") == bytes(other or b"")
    return bool(one == other)


def _telling(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in values.items() if value not in (None, "", False))


@dataclass(slots=True)
class Resynced:
    """What reading one person again changed here."""

    changed: int = 0
    removed: int = 0


def resync(number: str, *, feeds_of: str = "") -> Resynced:
    """Read one person from NOMIS again, in the current transaction: all of it, or what one table here holds
    (`app.Model`). What waits to be sent stays. Raises NotFound, Conflict when NOMIS does not answer."""
    done = Resynced()
    touched = Touched()
    ids = _ids_of(number)
    with answering():
        plans = fit_all()
        for plan in _personal(plans, feeds_of):
            rows = _rows(plan, plans, ids)
            if rows is None:
                continue
            applied = store(prepare(plan, rows), tell=True)
            touched.note(plan.feed, applied.owners)
            done.changed += applied.written
            removed = _remove_gone(plan, rows, number, ids)
            touched.note(plan.feed, removed)
            done.removed += len(removed)
            if plan.feed.owner is Owner.PERSON or plan.feed.name in ("contacts", "care needs", "csip records"):
                ids = _ids_of(number)
        people.finish(touched, plans)
    return done


def _remove_gone(plan: Plan, rows: Sequence[Any], number: str, ids: _Ids) -> list[Any]:
    feed = plan.feed
    if feed.keeps_deleted or feed.name in ("names", "bookings"):
        return []  # a person whose names or bookings went is a merge: following NOMIS sees to those
    theirs, ours = _both(plan, rows, number, ids)
    gone = [(pk, values.get(feed.owner.value, number)) for key, (pk, values) in ours.items() if key not in theirs]
    gone = held.not_held(feed, gone)
    delete(feed, [pk for pk, _ in gone], tell=True)
    return [owner for _, owner in gone]


def forget_unsent(write: QueuedWrite) -> None:
    """Before NOMIS's version of a thing is read: what is here that reading alone would not put right."""
    if write.kind == "birth":
        Person.objects.filter(pk=write.person_id).update(birth_place="", birth_country="")
    if write.kind == "alert":
        Alert.objects.filter(pk=write.key).update(deleted_at=None)
        Alert.objects.filter(pk=write.key, nomis_booking_id=None).delete()
