"""Words and colours for the pages of changes in bulk."""

from collections import Counter
from dataclasses import dataclass

from dps.identity.users.bulk import rules
from dps.identity.users.models import BulkChange
from dps.platform.jobs.steps import Progress

_TAGS: dict[str, str] = {
    BulkChange.State.DRAFT: "govuk-tag--grey",
    BulkChange.State.WAITING: "govuk-tag--blue",
    BulkChange.State.RUNNING: "govuk-tag--blue",
    BulkChange.State.COMPLETE: "govuk-tag--green",
}


def told_apart(roles: dict[str, str]) -> list[tuple[str, str]]:
    """Roles to choose from: by name, with the code where two are called the same."""
    often = Counter(roles.values())
    return [(code, f"{name} ({code})" if often[name] > 1 else name) for code, name in roles.items()]


@dataclass(frozen=True, slots=True)
class Shown:
    """How far a change is, in words."""

    tag: str
    state: str
    percent: int
    twentieths: int
    is_many: bool
    does: str


def shown(change: BulkChange) -> Shown:
    """A change as it stands."""
    done = Progress(change.done, change.assignments)
    assignments = change.assignments or change.people * len(change.roles)
    return Shown(
        tag=_TAGS.get(change.state, ""),
        state=str(BulkChange.State(change.state).label),
        percent=done.percent,
        twentieths=done.twentieths,
        is_many=assignments > rules.MANY_ASSIGNMENTS,
        does="Remove" if change.action == rules.REMOVE else "Add",
    )
