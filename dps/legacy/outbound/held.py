"""What arrives from NOMIS must not tread on a change made here that has yet to get there.

A row that has such a change is left as it is and set aside; it is read again when the change has arrived. So is one
that was written a moment ago: what arrives now may have been read before that.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q

from dps.legacy.feeds import Feed
from dps.legacy.models import QueuedWrite
from dps.legacy.outbound.mapper import OWN_IDS_FROM
from dps.legacy.outbound.mappers import ALL, roles
from dps.legacy.outbound.mappers.notes import nomis_ids
from dps.platform import local_time
from dps.prisoners.models import Alert, Booking, Identifier, Mark

RECENTLY = timedelta(seconds=60)
WORDS = "it was changed here, and that has not reached NOMIS yet"
_KINDS: dict[str, list[str]] = {}
for _mapper in ALL:
    if _mapper.kind != "birth":
        _KINDS.setdefault(_mapper.target, []).append(_mapper.kind)
_KINDS["prisoners.AddressUsage"] = ["address"]
"""What an address is for is changed with the address."""
Identity = tuple[Any, ...]


def _writes(kinds: Sequence[str]) -> list[QueuedWrite]:
    """Writes of these kinds that are open or were done a moment ago. One statement."""
    moment_ago = Q(done_at__gt=local_time.now() - RECENTLY) & ~Q(outcome=QueuedWrite.Outcome.GIVEN_UP)
    return list(
        QueuedWrite.objects.filter(~Q(state=QueuedWrite.State.DONE) | moment_ago, kind__in=kinds).only(
            "kind", "key", "booking_id", "person_id", "before", "after", "state"
        )
    )


def _numbers(writes: Iterable[QueuedWrite]) -> set[Identity]:
    return {(int(write.key),) for write in writes if int(write.key) < OWN_IDS_FROM}


def _of_payload(writes: Iterable[QueuedWrite], *fields: str) -> set[Identity]:
    return {
        tuple(held[field] for field in fields)
        for write in writes
        for held in (write.before, write.after)
        if held and all(held.get(field) is not None for field in fields)
    }


def _identifiers(writes: list[QueuedWrite]) -> set[Identity]:
    here = Identifier.objects.filter(pk__in=[write.key for write in writes]).values_list("name_id", "sequence")
    return _of_payload(writes, "name_id", "sequence") | set(here)


def _marks(writes: list[QueuedWrite]) -> set[Identity]:
    here = Mark.objects.filter(pk__in=[write.key for write in writes]).values_list("booking_id", "sequence")
    told = {
        (write.booking_id, held["sequence"])
        for write in writes
        for held in (write.before, write.after)
        if held and held.get("sequence") is not None
    }
    return told | set(here)


def _alerts(writes: list[QueuedWrite]) -> set[Identity]:
    found = Alert.objects.filter(pk__in=[write.key for write in writes])
    return set(found.values_list("nomis_booking_id", "nomis_sequence"))


def _notes(writes: list[QueuedWrite]) -> set[Identity]:
    return {(found,) for found in nomis_ids({write.key for write in writes})}


_IDENTITIES: dict[str, tuple[tuple[str, ...], Callable[[list[QueuedWrite]], set[Identity]]]] = {
    "prisoners.ProfileDetail": (("booking_id", "type"), lambda writes: {(w.booking_id, w.key) for w in writes}),
    "prisoners.PhysicalAttributes": (("booking_id",), lambda writes: {(w.booking_id,) for w in writes}),
    "prisoners.Language": (
        ("booking_id", "code", "type"),
        lambda writes: {(w.booking_id, *w.key.split("/", 1)) for w in writes},
    ),
    "prisoners.Identifier": (("name_id", "sequence"), _identifiers),
    "prisoners.AddressUsage": (("address_id",), _numbers),
    "prisoners.Mark": (("booking_id", "sequence"), _marks),
    "prisoners.Alert": (("nomis_booking_id", "nomis_sequence"), _alerts),
    "case_notes.CaseNote": (("nomis_id",), _notes),
    "key_workers.StaffRole": (
        ("prison", "staff_id", "policy"),
        lambda writes: {roles.identity(w.key) for w in writes},
    ),
}
"""The columns by which a row of each table is told here, and which of them are held; the id where nothing is said."""


def _held(target: str) -> tuple[tuple[str, ...], set[Identity]]:
    names, find = _IDENTITIES.get(target, (("id",), _numbers))
    kinds = _KINDS.get(target, [])
    writes = _writes(kinds) if kinds else []
    return names, find(writes) if writes else set()


def held_rows(feed: Feed, rows: Sequence[Sequence[Any]]) -> set[int]:
    """Positions of translated rows that must not be stored now."""
    if feed.target not in _KINDS:
        return set()
    names, held = _held(feed.target)
    if not held:
        return set()
    places = [_place(feed, name) for name in names]
    return {number for number, row in enumerate(rows) if tuple(row[place] for place in places) in held}


def keep_ours(feed: Feed, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """The rows, with what has a change on its way as it is here: a booking's working name, where a person was born.
    The rest of such a row may well have changed there."""
    if feed.target == "prisoners.Booking":
        names = {write.person_id for write in _writes(["name"])}
        ours = dict(Booking.objects.filter(person__in=names).values_list("id", "name_id")) if names else {}
        at_id, at_name = _place(feed, "id"), _place(feed, "name_id")
        return [_with(row, {at_name: ours[row[at_id]]}) if ours.get(row[at_id]) else row for row in rows]
    if feed.target == "prisoners.PersonName":
        people = {write.person_id for write in _writes(["birth"])}
        at = _place(feed, "person_id")
        born = {_place(feed, name): "" for name in ("birth_place", "birth_country")}
        return [_with(row, born) if row[at] in people else row for row in rows] if people else rows
    return rows


def _with(row: tuple[Any, ...], changes: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(changes.get(place, value) for place, value in enumerate(row))


def _place(feed: Feed, target: str) -> int:
    return next(number for number, column in enumerate(feed.columns) if column.target == target)


def not_held(feed: Feed, doomed: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Of the stored rows (primary key, owner) that NOMIS lacks: those that may go."""
    if not doomed or feed.target not in _KINDS:
        return doomed
    names, held = _held(feed.target)
    if not held:
        return doomed
    kept = _stored(feed.target, names, [pk for pk, _ in doomed], held)
    return [(pk, owner) for pk, owner in doomed if pk not in kept]


def _stored(target: str, names: Sequence[str], pks: Collection[Any], held: set[Identity]) -> set[Any]:
    rows = apps.get_model(target)._default_manager.filter(pk__in=pks).values_list("pk", *names)
    return {row[0] for row in rows if tuple(row[1:]) in held}
