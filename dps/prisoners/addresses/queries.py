"""Reads of a person's addresses, and the finder."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from dps.prisoners.addresses.rules import Wanted
from dps.prisoners.models import Address
from dps.prisoners.search.rules import fold

MOST_FOUND = 50


def addresses_of(number: str) -> list[Address]:
    """Every address, those in use first: primary, postal, then newest. Two statements."""
    found = Address.objects.filter(person_id=number).prefetch_related("usages")
    return list(found.order_by("ended_on", "-primary", "-postal", "-started_on", "-id"))


def address_of(number: str, address_id: int) -> Address | None:
    """One address of this person. One statement."""
    return Address.objects.filter(person_id=number, pk=address_id).first()


def past_addresses(number: str, today: date) -> list[Address]:
    """Where a person lived before, newest first. Two statements."""
    past = Q(person_id=number, ended_on__lte=today)
    found = Address.objects.filter(past).prefetch_related("usages")
    return list(found.order_by("-ended_on", "-started_on", "-id"))


def usages_of(row: Address) -> list[str]:
    """The codes of what an address is for, by code. One statement, or none when they were read with it."""
    return sorted(one.usage for one in row.usages.all() if one.active)


@dataclass(frozen=True, slots=True)
class Found:
    """One address the product knows, without whose it is. `id` is of one record that has it."""

    id: int
    flat: str
    premise: str
    street: str
    locality: str
    town: str
    county: str
    country: str
    postcode: str


_COLUMNS = "flat, premise, street, locality, town, county, country, postcode"
_WORDS = "dps_fold(flat || ' ' || premise || ' ' || street || ' ' || locality)"


def find(wanted: Wanted, countries: list[str]) -> list[Found]:
    """UK addresses of people in the product that match, by postcode and street; at most one more than MOST_FOUND.

    `countries`: the codes of the nations; an address without a country counts when it has a postcode. One statement.
    """
    values: list[Any] = [countries]
    if wanted.postcode:
        condition = "postcode <> '' AND replace(upper(postcode), ' ', '') LIKE %s"
        values.append(f"{wanted.postcode}%")
    else:
        words = fold(wanted.words).split()[:6]
        if not words:
            return []
        condition = " AND ".join(f"{_WORDS} LIKE %s" for _ in words)
        values += [f"%{word}%" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT min(id), {_COLUMNS} FROM prisoners_address
                 WHERE person_id IS NOT NULL AND NOT no_fixed_address AND street || premise <> ''
                   AND (country = ANY (%s) OR (country = '' AND postcode <> '')) AND {condition}
                 GROUP BY {_COLUMNS} ORDER BY postcode, street, premise, flat, min(id) LIMIT {MOST_FOUND + 1}""",
            values,
        )
        return [Found(*row) for row in cursor.fetchall()]


def known(address_id: int, countries: list[str]) -> Found | None:
    """One address that the finder found. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id, {_COLUMNS} FROM prisoners_address
                 WHERE id = %s AND person_id IS NOT NULL AND NOT no_fixed_address
                   AND (country = ANY (%s) OR (country = '' AND postcode <> ''))""",
            [address_id, countries],
        )
        row = cursor.fetchone()
        return Found(*row) if row else None
