"""Profile details: a type and a code (or text) on the latest booking, as NOMIS keeps them (legacy-nomis.md 2)."""

from collections.abc import Mapping

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made
from dps.prisoners.models import ProfileDetail
from dps.prisoners.profile.frame import Opened

KIND = "profile detail"
NEVER_BOOKED = "This person has never been booked into a prison, so there is no record to change"


def read_details(booking_id: int | None, *types: str) -> dict[str, str]:
    """Type to code (or text) of the first detail of each type; types without one are left out. One statement."""
    if booking_id is None:
        return {}
    rows = ProfileDetail.objects.filter(booking_id=booking_id, type__in=types).order_by("type", "-sequence")
    return dict(rows.values_list("type", "code"))


def change_details(booking_id: int | None, values: Mapping[str, str]) -> list[Made]:
    """Give details of these types these codes, '' leaving the type without one, and say what was changed.

    The caller holds the person's lock, has asked permission and records what is given back. Raises Invalid for somebody
    never booked.
    """
    if booking_id is None:
        raise Invalid({"": NEVER_BOOKED})
    rows = ProfileDetail.objects.filter(booking_id=booking_id, type__in=values).order_by("-sequence")
    kept = {row.type: row for row in rows}
    made = []
    for type, code in values.items():
        row = kept.get(type)
        before = {"code": row.code, "sequence": row.sequence} if row else None
        if (row.code if row else "") == code:
            continue
        if row is None:
            row = ProfileDetail(booking_id=booking_id, type=type, sequence=1)
        row.code = code
        row.save()
        made.append(Made(KIND, type, before, {"code": code, "sequence": row.sequence}, booking_id))
    return made


def set_details(
    person: Opened,
    values: Mapping[str, str],
    *,
    by: Actor,
    area: str = "PERSONAL_DETAILS",
    restores: Change | None = None,
) -> bool:
    """`change_details`, recorded. Says whether anything changed."""
    made = change_details(person.booking_id, values)
    return bool(recording.record(person.number, made, by=by, area=area, restores=restores))
