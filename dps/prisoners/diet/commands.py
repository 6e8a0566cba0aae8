"""Writes of diets and food allergies."""

from typing import Any

from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made, record
from dps.prisoners.diet import queries
from dps.prisoners.diet.models import Diet
from dps.prisoners.diet.rules import Needs
from dps.prisoners.profile.frame import Opened

KIND = "diet"


def set_diet(person: Opened, needs: Needs, *, by: Actor, restores: Change | None = None) -> bool:
    """What a person eats, all of it at once. Says whether anything changed.

    The caller holds the person's lock, in a transaction, and has asked permission.
    """
    before = queries.needs_of(person.number)
    after: dict[str, Any] = {
        "medical": list(needs.medical),
        "allergies": list(needs.allergies),
        "personalised": list(needs.personalised),
        "details": dict(needs.details),
        "catering_instructions": needs.catering_instructions,
    }
    if before == after:
        return False
    known = queries.diet_of(person.number) is not None
    Diet.objects.update_or_create(
        person_id=person.number,
        defaults={
            **after,
            "changed_at": local_time.now(),
            "changed_by": by.display_name or by.username,
            "changed_in": person.record["agency"],
        },
    )
    made = [Made(KIND, "", before if known else None, after, person.booking_id)]
    return bool(record(person.number, made, by=by, restores=restores))
