"""The services on the home page. Each service registers its own tile."""

from dataclasses import dataclass

from django.urls import reverse

from dps.platform.access import Actor, holds


@dataclass(frozen=True, slots=True)
class Tile:
    """A service somebody may open. `url_name` is a route without arguments; a lower `order` comes first."""

    name: str
    description: str
    url_name: str
    capability: str
    order: int


_tiles: dict[str, Tile] = {}


def register(tile: Tile) -> None:
    """Add a tile. Called from `AppConfig.ready`."""
    _tiles[tile.url_name] = tile


def tiles_for(actor: Actor) -> list[tuple[Tile, str]]:
    """The tiles `actor` may open with their addresses, in order."""
    allowed = [tile for tile in _tiles.values() if holds(actor, tile.capability)]
    return [(tile, reverse(tile.url_name)) for tile in sorted(allowed, key=lambda t: (t.order, t.name))]
