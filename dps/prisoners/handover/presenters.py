"""A handover in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.handover.queries import Kin
from dps.prisoners.profile.queries import AlertRow
from dps.prisoners.rules import custody, names


@dataclass(frozen=True, slots=True)
class AlertWords:
    """One active alert with its comments."""

    type: str
    words: str
    comments: list[str]
    since: date
    until: date | None


def alerts(active: Sequence[AlertRow]) -> list[AlertWords]:
    """Active alerts by type and words."""
    types, codes = estate.labels("ALERT"), estate.labels("ALERT_CODE")
    said = [
        AlertWords(
            types.get(one.type, one.type),
            codes.get(one.code, one.code),
            one.description.splitlines(),
            one.active_from,
            one.active_to,
        )
        for one in active
    ]
    return sorted(said, key=lambda one: (one.type, one.words, one.since))


def facts(record: Mapping[str, Any], today: date) -> list[tuple[str, str]]:
    """What the header does not say: birth, why held, when next reviewed."""
    born = record["date_of_birth"]
    known = [
        ("Date of birth", f"{local_time.short_date(born)}, {custody.age_in_words(born, today)}" if born else ""),
        ("Held as", estate.label("IMP_STS", record["imprisonment_status"])),
        ("CSRA last reviewed", local_time.short_date(record["csra_on"])),
        ("Category next reviewed", local_time.short_date(record["category_review_on"])),
        ("Release date", local_time.long_date(record["release_on"])),
    ]
    return [(term, words or "Not entered") for term, words in known]


def kin(found: Sequence[Kin]) -> list[tuple[str, str, str]]:
    """(name, who they are, telephone numbers) of each."""
    return [
        (
            names.full_name(one.first_name, one.last_name),
            ", ".join(
                part
                for part in (
                    estate.label("RELATIONSHIP", one.relationship),
                    "next of kin" if one.next_of_kin else "",
                    "emergency contact" if one.emergency else "",
                )
                if part
            ),
            ", ".join(one.phones) or "None recorded",
        )
        for one in found
    ]
