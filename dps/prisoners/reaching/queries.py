"""Reads of a person's own phones and e-mails (not of addresses, nor of those they know)."""

from dps.prisoners.models import EmailAddress, Phone


def phones_of(number: str) -> list[Phone]:
    """Every telephone number, by type. One statement."""
    return list(Phone.objects.filter(person_id=number).order_by("type", "id"))


def emails_of(number: str) -> list[EmailAddress]:
    """Every e-mail address. One statement."""
    return list(EmailAddress.objects.filter(person_id=number).order_by("address", "id"))


def phone_of(number: str, phone_id: int) -> Phone | None:
    """One telephone number of this person. One statement."""
    return Phone.objects.filter(person_id=number, pk=phone_id).first()


def email_of(number: str, email_id: int) -> EmailAddress | None:
    """One e-mail address of this person. One statement."""
    return EmailAddress.objects.filter(person_id=number, pk=email_id).first()
