"""Writes of service in the armed forces."""

from dataclasses import asdict, fields
from datetime import date

from django.db import transaction

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made, Values
from dps.prisoners.military import rules
from dps.prisoners.military.models import MilitaryRecord
from dps.prisoners.military.rules import Service
from dps.prisoners.profile.permitted import take_in_hand
from dps.prisoners.rules.access import Part

KIND = "military record"
_FIELDS = {field.attname: field for field in MilitaryRecord._meta.concrete_fields}
FIELDS = tuple(field.name for field in fields(Service))


def values_of(row: MilitaryRecord) -> Values:
    """A record as its changes are kept."""
    return {name: getattr(row, name) for name in FIELDS}


def add_service(number: str, given: Service, *, by: Actor, today: date) -> MilitaryRecord:
    """Record a period of service. Raises Invalid and NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT, by=by)
        _check(given, today)
        row = MilitaryRecord.objects.create(person=held.person, **asdict(given))
        recording.record(number, [Made(KIND, str(row.pk), None, values_of(row))], by=by)
    return row


def change_service(number: str, record_id: int, given: Service, *, by: Actor, today: date) -> bool:
    """Correct a period of service. Whether anything changed. Raises Invalid and NotFound."""
    with transaction.atomic():
        take_in_hand(number, Part.EDIT, by=by)
        row = _row(number, record_id)
        _check(given, today)
        before = values_of(row)
        for name, value in asdict(given).items():
            setattr(row, name, value)
        row.save()
        return bool(recording.record(number, [Made(KIND, str(row.pk), before, values_of(row))], by=by))


def remove_service(number: str, record_id: int, *, by: Actor) -> None:
    """Take away a period of service; the history keeps it. Raises NotFound."""
    with transaction.atomic():
        take_in_hand(number, Part.EDIT, by=by)
        row = _row(number, record_id)
        before = values_of(row)
        row.delete()
        recording.record(number, [Made(KIND, str(record_id), before, None)], by=by)


def restore(change: Change, by: Actor) -> None:
    """Put a period of service back as it was before a change: none, if it was added then. Raises Conflict, NotFound."""
    with transaction.atomic():
        take_in_hand(change.person_id, Part.EDIT, by=by)
        row = MilitaryRecord.objects.filter(pk=int(change.key), person_id=change.person_id).first()
        before = values_of(row) if row else None
        if change.before is None:
            if row is None:
                raise Conflict("It was removed already")
            row.delete()
            after = None
        else:
            row = MilitaryRecord(pk=int(change.key), person_id=change.person_id)
            for name in FIELDS:
                setattr(row, name, _FIELDS[name].to_python(change.before[name]))
            row.save()
            after = values_of(row)
        recording.record(change.person_id, [Made(KIND, change.key, before, after)], by=by, restores=change)


def _check(given: Service, today: date) -> None:
    if wrong := rules.problems(given, today):
        raise Invalid(wrong)


def _row(number: str, record_id: int) -> MilitaryRecord:
    found = MilitaryRecord.objects.filter(pk=record_id, person_id=number).first()
    if found is None:
        raise NotFound(str(record_id))
    return found
