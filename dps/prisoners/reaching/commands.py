"""Adding, changing and removing the phones and e-mails of a person (prisoners.md 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import EmailAddress, Phone
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.personal import lists
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.reaching import queries, rules
from dps.prisoners.rules.access import Part

PHONE, EMAIL = "phone", "email"
AREA = "CONTACT_DETAILS"
_PHONE_FIELDS = ("person_id", "contact_person_id", "address_id", "type", "number", "extension")
_EMAIL_FIELDS = ("person_id", "contact_person_id", "address")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of reaching somebody, as what is alike for all of them needs to know it."""

    kind: str
    called: str
    of_record: type[Phone] | type[EmailAddress]
    fields_of: Callable[[Any], dict[str, Any]]
    refuse_repeated: Callable[[Any], None]


def phone_fields(row: Phone) -> dict[str, Any]:
    """A telephone number as changes keep it."""
    return {name: getattr(row, name) for name in _PHONE_FIELDS}


def email_fields(row: EmailAddress) -> dict[str, Any]:
    """An e-mail address as changes keep it."""
    return {name: getattr(row, name) for name in _EMAIL_FIELDS}


@transaction.atomic
def add_phone(number: str, type: str, phone: str, extension: str, *, by: Actor) -> Phone:
    """Add a telephone number. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = Phone(id=next_own_id(), person_id=number, type=type, number=_spaced(phone), extension=extension.strip())
    _check_phone(row, "")
    row.save(force_insert=True)
    _record(hand, [Made(PHONE, str(row.pk), None, phone_fields(row), hand.booking_id)], by)
    return row


@transaction.atomic
def change_phone(number: str, phone_id: int, type: str, phone: str, extension: str, *, by: Actor) -> bool:
    """Put a telephone number right; says whether anything changed. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _phone(number, phone_id)
    before = phone_fields(row)
    row.type, row.number, row.extension = type, _spaced(phone), extension.strip()
    if phone_fields(row) == before:
        return False
    _check_phone(row, before["type"])
    row.save()
    return _record(hand, [Made(PHONE, str(phone_id), before, phone_fields(row), hand.booking_id)], by)


@transaction.atomic
def remove_phone(number: str, phone_id: int, *, by: Actor) -> None:
    """Take a telephone number off the record. Raises NotFound."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _phone(number, phone_id)
    made = Made(PHONE, str(phone_id), phone_fields(row), None, hand.booking_id)
    row.delete()
    _record(hand, [made], by)


@transaction.atomic
def add_email(number: str, address: str, *, by: Actor) -> EmailAddress:
    """Add an e-mail address. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = EmailAddress(id=next_own_id(), person_id=number, address=address.strip())
    _check_email(row)
    row.save(force_insert=True)
    _record(hand, [Made(EMAIL, str(row.pk), None, email_fields(row), hand.booking_id)], by)
    return row


@transaction.atomic
def change_email(number: str, email_id: int, address: str, *, by: Actor) -> bool:
    """Put an e-mail address right; says whether anything changed. Raises NotFound, Invalid."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _email(number, email_id)
    before = email_fields(row)
    row.address = address.strip()
    if email_fields(row) == before:
        return False
    _check_email(row)
    row.save()
    return _record(hand, [Made(EMAIL, str(email_id), before, email_fields(row), hand.booking_id)], by)


@transaction.atomic
def remove_email(number: str, email_id: int, *, by: Actor) -> None:
    """Take an e-mail address off the record. Raises NotFound."""
    hand = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
    row = _email(number, email_id)
    made = Made(EMAIL, str(email_id), email_fields(row), None, hand.booking_id)
    row.delete()
    _record(hand, [made], by)


def phone_now(_number: str, key: str, _booking_id: int | None) -> dict[str, Any] | None:
    """What a telephone number says now, as changes keep it; None when it is gone. One statement."""
    return _now(PHONES, key)


def email_now(_number: str, key: str, _booking_id: int | None) -> dict[str, Any] | None:
    """What an e-mail address says now, as changes keep it; None when it is gone. One statement."""
    return _now(EMAILS, key)


def restore_phone(change: Change, by: Actor) -> None:
    """Put a telephone number back as it was before a change, whoever's it is. Raises Invalid, Conflict."""
    _restore(PHONES, change, by)


def restore_email(change: Change, by: Actor) -> None:
    """Put an e-mail address back as it was before a change, whoever's it is. Raises Invalid, Conflict."""
    _restore(EMAILS, change, by)


def _now(way: Way, key: str) -> dict[str, Any] | None:
    row = way.of_record.objects.filter(pk=int(key)).first()
    return way.fields_of(row) if row else None


@transaction.atomic
def _restore(way: Way, change: Change, by: Actor) -> None:
    hand = take_in_hand(change.person_id, Part.EDIT_SENSITIVE, by=by)
    row = way.of_record.objects.filter(pk=int(change.key)).first()
    now = way.fields_of(row) if row else None
    after = None
    if change.before is not None:
        row = way.of_record(pk=int(change.key), **change.before)
        way.refuse_repeated(row)
        row.save()
        after = way.fields_of(row)
    elif row is None:
        raise Conflict(f"This {way.called} is no longer on the record")
    else:
        row.delete()
    _record(hand, [Made(way.kind, change.key, now, after, hand.booking_id)], by, change)


def _record(hand: InHand, made: list[Made], by: Actor, restores: Change | None = None) -> bool:
    return bool(recording.record(hand.number, made, by=by, area=AREA, restores=restores))


def _phone(number: str, phone_id: int) -> Phone:
    row = queries.phone_of(number, phone_id)
    if row is None:
        raise NotFound(str(phone_id))
    return row


def _email(number: str, email_id: int) -> EmailAddress:
    row = queries.email_of(number, email_id)
    if row is None:
        raise NotFound(str(email_id))
    return row


def _spaced(phone: str) -> str:
    return " ".join(phone.split())


def _check_phone(row: Phone, type_before: str) -> None:
    problems = rules.phone_problems(row.number, row.extension)
    if row.type != type_before and (row.type not in rules.OFFERED or not lists.is_active("PHONE_USAGE", row.type)):
        problems["type"] = "Choose the type of phone number"
    if problems:
        raise Invalid(problems)
    _refuse_repeated_phone(row)


def _refuse_repeated_phone(row: Phone) -> None:
    kept = queries.phones_of(row.person_id) if row.person_id else []
    others = [(one.number, one.extension) for one in kept if one.pk != row.pk]
    if rules.is_phone_repeated(row.number, row.extension, others):
        raise Invalid({"number": "This phone number is already on the record"})


def _check_email(row: EmailAddress) -> None:
    problem = rules.email_problem(row.address)
    if problem:
        raise Invalid({"address": problem})
    _refuse_repeated_email(row)


def _refuse_repeated_email(row: EmailAddress) -> None:
    kept = queries.emails_of(row.person_id) if row.person_id else []
    others = [one.address for one in kept if one.pk != row.pk]
    if rules.is_email_repeated(row.address, others):
        raise Invalid({"address": "This email address is already on the record"})


PHONES = Way(PHONE, "phone number", Phone, phone_fields, _refuse_repeated_phone)
EMAILS = Way(EMAIL, "email address", EmailAddress, email_fields, _refuse_repeated_email)
