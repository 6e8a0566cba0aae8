"""Searches put together from "this field is that" (search.md 6): what may be asked, and what it means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dps.prisoners.search.rules import canonical_pnc

MOST_MATCHERS, MOST_DEPTH = 30, 5


class Kind(StrEnum):
    """What a field holds."""

    STRING = "String"
    INT = "Integer"
    DATE = "Date"
    DATETIME = "DateTime"
    BOOLEAN = "Boolean"
    PNC = "PNC"


class Text(StrEnum):
    """How a text must be."""

    IS = "IS"
    IS_NOT = "IS_NOT"
    CONTAINS = "CONTAINS"
    STARTSWITH = "STARTSWITH"
    IN = "IN"


@dataclass(frozen=True, slots=True)
class Matcher:
    """One field and what it must be. `kind` is what it is matched as; only what that kind needs is read."""

    attribute: str
    kind: Kind
    condition: Text = Text.IS
    term: str = ""
    lowest: int | date | datetime | None = None
    highest: int | date | datetime | None = None
    lowest_included: bool = True
    highest_included: bool = True
    truth: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """Matchers and further queries, all of which must hold (or, `either`, one of them)."""

    matchers: tuple[Matcher, ...] = ()
    queries: "tuple[Query, ...]" = ()
    either: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """What the rules need to know of a field."""

    name: str
    kind: Kind
    fuzzy: bool = False


def problems_of(query: Query, fields: Mapping[str, Field]) -> dict[str, str]:
    """What is wrong with a search, by field ('' for the whole); none when it can be run."""
    problems: dict[str, str] = {}
    found = 0

    def look(one: Query, depth: int) -> None:
        nonlocal found
        if not one.matchers and not one.queries:
            problems.setdefault("", "Each query needs a matcher or a query of its own")
        if depth > MOST_DEPTH:
            problems.setdefault("", f"Queries may stand {MOST_DEPTH} deep")
            return
        for matcher in one.matchers:
            found += 1
            if words := problem_of(matcher, fields):
                problems.setdefault(matcher.attribute[:80], words)
        for inner in one.queries:
            look(inner, depth + 1)

    look(query, 1)
    if found > MOST_MATCHERS:
        problems.setdefault("", f"At most {MOST_MATCHERS} matchers may be asked for at once")
    return problems


def problem_of(matcher: Matcher, fields: Mapping[str, Field]) -> str:
    """What is wrong with one matcher; '' when nothing is."""
    known = fields.get(matcher.attribute)
    if known is None:
        return "There is no such field"
    fits = {known.kind, *((Kind.STRING,) if known.kind is Kind.PNC else ())}
    if matcher.kind not in fits:
        return f"This field holds {known.kind.lower()} values"
    if matcher.kind is Kind.STRING:
        if not matcher.term.strip():
            return "Enter something to look for"
        return ""
    if matcher.kind is Kind.PNC:
        return "" if canonical_pnc(matcher.term.strip()) else "Enter a PNC number, like 2003/0234567A"
    if matcher.kind is Kind.BOOLEAN:
        return ""
    return _range_problem(matcher)


def _range_problem(matcher: Matcher) -> str:
    low, high = matcher.lowest, matcher.highest
    if low is None and high is None:
        return "Enter a lowest or a highest value"
    if low is None or high is None:
        return ""
    if high < low:  # type: ignore[operator]
        return "The highest value must not be below the lowest"
    width = None
    if isinstance(low, int) and isinstance(high, int):
        width = high - low
    elif type(low) is date and type(high) is date:
        width = (high - low).days
    left_out = (not matcher.lowest_included) + (not matcher.highest_included)
    empty = width - left_out < 0 if width is not None else low == high and left_out > 0
    return "Nothing lies between these values" if empty else ""


def pattern_of(condition: Text, term: str) -> str:
    r"""The LIKE pattern (escape `\`) of a text condition, in small letters. `*` and `?` stand for any letters only in
    CONTAINS, which must then fit the whole value."""
    term = term.strip().lower()
    plain = re.sub(r"([\\%_])", r"\\\1", term)
    match condition:
        case Text.CONTAINS if "*" in term or "?" in term:
            return plain.replace("*", "%").replace("?", "_")
        case Text.CONTAINS:
            return f"%{plain}%"
        case Text.STARTSWITH:
            return f"{plain}%"
    return plain


def listed(term: str) -> list[str]:
    """The values of an IN: parted by commas, exactly as they are written."""
    return [part.strip() for part in term.split(",") if part.strip()]


def fits(condition: Text, term: str, value: str) -> bool:
    """Whether a text is as asked. The database's answer is held to this by a test."""
    if condition is Text.IN:
        return value in listed(term)
    if condition is Text.IS_NOT:
        return not fits(Text.IS, term, value)
    pieces = re.split(r"(\\.|%|_)", pattern_of(condition, term))
    meant = {"%": ".*", "_": "."}
    expression = "".join(
        meant.get(piece, re.escape(piece[1:] if piece.startswith("\\") and len(piece) == 2 else piece))
        for piece in pieces
    )
    return re.fullmatch(expression, value.lower(), re.DOTALL) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as a page or a caller put it."""

    query: Query
    prisons: tuple[str, ...] | None = None
    sort: tuple[tuple[str, bool], ...] = field(default=())
    """(Field, ascending) in turn; the prison number always last, so that pages never overlap."""


def sort_problems(sort: Sequence[tuple[str, bool]], sortable: Mapping[str, str]) -> dict[str, str]:
    """Fields that cannot be sorted by."""
    return {name[:80]: "Results cannot be sorted by this" for name, _ in sort if name not in sortable}
