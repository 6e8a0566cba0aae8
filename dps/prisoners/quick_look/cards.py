"""The cards of the quick look: registered by the service that owns them, each hidden without permission, each failing
alone.

A card gives a piece of SQL that answers one JSON value. When all is well every card is read in one statement; when that
fails each is read by itself, and only the broken ones say so.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import structlog
from django.db import DatabaseError, connection

from dps.platform.prepared import Statement
from dps.prisoners.profile.failing_alone import failing_alone
from dps.prisoners.rules.access import Part, Viewer, Whereabouts, may_see

log = structlog.get_logger("dps.prisoners")


@dataclass(frozen=True, slots=True)
class Facts:
    """What cards may build on: the person, the header already read, the day."""

    number: str
    booking_id: int | None
    prison: str
    today: date
    born_on: date | None
    arrived_on: date | None
    acct_open: bool
    in_caseload: bool
    day_from: datetime
    day_to: datetime
    record: Mapping[str, Any]
    username: str
    account: int | None
    """Who looks."""

    def values(self) -> dict[str, Any]:
        """Parameters every card's SQL may use."""
        return {
            "number": self.number,
            "booking": self.booking_id,
            "prison": self.prison,
            "today": self.today,
            "day_from": self.day_from,
            "day_to": self.day_to,
            "username": self.username,
            "account": self.account,
        }


Present = Callable[[Any, Facts], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Link:
    """A link at the foot of a card, for whoever may see `part`. `path` is below the person's address."""

    words: str
    path: str
    part: Part


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `sql` is a scalar sub-select; it may use the parameters of `Facts.values`, and {{pieces}} that other
    services supply."""

    key: str
    title: str
    order: int
    part: Part
    sql: str
    present: Present
    template: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as the page shows it; `value` is None when it is unavailable. `link` is one this viewer may follow."""

    key: str
    title: str
    template: str
    value: Mapping[str, Any] | None
    link: Link | None = None


_PIECE = re.compile(r"\{\{(\w+)\}\}")
_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    """Add a card. Called from `AppConfig.ready`."""
    _cards[card.key] = card


_pieces: dict[str, str] = {}


def supply(piece: str, sql: str) -> None:
    """Give a piece of SQL, a scalar sub-select, that a card of this service asks others for, such as `behaviour`.
    Called from `AppConfig.ready`."""
    _pieces[piece] = sql


def _whole(sql: str) -> str:
    """The SQL of a card with the pieces it asks for; NULL for one that no service supplies."""
    return _PIECE.sub(lambda found: f"({_pieces.get(found[1], 'NULL')})", sql)


def registered() -> list[Card]:
    """Every card, in the order they are shown."""
    return sorted(_cards.values(), key=lambda card: (card.order, card.key))


def cards_for(
    facts: Facts, whereabouts: Whereabouts, viewer: Viewer, asked: Mapping[str, str] | None = None
) -> tuple[list[Shown], Mapping[str, Any]]:
    """The cards this viewer may see, and the answers to what else is `asked` of the person: pieces of SQL by name, as
    those of cards; one that breaks has no answer. One statement when nothing is broken."""
    cards = [card for card in registered() if may_see(card.part, whereabouts, viewer)]
    questions = {**{card.key: card.sql for card in cards}, **(asked or {})}
    if not questions:
        return [], {}
    try:
        read: dict[str, Any] = _read(questions, facts)
    except DatabaseError:
        read = _read_one_by_one(questions, facts)
    shown = [
        _show(card, read, facts, card.link if card.link and may_see(card.link.part, whereabouts, viewer) else None)
        for card in cards
    ]
    return shown, {name: read[name] for name in asked or {} if name in read}


_TYPES = {
    "number": "text",
    "booking": "bigint",
    "prison": "text",
    "today": "date",
    "day_from": "timestamptz",
    "day_to": "timestamptz",
    "username": "text",
    "account": "bigint",
}
"""Parameters of a card's SQL and their types in PostgreSQL."""


def _read(questions: Mapping[str, str], facts: Facts) -> dict[str, Any]:
    """All in one statement, prepared once a connection: planning them takes three times as long as reading."""
    with failing_alone(), connection.cursor() as cursor:
        _statement(tuple(questions.items())).execute(cursor, facts.values())
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


@lru_cache(maxsize=256)
def _statement(questions: tuple[tuple[str, str], ...]) -> Statement:
    name = "cards_" + "_".join(key for key, _ in questions)
    if len(name) > 63 or not name.replace("_", "").isalnum():  # a longer name would be cut by PostgreSQL
        name = f"cards_{sha256(name.encode()).hexdigest()[:40]}"
    pairs = ", ".join(f"'{key}', ({_whole(sql)})" for key, sql in questions)
    return Statement(name, f"SELECT jsonb_build_object({pairs})::text", _TYPES)


def _read_one_by_one(questions: Mapping[str, str], facts: Facts) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, sql in questions.items():
        try:
            read |= _read({key: sql}, facts)
        except DatabaseError as failure:
            log.error("card unavailable", card=key, kind=type(failure).__name__)
    return read


def _show(card: Card, read: Mapping[str, Any], facts: Facts, link: Link | None) -> Shown:
    value = None
    if card.key in read:
        try:
            value = card.present(read[card.key], facts)
        except Exception as failure:
            log.error("card unavailable", card=card.key, kind=type(failure).__name__)
    return Shown(card.key, card.title, card.template, value, link)
