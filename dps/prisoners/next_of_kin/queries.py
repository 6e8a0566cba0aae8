"""Reads of contacts."""

from dataclasses import dataclass
from typing import Any

from dps.estate.models import ReferenceCode
from dps.platform.web.refusals import NotFound
from dps.prisoners.models import Address, Contact, Phone
from dps.prisoners.next_of_kin import rules

PANEL = """
SELECT jsonb_agg(jsonb_build_object(
         'id', c.id, 'first_name', c.first_name, 'middle_names', c.middle_names, 'last_name', c.last_name,
         'relationship', c.relationship, 'next_of_kin', c.next_of_kin, 'emergency', c.emergency,
         'born', c.date_of_birth,
         'addresses', (SELECT jsonb_agg(jsonb_build_object('flat', a.flat, 'premise', a.premise, 'street', a.street,
                                'locality', a.locality, 'town', a.town, 'county', a.county, 'postcode', a.postcode,
                                'no_fixed_address', a.no_fixed_address) ORDER BY a.primary DESC, a.id DESC)
                         FROM prisoners_address a WHERE a.contact_person_id = c.contact_person_id
                          AND (a.ended_on IS NULL OR a.ended_on > %(today)s)),
         'phones', (SELECT jsonb_agg(jsonb_build_object('type', p.type, 'number', p.number, 'extension', p.extension)
                             ORDER BY p.id DESC)
                      FROM prisoners_phone p WHERE p.contact_person_id = c.contact_person_id),
         'emails', (SELECT jsonb_agg(e.address ORDER BY e.id DESC)
                      FROM prisoners_emailaddress e WHERE e.contact_person_id = c.contact_person_id)
       ) ORDER BY c.next_of_kin DESC, c.last_name, c.first_name, c.id)
  FROM prisoners_contact c
 WHERE c.booking_id = %(booking)s AND c.active AND (c.next_of_kin OR c.emergency)
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody with the address and phone that are edited with them: the newest, the primary first."""

    contact: Contact
    address: Address | None
    phone: Phone | None


def contact_of(booking_id: int | None, contact_id: int) -> Contact:
    """A next of kin or emergency contact of a booking who is one now. Raises NotFound."""
    found = Contact.objects.filter(pk=contact_id, active=True).first()
    if found is not None and found.booking_id != booking_id:
        found = None
    if found is None or not (found.next_of_kin or found.emergency):
        raise NotFound(str(contact_id))
    return found


def reached(contact: Contact) -> Reached:
    """How somebody is reached. Two statements."""
    person = contact.contact_person_id
    if person is None:
        return Reached(contact, None, None)
    return Reached(
        contact,
        Address.objects.filter(contact_person_id=person, ended_on=None).order_by("-primary", "-id").first(),
        Phone.objects.filter(contact_person_id=person).order_by("-id").first(),
    )


def relationships() -> list[tuple[str, str]]:
    """Code and words of what people may be to each other: social first, then official. Staff are not offered."""
    rows = ReferenceCode.objects.filter(domain="RELATIONSHIP", active=True).exclude(code__in=rules.STAFF_ROLES)
    found = sorted(rows, key=lambda row: (row.parent == "O", row.description.casefold()))
    return [(row.code, f"{row.description} (official)" if row.parent == "O" else row.description) for row in found]


def kind_of_relationship(code: str) -> str | None:
    """S social or O official; None for what may not be entered."""
    if code in rules.STAFF_ROLES:
        return None
    found = ReferenceCode.objects.filter(domain="RELATIONSHIP", code=code, active=True).first()
    return (found.parent or "S") if found else None


def contacts_now(booking_id: int | None) -> list[Reached]:
    """Next of kin and emergency contacts of a booking with how they are reached. Three statements however many."""
    if booking_id is None:
        return []
    rows = Contact.objects.filter(booking_id=booking_id, active=True).order_by("-next_of_kin", "last_name", "id")
    contacts = [row for row in rows if row.next_of_kin or row.emergency]
    people = [contact.contact_person_id for contact in contacts if contact.contact_person_id is not None]
    addresses: dict[Any, Address] = {}
    for address in Address.objects.filter(contact_person_id__in=people, ended_on=None).order_by("primary", "id"):
        addresses[address.contact_person_id] = address
    phones: dict[Any, Phone] = {
        phone.contact_person_id: phone for phone in Phone.objects.filter(contact_person_id__in=people).order_by("id")
    }
    return [
        Reached(contact, addresses.get(contact.contact_person_id), phones.get(contact.contact_person_id))
        for contact in contacts
    ]
