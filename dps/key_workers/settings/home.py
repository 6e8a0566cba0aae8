"""What stands on the home of the service: registered by the room that owns each (key-workers.md 2.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from dps.key_workers.levels import Here, Level


@dataclass(frozen=True, slots=True)
class HomeTile:
    """One thing to do. `words` and `description` may use {worker} and {workers}; `path` is below the scheme's address
    (`staff/`). `highest` hides it from whoever may do more."""

    words: str
    description: str
    path: str
    level: Level
    order: int
    highest: Level = Level.ADMIN
    when_off: bool = False
    """Shown to administrators also while the scheme is off."""
    shown: Callable[[Here], bool] | None = None
    describe: Callable[[Here], str] | None = None
    """The description, when it depends on the prison."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile as one person sees it."""

    words: str
    description: str
    address: str


_tiles: dict[str, HomeTile] = {}


def register(tile: HomeTile) -> None:
    """Add a tile. Called from a room's `register`."""
    _tiles[tile.path] = tile


def tiles_for(here: Here) -> list[Shown]:
    """What one person may do here, in order."""
    shown = [tile for tile in _tiles.values() if _is_shown(tile, here)]
    names = {"worker": here.words.worker, "workers": here.words.workers}
    return [
        Shown(
            tile.words.format(**names),
            (tile.describe(here) if tile.describe else tile.description).format(**names),
            f"{here.base}{tile.path}",
        )
        for tile in sorted(shown, key=lambda tile: (tile.order, tile.words))
    ]


def _is_shown(tile: HomeTile, here: Here) -> bool:
    if not here.settings.enabled and not (tile.when_off and here.may_administer):
        return False
    return tile.level <= here.level <= tile.highest and (tile.shown is None or tile.shown(here))
