"""The services on the home page. Each service registers its own tile."""

from dataclasses import dataclass

from django.urls import reverse

from dps.platform.access import SIGNED_IN, Actor, holds


@dataclass(frozen=True, slots=True)
class Tile:
    """A service somebody may open. `url_name` is a route without arguments; `capability` may be SIGNED_IN for all."""

    name: str
    description: str
    url_name: str
    capability: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A service as it stands on one person's home page."""

    name: str
    description: str
    address: str
    contact: str = ""


_tiles: dict[str, Tile] = {}


def register(tile: Tile) -> None:
    """Add a tile. Called from `AppConfig.ready`."""
    _tiles[tile.url_name] = tile


def tiles_for(actor: Actor) -> list[Shown]:
    """The tiles `actor` may open."""
    allowed = [tile for tile in _tiles.values() if tile.capability == SIGNED_IN or holds(actor, tile.capability)]
    return [Shown(tile.name, tile.description, reverse(tile.url_name)) for tile in allowed]
