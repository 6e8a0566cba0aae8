"""Who listens to which event. Handlers run in the worker, may run twice, and must be idempotent."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.platform.events.models import DomainEvent

Handler = Callable[["DomainEvent"], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(type: str, handler: Handler) -> None:
    """Call `handler` for every event of `type`. Called from `AppConfig.ready`."""
    if handler not in _handlers[type]:
        _handlers[type].append(handler)


def handlers_of(type: str) -> list[Handler]:
    """The handlers of one event type, in the order they subscribed."""
    return list(_handlers.get(type, ()))
