"""Our side of a write: the record takes the key that NOMIS gave it, so that what arrives from there is known."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps

from dps.case_notes import watchers
from dps.case_notes.models import CaseNote
from dps.legacy import feeds
from dps.legacy.models import FeedState, Mapping, QueuedWrite, WrittenRow
from dps.legacy.outbound.mapper import OWN_IDS_FROM, Mapper, Written, key_text
from dps.legacy.outbound.mappers import roles
from dps.legacy.outbound.mappers.appearance import MARK_NUMBER, OF_A_MARK
from dps.legacy.outbound.mappers.notes import KIND as CASE_NOTE
from dps.legacy.outbound.nomis import Left
from dps.platform import local_time
from dps.prisoners.changes import former_ids
from dps.prisoners.changes.models import Change
from dps.prisoners.models import (
    Address,
    AddressUsage,
    Alert,
    Booking,
    Contact,
    EmailAddress,
    Identifier,
    Image,
    Mark,
    PersonName,
    Phone,
)
from dps.prisoners.search.commands import refresh_records

NEWS = "0"
"""Earlier than any stamp."""
OVERLAP = timedelta(minutes=2)
"""As the follower looks back."""
_KEYS = {
    "prisoners.Identifier": ("name_id", "sequence"),
    "prisoners.Mark": ("booking_id", "sequence"),
    "prisoners.Alert": ("nomis_booking_id", "nomis_sequence"),
    "case_notes.CaseNote": ("nomis_id",),
}
"""What of a record is its key in NOMIS; its id where nothing is said."""


def is_here(target: str, key: Sequence[Any]) -> bool:
    """Whether that row of NOMIS is a record here."""
    names = _KEYS.get(target, ("id",))
    found = apps.get_model(target)._default_manager.filter(**dict(zip(names, key, strict=True)))
    return bool(found.exists())


def take_over(write: QueuedWrite, mapper: Mapper, written: Written) -> None:
    """Note what was written, in the current transaction. The caller holds the person's lock."""
    now = local_time.now()
    stamps = [(left, _telling(left)) for left in written.stamps]
    if stamps:
        WrittenRow.objects.bulk_create(
            [
                WrittenRow(table=left.table, key=key_text(left.key), stamp=stamp, change_id=write.change_id)
                for left, stamp in stamps
            ],
            update_conflicts=True,
            unique_fields=["table", "key"],
            update_fields=["stamp", "change_id"],
        )
    for kind, ours, theirs in written.also:
        _map(write, kind, ours, str(theirs), now, written.outcome)
        if kind in _ALSO:
            _ALSO[kind](write, ours, int(theirs))
    if mapper.own_keys and write.before is None and written.key is not None:
        key = tuple(int(part) for part in written.key)
        _map(write, write.kind, write.key, key_text(key), now, written.outcome)
        _TAKE[write.kind](write, key)
    elif write.kind == CASE_NOTE and written.key is None:
        CaseNote.objects.filter(pk=write.key).update(nomis_id=None)
    elif write.kind == "alert" and written.key is not None:
        _take_alert(write, tuple(int(part) for part in written.key))
    elif write.kind == roles.KIND and stamps and stamps[-1][1] != NEWS:
        roles.say_nomis_has_it(write, stamps[-1][1])


def _telling(left: Left) -> str:
    """The stamp by which the row will be known for our own, so that it is not read back; or one that makes it news,
    because somebody may have changed something else of it that has not been read yet."""
    if left.was is None or (left.was and left.was <= _read_up_to(left.table)):
        return left.stamp
    ours = WrittenRow.objects.filter(table=left.table, key=key_text(left.key)).values_list("stamp", flat=True).first()
    return left.stamp if left.was and left.was == ours else NEWS


def _read_up_to(table: str) -> str:
    """Up to when the changes of a NOMIS table have certainly been read; '' for never. Asked every few seconds: what was
    read stays read."""
    asked_at, known = _known.get(table, (float("-inf"), ""))
    if time.monotonic() - asked_at < KEEP_SECONDS:
        return known
    names = [feed.name for feed in feeds.ALL if feed.table == table]
    clocks = [clock for clock in FeedState.objects.filter(feed__in=names).values_list("clock", flat=True) if clock]
    found = (datetime.fromisoformat(min(clocks)) - OVERLAP).isoformat() if clocks else ""
    _known[table] = (time.monotonic(), found)
    return found


KEEP_SECONDS = 5.0
_known: dict[str, tuple[float, str]] = {}


def _map(write: QueuedWrite, kind: str, ours: str, theirs: str, now: Any, outcome: str) -> None:
    assert write.person_id is not None
    how = Mapping.How.WRITTEN if outcome == QueuedWrite.Outcome.WRITTEN else Mapping.How.FOUND
    Mapping.objects.get_or_create(
        kind=kind, our_key=ours, defaults={"nomis_key": theirs, "person_id": write.person_id, "how": how, "at": now}
    )


def _new_id(model: Any, write: QueuedWrite, new: int, *follow: tuple[Any, str]) -> None:
    """The record's id becomes NOMIS's; so do the references to it, and the key under which its changes are kept."""
    old = int(write.key)
    if old == new:
        return
    for other, field in follow:
        other._base_manager.filter(**{field: old}).update(**{field: new})
    if model._base_manager.filter(pk=old).exists():
        # A full load that ran meanwhile has brought the row NOMIS made of it: ours is the same and has more.
        model._base_manager.filter(pk=new)._raw_delete(model._base_manager.db)  # its children are ours already
        model._base_manager.filter(pk=old).update(id=new)
    former_ids.remember(old, new)
    _follow_key(write, str(new))


def _follow_key(write: QueuedWrite, new: str) -> None:
    of_this = {"person_id": write.person_id, "kind": write.kind, "key": write.key}
    QueuedWrite.objects.filter(**of_this).exclude(pk=write.pk).update(key=new)
    Change.objects.filter(**of_this).update(key=new)
    write.key = new


def _take_name(write: QueuedWrite, key: tuple[int, ...]) -> None:
    _new_id(PersonName, write, key[0], (Identifier, "name_id"), (Booking, "name_id"))


def _take_address(write: QueuedWrite, key: tuple[int, ...]) -> None:
    if int(write.key) != key[0]:  # what a full load that ran meanwhile brought of it is ours already
        AddressUsage.objects.filter(address_id=key[0]).delete()
    _new_id(Address, write, key[0], (Phone, "address_id"), (AddressUsage, "address_id"))


def _by_id(model: Any) -> Callable[[QueuedWrite, tuple[int, ...]], None]:
    return lambda write, key: _new_id(model, write, key[0])


def _take_image(write: QueuedWrite, key: tuple[int, ...]) -> None:
    assert write.person_id is not None
    _new_id(Image, write, key[0])
    refresh_records([write.person_id])


def _take_identifier(write: QueuedWrite, key: tuple[int, ...]) -> None:
    name, sequence = key
    Identifier.objects.filter(name_id=name, sequence=sequence).exclude(pk=write.key).delete()
    Identifier.objects.filter(pk=write.key).update(name_id=name, sequence=sequence)


def _take_mark(write: QueuedWrite, key: tuple[int, ...]) -> None:
    booking, sequence = key
    mark = Mark.objects.filter(pk=write.key).first()
    Mark.objects.filter(booking_id=booking, sequence=sequence).exclude(pk=write.key).delete()
    if mark is not None and mark.sequence != sequence:
        Image.objects.filter(booking_id=booking, object_type=OF_A_MARK, object_sequence=mark.sequence).update(
            object_sequence=sequence
        )
        Mark.objects.filter(pk=write.key).update(sequence=sequence)


def _take_alert(write: QueuedWrite, key: tuple[int, ...]) -> None:
    booking, sequence = key
    Alert.objects.filter(nomis_booking_id=booking, nomis_sequence=sequence).exclude(pk=write.key).delete()
    Alert.objects.filter(pk=write.key).update(nomis_booking_id=booking, nomis_sequence=sequence)


def _take_note(write: QueuedWrite, key: tuple[int, ...]) -> None:
    twins = CaseNote.objects.filter(nomis_id=key[0]).exclude(pk=write.key)
    if ids := list(twins.values_list("pk", flat=True)):  # a full load that ran meanwhile has brought what we wrote
        twins.delete()
        watchers.tell(ids)
    CaseNote.objects.filter(pk=write.key).update(nomis_id=key[0])


def _take_somebody(write: QueuedWrite, ours: str, theirs: int) -> None:
    if ours.startswith("contact "):
        Contact.objects.filter(pk=ours.removeprefix("contact ")).update(contact_person_id=theirs)
        return
    for model in (Contact, Address, Phone, EmailAddress):
        model._base_manager.filter(contact_person_id=int(ours)).update(contact_person_id=theirs)


_ALSO: dict[str, Callable[[QueuedWrite, str, int], None]] = {"contact person": _take_somebody}
_TAKE: dict[str, Callable[[QueuedWrite, tuple[int, ...]], None]] = {
    "name": _take_name,
    "identifier": _take_identifier,
    "address": _take_address,
    "phone": _by_id(Phone),
    "email": _by_id(EmailAddress),
    "contact": _by_id(Contact),
    "belief": _by_id(apps.get_model("prisoners.Belief")),
    "image": _take_image,
    "mark": _take_mark,
    "alert": _take_alert,
    CASE_NOTE: _take_note,
}
__all__ = ["MARK_NUMBER", "OWN_IDS_FROM", "is_here", "take_over"]
