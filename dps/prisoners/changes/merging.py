"""Who must put things in order before everything of one prison number moves to another: services register here."""

from collections.abc import Callable

Prepare = Callable[[str, str], None]
_each: list[Prepare] = []


def register(prepare: Prepare) -> None:
    """Call `prepare(kept, removed)` in the transaction of every merge, before rows move. Called from
    `AppConfig.ready`."""
    if prepare not in _each:
        _each.append(prepare)


def prepare_all(kept: str, removed: str) -> None:
    """Have every service prepare the merge of `removed` into `kept`."""
    for prepare in _each:
        prepare(kept, removed)
