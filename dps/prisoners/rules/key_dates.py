"""Key dates: which calculation, which date, when released. Sources: prisoners.md 5, legacy-nomis.md 3."""

from collections.abc import Mapping
from datetime import date

LABELS = {
    "ARD": "Automatic release date",
    "CRD": "Conditional release date",
    "NPD": "Non-parole date",
    "PRRD": "Post-recall release date",
    "PED": "Parole eligibility date",
    "APD": "Approved parole date",
    "HDCED": "Home detention curfew eligibility date",
    "HDCAD": "Home detention curfew approved date",
    "SED": "Sentence expiry date",
    "LED": "Licence expiry date",
    "ETD": "Early transfer date",
    "MTD": "Mid transfer date",
    "LTD": "Late transfer date",
    "DPRRD": "Detention and training order post-recall release date",
    "TARIFF": "Tariff",
    "TUSED": "Top-up supervision expiry date",
    "ERSED": "Early removal scheme eligibility date",
    "TERSED": "Tariff-expired removal scheme eligibility date",
    "ROTL": "Release on temporary licence date",
}
_NON_DTO = ("ARD", "CRD", "NPD", "PRRD")

Dates = Mapping[str, tuple[date | None, date | None]]
"""Key date -> (calculated, overridden)."""


def effective(dates: Dates) -> dict[str, date]:
    """The date that counts for each kind: the override when there is one, else the calculated."""
    counted = {kind: override or calculated for kind, (calculated, override) in dates.items()}
    return {kind: day for kind, day in counted.items() if day is not None}


def non_dto_release(days: Mapping[str, date]) -> tuple[str, date] | None:
    """The latest of ARD, CRD, NPD, PRRD; of equal dates the first in that order is named."""
    present = [(kind, days[kind]) for kind in _NON_DTO if kind in days]
    return max(present, key=lambda pair: (pair[1], -_NON_DTO.index(pair[0])), default=None)


def release_date(days: Mapping[str, date], *, confirmed_on: date | None) -> date | None:
    """Confirmed; else APD; else HDCAD; else the later of MTD and the non-DTO date."""
    if confirmed_on:
        return confirmed_on
    if "APD" in days:
        return days["APD"]
    if "HDCAD" in days:
        return days["HDCAD"]
    non_dto = non_dto_release(days)
    candidates = [day for day in (days.get("MTD"), non_dto[1] if non_dto else None) if day]
    return max(candidates, default=None)


def listed(days: Mapping[str, date], *, confirmed_on: date | None) -> list[tuple[str, date]]:
    """Label and date of every key date: the confirmed release first, the rest A to Z by label."""
    first = [("Confirmed release date", confirmed_on)] if confirmed_on else []
    return first + sorted((LABELS.get(kind, kind), day) for kind, day in days.items())
