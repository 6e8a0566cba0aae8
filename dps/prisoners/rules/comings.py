"""What a change of somebody's record means to other systems: received, released, moved cell, convicted or not any more.

Found by comparing the record before and after (apis-events-documents.md 2, "Search index" and "Rules").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dps.prisoners.rules.custody import convicted_status


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands, from their search record. `status` as in reference-data.md 4: ACTIVE IN and so on."""

    booking_id: int | None
    status: str
    agency: str
    last_movement_type: str = ""
    last_movement_reason: str = ""
    cell_path: str = ""
    band: int | None = None

    @property
    def is_in(self) -> bool:
        """Whether they are inside a prison now."""
        return self.status == "ACTIVE IN"


@dataclass(frozen=True, slots=True)
class News:
    """One event: its type and what it says."""

    type: str
    data: Mapping[str, Any]


_RELEASED = {"TAP": "TEMPORARY_ABSENCE_RELEASE", "CRT": "SENT_TO_COURT", "TRN": "TRANSFERRED"}
_RETURNED = {"TAP": "TEMPORARY_ABSENCE_RETURN", "CRT": "RETURN_FROM_COURT"}


def news_of(before: Standing | None, after: Standing) -> list[News]:
    """Everything there is to tell. `before` is None for somebody new here."""
    told = []
    was_in = before is not None and before.is_in
    if after.is_in and (not was_in or (before is not None and before.agency != after.agency)):
        reason = received_because(before, after)
        told.append(News("prisoner.received", {"reason": reason, "prisonId": after.agency}))
    elif was_in and not after.is_in:
        assert before is not None
        told.append(News("prisoner.released", {"reason": released_because(after), "prisonId": before.agency}))
    elif was_in and before is not None and before.cell_path != after.cell_path:
        told.append(News("prisoner.cell-move", {"prisonId": after.agency, "bookingId": after.booking_id}))
    if before is not None and after.booking_id == before.booking_id:
        now = convicted_status(after.band)
        if now and now != convicted_status(before.band):
            told.append(News("prisoner.convicted-status-changed", {"convictedStatus": now}))
    return told


def received_because(before: Standing | None, after: Standing) -> str:
    """Why somebody who is in a prison now was received there."""
    if after.last_movement_type in _RETURNED:
        return _RETURNED[after.last_movement_type]
    transferred = after.last_movement_type == "ADM" and after.last_movement_reason == "INT"
    if transferred or (before is not None and before.is_in and before.booking_id == after.booking_id):
        return "TRANSFERRED"
    if before is None or before.booking_id is None:
        return "NEW_ADMISSION"
    if after.booking_id == before.booking_id:
        return "READMISSION"
    return "NEW_ADMISSION" if (after.booking_id or 0) > before.booking_id else "READMISSION_SWITCH_BOOKING"


def released_because(after: Standing) -> str:
    """Why somebody is in a prison no longer."""
    if after.last_movement_type == "REL":
        return "RELEASED_TO_HOSPITAL" if after.last_movement_reason == "HP" else "RELEASED"
    return _RELEASED.get(after.last_movement_type, "UNKNOWN")
