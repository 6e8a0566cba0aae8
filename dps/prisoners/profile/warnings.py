"""Sentences above one person's pages, with a link: that there may be another record of them, for one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from dps.prisoners.profile.failing_alone import failing_alone

if TYPE_CHECKING:
    from dps.prisoners.profile.frame import Opened

log = structlog.get_logger("dps.prisoners")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and where it leads."""

    words: str
    link_words: str
    href: str


Warning = Callable[["Opened"], Said | None]
_warnings: list[Warning] = []


def register(warning: Warning) -> None:
    """Add a function that answers what to say of a person, or None. Called from `AppConfig.ready`."""
    if warning not in _warnings:
        _warnings.append(warning)


def said_of(person: "Opened") -> list[Said]:
    """What there is to say of a person. A warning that breaks says nothing and never breaks the page."""
    said = []
    for warning in _warnings:
        try:
            with failing_alone():
                said.append(warning(person))
        except Exception as failure:
            log.warning("warning failed", kind=type(failure).__name__)
    return [one for one in said if one is not None]
