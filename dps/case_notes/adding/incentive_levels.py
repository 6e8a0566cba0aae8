"""Where the incentive level of a person is recorded: registered by the service that records it."""

from dps.prisoners.profile.frame import Opened

_path: list[str] = []


def register_page(path: str) -> None:
    """The page, below the person's address, where the level is recorded. Called from `AppConfig.ready`."""
    _path[:] = [path]


def page_of(person: Opened) -> str:
    """The address of that page; '' while levels are recorded in NOMIS only."""
    return person.base + _path[0] if _path else ""
