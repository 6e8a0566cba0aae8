"""Who must know when notes are written, changed or gone: other services register here.

A watcher is called in the transaction of the change with the ids of the notes, up to some thousands at once (a load
from NOMIS), after the change. A note that is no longer there was deleted. Watchers read what they need in a few
statements, however many notes there are.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

Watcher = Callable[[Sequence[UUID]], None]
_watchers: list[Watcher] = []


def register(watcher: Watcher) -> None:
    """Call `watcher` whenever notes change. Called from `AppConfig.ready`."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell(note_ids: Sequence[UUID]) -> None:
    """Tell every watcher of changed notes, in the current transaction."""
    if note_ids:
        for watcher in _watchers:
            watcher(note_ids)
