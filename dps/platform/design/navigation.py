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


@dataclass(frozen=True, slots=True)
class Link:
    """An item as it stands on one page."""

    text: str
    href: str
    is_here: bool


def links_for(actor: Actor, path: str) -> list[Link]:
    """A link for each item `actor` may open, in order. Here is the one whose address is most of `path`."""
    allowed = [item for item in _items.values() if holds(actor, item.capability)]
    places = [(item.text, reverse(item.url_name)) for item in sorted(allowed, key=lambda i: (i.order, i.text))]
    here = max((href for _, href in places if path.startswith(href)), key=len, default="")
    return [Link(text, href, href == here) for text, href in places]
