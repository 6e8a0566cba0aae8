"""Changes of a diet: in words, and put back."""

from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.changes.kinds import Kind, Values
from dps.prisoners.changes.models import Change
from dps.prisoners.diet import commands, presenters, queries
from dps.prisoners.diet.rules import GROUPS, Needs, in_order
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.queries import header
from dps.prisoners.rules.access import Part


def restore(change: Change, by: Actor) -> None:
    """The diet as it was before; empty when there was none."""
    today = local_time.today()
    record = header(change.person_id, today)
    if record is None:
        raise Invalid({"": "This person is not in the search records"})
    before = change.before or queries.NOTHING
    groups = {group: in_order(group, before[group]) for group in GROUPS}
    needs = Needs(**groups, details=before["details"], catering_instructions=before["catering_instructions"])
    commands.set_diet(Opened(change.person_id, record, viewer_of(by), today), needs, by=by, restores=change)


def _now(number: str, key: str, booking_id: int | None) -> Values | None:
    return queries.needs_of(number) if queries.diet_of(number) else None


DIET = Kind(
    key=commands.KIND,
    title=lambda key: "Diet and food allergies",
    describe=lambda key, values: presenters.diet_words(values),
    part=Part.DIET,
    edit=Part.EDIT_DIET,
    restore=restore,
    now=_now,
)
