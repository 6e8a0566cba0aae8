"""Reads of who works with a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from dps.estate import queries as estate
from dps.prisoners.models import Address, Contact, EmailAddress, Phone
from dps.prisoners.staff_contacts import rules


def official_contacts(booking_id: int | None) -> list[rules.Contact]:
    """Everybody who works with a person now, in order. One statement."""
    if booking_id is None:
        return []
    rows = Contact.objects.filter(booking_id=booking_id, type="O", active=True)
    words = estate.labels("RELATIONSHIP")
    return rules.in_order(
        rules.Contact(
            row.relationship,
            words.get(row.relationship, row.relationship),
            row.first_name,
            row.last_name,
            row.contact_person_id,
            row.comment,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Reached:
    """How somebody is reached."""

    addresses: list[Address] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


def ways_to_reach(contact_person_ids: Collection[int], today: date) -> Mapping[int | None, Reached]:
    """Where people are reached now. Three statements however many they are."""
    found: dict[int | None, Reached] = {}
    given = {"contact_person_id__in": contact_person_ids}
    for address in Address.objects.filter(**given).order_by("-primary", "-id"):
        if address.ended_on is None or address.ended_on > today:
            found.setdefault(address.contact_person_id, Reached()).addresses.append(address)
    for phone in Phone.objects.filter(**given).order_by("id"):
        found.setdefault(phone.contact_person_id, Reached()).phones.append(phone)
    for email in EmailAddress.objects.filter(**given).order_by("id"):
        found.setdefault(email.contact_person_id, Reached()).emails.append(email.address)
    return found
