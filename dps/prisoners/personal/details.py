"""Profile details: a type and a code (or text) on the latest booking, as NOMIS keeps them (legacy-nomis.md 2)."""

from collections.abc import Mapping

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.changes import recording
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import ProfileDetail
from dps.prisoners.profile.frame import Opened

KIND = "profile detail"


def read_details(booking_id: int | None, *types: str) -> dict[str, str]:
    """Type to code (or text) of the first detail of each type; types without one are left out. One statement."""
    if booking_id is None:
        return {}
    rows = ProfileDetail.objects.filter(booking_id=booking_id, type__in=types).order_by("type", "-sequence")
    return dict(rows.values_list("type", "code"))


def set_details(person: Opened, values: Mapping[str, str], *, by: Actor, area: str = "PERSONAL_DETAILS") -> bool:
    """Give details of these types these codes; '' leaves the type without one. Says whether anything changed.

    The caller holds the person's lock and has asked permission. Raises Invalid for somebody never booked.
    """
    if person.booking_id is None:
        raise Invalid({"": "This person has never been booked into a prison, so there is no record to change"})
    kept = {
        row.type: row
        for row in ProfileDetail.objects.filter(booking_id=person.booking_id, type__in=values).order_by("-sequence")
    }
    made = []
    for type, code in values.items():
        row = kept.get(type)
        before = {"code": row.code, "sequence": row.sequence} if row else None
        if (row.code if row else "") == code:
            continue
        if row is None:
            row = ProfileDetail(booking_id=person.booking_id, type=type, sequence=1)
        row.code = code
        row.save()
        made.append(Made(KIND, type, before, {"code": code, "sequence": row.sequence}, person.booking_id))
    return bool(recording.record(person.number, made, by=by, area=area))
