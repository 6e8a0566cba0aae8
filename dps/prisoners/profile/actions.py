"""What can be done about a person from their overview: registered by the service that does it (prisoners.md 3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from dps.platform.access import Actor, holds
from dps.prisoners.profile.frame import Opened
from dps.prisoners.rules.access import Part

log = structlog.get_logger("dps.prisoners")


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `path` is below the person's address; shown to whoever holds `capability` and may do `part`.

    `words` may be a function of the person and the actor. An action that has two sides (watch, stop watching) asks a
    `question` instead, and `says` its words by the answer. '' leaves it out.
    """

    key: str
    words: str | Callable[[Opened, Actor], str]
    path: str
    order: int
    capability: str
    part: Part = Part.BASIC
    question: "Question | None" = None
    says: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What an action must know of the person and the actor: SQL as that of a card of the quick look, read with the
    cards. Actions may ask the same one. `of` says about whom it is asked at all; the answer is None elsewhere."""

    name: str
    sql: str
    of: Callable[[Opened], bool] = lambda person: True


_actions: dict[str, Action] = {}


def register(action: Action) -> None:
    """Add an action. Called from `AppConfig.ready`."""
    _actions[action.key] = action


def asked_for(person: Opened, actor: Actor) -> dict[str, str]:
    """The SQL of what the actions of this actor must know, by name."""
    return {
        action.question.name: action.question.sql
        for action in _of(person, actor)
        if action.question and action.question.of(person)
    }


def actions_for(person: Opened, actor: Actor, answers: Mapping[str, Any]) -> tuple[list[tuple[str, str]], bool]:
    """(words, address) of what this actor may do, in order, and whether some could not be found out. `answers` are
    those to `asked_for`."""
    shown, missing = [], False
    for action in _of(person, actor):
        try:
            words = _words(action, person, actor, answers)
        except Exception as failure:
            log.error("action unavailable", action=action.key, kind=type(failure).__name__)
            missing = True
            continue
        if words:
            shown.append((words, person.base + action.path))
    return shown, missing


def _of(person: Opened, actor: Actor) -> list[Action]:
    return [
        action
        for action in sorted(_actions.values(), key=lambda one: (one.order, one.key))
        if holds(actor, action.capability) and person.may(action.part)
    ]


def _words(action: Action, person: Opened, actor: Actor, answers: Mapping[str, Any]) -> str:
    if action.question and action.says:
        return action.says(answers[action.question.name] if action.question.of(person) else None)
    return action.words(person, actor) if callable(action.words) else action.words
