"""Who is told when an address turns out not to exist."""

from collections.abc import Callable

Hook = Callable[[str, str], None]
_hooks: list[Hook] = []


def when_undeliverable(hook: Hook) -> None:
    """Call `hook(username, address)` for a message that can never be delivered. Called from `AppConfig.ready`.

    It runs in the worker, in one transaction with the note that it was told, and may run twice.
    """
    if hook not in _hooks:
        _hooks.append(hook)


def hooks() -> list[Hook]:
    """Everybody who is told, in the order they asked."""
    return list(_hooks)
