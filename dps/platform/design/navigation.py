"""The service navigation. Each service registers its own item."""

from dataclasses import dataclass

from django.urls import reverse

from dps.platform.access import Actor, holds


@dataclass(frozen=True, slots=True)
class Item:
    """A link in the service navigation; a lower `order` comes first."""

    text: str
    url_name: str
    capability: str
    order: int


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Add an item. Called from `AppConfig.ready`."""
    _items[item.url_name] = item


def items_for(actor: Actor) -> list[tuple[str, str]]:
    """Text and address of each item `actor` may open, in order."""
    allowed = [item for item in _items.values() if holds(actor, item.capability)]
    return [(item.text, reverse(item.url_name)) for item in sorted(allowed, key=lambda i: (i.order, i.text))]
