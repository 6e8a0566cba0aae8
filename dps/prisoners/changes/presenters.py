"""Changes in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dps.prisoners.changes.kinds import Kind, history_path, kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.queries import may_put_back
from dps.prisoners.profile.frame import Opened

NOTHING = "Nothing recorded"


@dataclass(frozen=True, slots=True)
class Row:
    """One change as a page shows it."""

    at: datetime
    who: str
    title: str
    before: str
    after: str
    reason: str
    restores: datetime | None
    """When what it put back was changed."""
    history: str
    """Where all changes of this thing are, below the person's address."""
    put_back: str
    """Where the state before can be put back; '' when the viewer may not."""


def state_words(kind: Kind, key: str, values: object) -> str:
    """One state in words: what it says, that it says nothing, or that it was not there."""
    if not isinstance(values, dict):
        return "Not there"
    return kind.describe(key, values) or NOTHING


def rows(changes: Iterable[Change], person: Opened) -> list[Row]:
    """Changes as a page shows them. The reader may read all of them."""
    shown = []
    for change in changes:
        kind = kind_of(change.kind)
        if kind is None:
            continue
        shown.append(
            Row(
                at=change.at,
                who=change.display_name or change.username,
                title=kind.title(change.key),
                before=state_words(kind, change.key, change.before),
                after=state_words(kind, change.key, change.after),
                reason=change.reason,
                restores=change.restores.at if change.restores else None,
                history=history_path(change.kind, change.key),
                put_back=f"changes/{change.pk}/put-back/" if may_put_back(person, change, kind) else "",
            )
        )
    return shown
