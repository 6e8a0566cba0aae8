"""What was changed in a person's record, as far as the reader may know of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from dps.prisoners.changes.kinds import Kind, kind_of, registered
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import fingerprint
from dps.prisoners.profile.frame import Opened

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes to list. `kind` is the key of one, '' for all; from a moment on, and before another."""

    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


def kinds_to_read(person: Opened) -> list[Kind]:
    """The kinds of which the viewer may read at least some."""
    return [kind for kind in registered() if any(person.may(part) for part in (kind.part, *kind.parts.values()))]


def _may_read(person: Opened) -> Q:
    """Only the things whose part the viewer may see; a kind whose service is gone has no rule, so nobody reads it."""
    allowed = Q(pk__in=[])
    for kind in kinds_to_read(person):
        own_rule = [key for key, part in kind.parts.items() if person.may(part) != person.may(kind.part)]
        of_kind = Q(kind=kind.key)
        if own_rule:
            of_kind &= ~Q(key__in=own_rule) if person.may(kind.part) else Q(key__in=own_rule)
        allowed |= of_kind
    return allowed


def changes(person: Opened, wanted: Wanted, *, everything: bool = False) -> "QuerySet[Change]":
    """Changes of this record the viewer may read, newest first; `everything` for a system that reads all records: what
    other services only hand on, such as case notes, is theirs to tell."""
    of_the_record = Q(kind__in=[kind.key for kind in registered()])
    found = Change.objects.filter(of_the_record if everything else _may_read(person), person_id=person.number)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    return found.select_related("restores").order_by("-at", "-id")


def changes_of(person: Opened, kind: str, key: str) -> "QuerySet[Change]":
    """Changes of one thing, newest first. The caller has asked permission."""
    found = Change.objects.filter(person_id=person.number, kind=kind, key=key)
    return found.select_related("restores").order_by("-id")


def change_by_id(person: Opened, id: int) -> tuple[Change, Kind] | None:
    """One change of this record and its kind; None for none, or one the viewer may not read. One statement."""
    change = Change.objects.filter(person_id=person.number, pk=id).first()
    kind = kind_of(change.kind) if change else None
    if change is None or kind is None or not person.may(kind.read_part(change.key)):
        return None
    return change, kind


def may_put_back(person: Opened, change: Change, kind: Kind | None) -> bool:
    """Whether the viewer may put back what was there before this change."""
    if kind is None or kind.restore is None or not kind.can_restore(change):
        return False
    return person.may(kind.edit_part(change.key))


@dataclass(frozen=True, slots=True)
class StateNow:
    """How a thing is now: its fields, in words, and a text that differs once anybody changed it."""

    words: str
    seen: str


def state_now(person: Opened, change: Change, kind: Kind) -> StateNow:
    """How the thing of a change is now: by its own record, else by the last change of it."""
    last = changes_of(person, change.kind, change.key).first()
    values = kind.now(person.number, change.key, person.booking_id) if kind.now else (last.after if last else None)
    words = kind.describe(change.key, values) if values is not None else ""
    return StateNow(words, fingerprint([last.pk if last else None, values]))
