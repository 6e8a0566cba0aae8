"""Writes of next of kin and emergency contacts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made, Values
from dps.prisoners.models import Address, Contact, Phone
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.names.rules import Words
from dps.prisoners.next_of_kin import queries, rules
from dps.prisoners.next_of_kin.rules import Details
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.rules.access import Part

KIND = "contact"
AREA = "CONTACT_DETAILS"
_FIELDS = {field.attname: field for field in Contact._meta.concrete_fields}
NEVER_BOOKED = "This person has never been booked into a prison, so there is no record to change"


def fields_of(row: Model) -> Values:
    """Every field of a row but its id, as changes are kept."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}


def add_contact(number: str, given: Details, *, by: Actor, today: date) -> Contact:
    """Record a next of kin or emergency contact. Raises Invalid and NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
        if held.booking_id is None:
            raise Invalid({"": NEVER_BOOKED})
        kind = _check(held, given, today)
        words = given.words
        contact = Contact.objects.create(
            id=next_own_id(),
            booking_id=held.booking_id,
            contact_person_id=next_own_id(),
            type=kind,
            relationship=given.relationship,
            first_name=words.first_name,
            middle_names=words.middle_names,
            last_name=words.last_name,
            date_of_birth=given.date_of_birth,
            next_of_kin=given.next_of_kin,
            emergency=given.emergency,
        )
        made = [
            Made(KIND, str(contact.pk), None, fields_of(contact), held.booking_id),
            *_reach(contact, given, None, None, today),
        ]
        recording.record(number, made, by=by, area=AREA)
    return contact


def change_contact(number: str, contact_id: int, given: Details, *, by: Actor, today: date) -> bool:
    """Correct a contact, their newest address and their newest phone. Whether anything changed.

    Raises Invalid and NotFound.
    """
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
        contact = queries.contact_of(held.booking_id, contact_id)
        found = queries.reached(contact)
        kind = _check(held, given, today, contact)
        before = fields_of(contact)
        if contact.contact_person_id is None:
            contact.contact_person_id = next_own_id()
        words = given.words
        contact.type, contact.relationship = kind, given.relationship
        contact.first_name, contact.middle_names, contact.last_name = (
            words.first_name,
            words.middle_names,
            words.last_name,
        )
        contact.date_of_birth = given.date_of_birth
        contact.next_of_kin, contact.emergency = given.next_of_kin, given.emergency
        contact.save()
        made = [
            Made(KIND, str(contact.pk), before, fields_of(contact), held.booking_id),
            *_reach(contact, given, found.address, found.phone, today),
        ]
        return bool(recording.record(number, made, by=by, area=AREA))


def end_contact(number: str, contact_id: int, *, by: Actor, today: date) -> None:
    """Somebody is no longer a contact from today. Raises NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
        contact = queries.contact_of(held.booking_id, contact_id)
        before = fields_of(contact)
        contact.active, contact.expires_on = False, today
        contact.save(update_fields=["active", "expires_on"])
        made = [Made(KIND, str(contact.pk), before, fields_of(contact), held.booking_id)]
        recording.record(number, made, by=by, area=AREA)


def restore(change: Change, by: Actor) -> None:
    """Put a contact back as it was before a change: one that was ended is one again. Raises Invalid and NotFound."""
    if change.before is None:
        raise Invalid({"": "A contact cannot be taken away again, only ended"})
    with transaction.atomic():
        held = take_in_hand(change.person_id, Part.EDIT_SENSITIVE, by=by)
        contact = Contact.objects.filter(pk=int(change.key), booking__person_id=held.number).first()
        if contact is None:
            raise NotFound(change.key)
        if contact.booking_id != held.booking_id:
            raise Conflict("That was in an earlier period in custody")
        before = fields_of(contact)
        for name in set(before) - {"booking_id"}:
            setattr(contact, name, _FIELDS[name].to_python(change.before[name]))
        contact.save()
        made = [Made(KIND, change.key, before, fields_of(contact), held.booking_id)]
        recording.record(held.number, made, by=by, area=AREA, restores=change)


def _check(held: InHand, given: Details, today: date, kept: Contact | None = None) -> str:
    """S or O. Raises Invalid with all that is wrong."""
    before = None
    if kept is not None:
        before = Words(first_name=kept.first_name, middle_names=kept.middle_names, last_name=kept.last_name)
    problems = rules.problems(given, today, before)
    kind = queries.kind_of_relationship(given.relationship) if given.relationship else None
    if kept is not None and given.relationship == kept.relationship:
        kind = kept.type
    if given.relationship and kind is None:
        problems["relationship"] = "Relationship: choose one from the list"
    if not problems:
        problems = _repeated(held, given, kept)
    if problems:
        raise Invalid(problems)
    assert kind is not None
    return kind


def _repeated(held: InHand, given: Details, kept: Contact | None) -> dict[str, str]:
    words = given.words
    new = (words.first_name, words.last_name, given.relationship, str(given.date_of_birth))
    assert held.booking_id is not None
    for other in Contact.objects.filter(booking_id=held.booking_id, active=True):
        if kept is not None and other.pk == kept.pk:
            continue
        same_person = kept is not None and other.contact_person_id == kept.contact_person_id
        if same_person and other.contact_person_id is not None and other.relationship == given.relationship:
            return {"relationship": "They are recorded with this relationship already"}
        is_one = other.next_of_kin or other.emergency
        there = (other.first_name, other.last_name, other.relationship, str(other.date_of_birth))
        if is_one and rules.is_same_somebody(new, there):
            return {"last_name": f"{other.first_name} {other.last_name} is recorded already with this relationship"}
    return {}


def _reach(
    contact: Contact, given: Details, address: Address | None, phone: Phone | None, today: date
) -> Sequence[Made]:
    made: list[Made] = []
    parts = {"premise": given.house, "street": given.street, "postcode": given.postcode.upper()}
    if address is not None or given.has_address:
        new: dict[str, Any] = {"primary": True, "started_on": today}
        made += _write(Address, address, contact, parts, new, "address", empty=not given.has_address)
    if phone is not None or given.phone:
        numbers = {"type": given.phone_type, "number": given.phone, "extension": given.extension}
        made += _write(Phone, phone, contact, numbers, {}, "phone", empty=not given.phone)
    return made


def _write(
    model: type[Any],
    row: Any,
    contact: Contact,
    values: Values,
    new: Values,
    kind: str,
    *,
    empty: bool,
) -> list[Made]:
    """One row of the person a contact is: made, changed, or removed when nothing of it is left."""
    before = fields_of(row) if row is not None else None
    if empty:
        key = str(row.pk)
        row.delete()
        return [Made(kind, key, before, None, contact.booking_id)]
    if row is None:
        row = model(id=next_own_id(), contact_person_id=contact.contact_person_id, **new)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return [Made(kind, str(row.pk), before, fields_of(row), contact.booking_id)]
