"""Phones and e-mails in words."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate


def phone_title(type: str) -> str:
    """`Mobile phone`; faxes and visit lines as they are called."""
    words = estate.label("PHONE_USAGE", type)
    return words if type in ("FAX", "VISIT") else f"{words} phone"


def phone_in_words(values: Mapping[str, Any]) -> str:
    """`0113 496 0000, extension 12`."""
    extension = values.get("extension")
    return f"{values['number']}{f', extension {extension}' if extension else ''}"


def phone_state(_key: str, values: Mapping[str, Any]) -> str:
    """One state of a phone number for the history."""
    return f"{phone_title(values['type'])}: {phone_in_words(values)}"


def email_state(_key: str, values: Mapping[str, Any]) -> str:
    """One state of an e-mail address for the history."""
    return str(values["address"])
