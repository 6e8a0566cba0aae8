"""Who may listen to which topic. A service registers a guard for the topics it publishes."""

from collections.abc import Callable

from dps.platform.access.actor import Actor

Guard = Callable[[Actor, str], bool]
_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Add a guard: it answers True when the actor may know that the topic changed. Called from `AppConfig.ready`."""
    if guard not in _guards:
        _guards.append(guard)


def may_listen(actor: Actor, topic: str) -> bool:
    """Whether any guard lets `actor` hear of `topic`. Unknown topics are refused."""
    return any(guard(actor, topic) for guard in _guards)
