"""What can be done about a person from their overview: registered by the service that does it (prisoners.md 3)."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from dps.platform.access import Actor, holds
from dps.prisoners.profile.frame import Opened
from dps.prisoners.rules.access import Part

log = structlog.get_logger("dps.prisoners")


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `path` is below the person's address; shown to whoever holds `capability` and may do `part`.

    `words` may be a function of the person and the actor, for an action that has two sides (watch, stop watching); ''
    leaves it out.
    """

    key: str
    words: str | Callable[[Opened, Actor], str]
    path: str
    order: int
    capability: str
    part: Part = Part.BASIC


_actions: dict[str, Action] = {}


def register(action: Action) -> None:
    """Add an action. Called from `AppConfig.ready`."""
    _actions[action.key] = action


def actions_for(person: Opened, actor: Actor) -> tuple[list[tuple[str, str]], bool]:
    """(words, address) of what this actor may do, in order, and whether some could not be found out."""
    shown, missing = [], False
    for action in sorted(_actions.values(), key=lambda one: (one.order, one.key)):
        if not holds(actor, action.capability) or not person.may(action.part):
            continue
        try:
            words = action.words(person, actor) if callable(action.words) else action.words
        except Exception as failure:
            log.error("action unavailable", action=action.key, kind=type(failure).__name__)
            missing = True
            continue
        if words:
            shown.append((words, person.base + action.path))
    return shown, missing
