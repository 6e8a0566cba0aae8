"""In which order visitors are named. Source: prisoners.md 4."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dps.prisoners.rules.custody import age_on

AGE_WHEN_NOT_KNOWN = 18


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes to a visit."""

    first_name: str
    last_name: str
    born_on: date | None = None
    lead: bool = False
    outcome: str = ""

    def age(self, on: date) -> int | None:
        """Full years; none when the date of birth is not known."""
        return age_on(self.born_on, on) if self.born_on else None


def in_order(visitors: Iterable[Visitor], on: date) -> list[Visitor]:
    """The lead visitor, then by age on that day from old to young (18 when not known), then last and first name."""

    def place(one: Visitor) -> tuple[bool, int, str, str]:
        age = one.age(on)
        return (
            not one.lead,
            -(AGE_WHEN_NOT_KNOWN if age is None else age),
            one.last_name.casefold(),
            one.first_name.casefold(),
        )

    return sorted(visitors, key=place)
