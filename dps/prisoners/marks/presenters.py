"""Marks in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from dps.estate import queries as estate
from dps.prisoners.marks import rules


def place_words(body_part: str, side: str, orientation: str) -> str:
    """Where it is: as it is offered here, else put together from the words of the codes."""
    if found := rules.place_with(body_part, side, orientation):
        return found.words.removesuffix(", no exact part")
    parts = [estate.label("BODY_PART", body_part)]
    parts += [estate.label("SIDE", side).lower()] if side else []
    parts += [estate.label("PART_ORIENT", orientation).lower()] if orientation else []
    return ", ".join(parts)


def type_words(type: str) -> str:
    """Tattoo, Scar or Mark; the code itself when unknown."""
    return rules.TYPE_WORDS.get(type, type)


def title(type: str, body_part: str, side: str, orientation: str) -> str:
    """One mark by what and where it is: "Tattoo: left upper arm"."""
    return f"{type_words(type)}: {place_words(body_part, side, orientation).lower()}"


def described(key: str, values: Mapping[str, Any]) -> str:
    """One state of a mark in words."""
    words = title(values["type"], values["body_part"], values["side"], values["orientation"])
    return f"{words}. {values['comment']}" if values["comment"] else words


def dots(marks: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[str, int]]]:
    """For each picture, front and back, which areas hold how many of `marks`. Each mark is counted on one picture."""
    found: dict[str, dict[str, int]] = {"front": {}, "back": {}}
    for mark in marks:
        area = mark["area"]
        if area is None:
            continue
        view = "back" if area.back and (mark["side"] == "B" or not area.front) else "front"
        found[view][area.key] = found[view].get(area.key, 0) + 1
    return {view: sorted(counted.items()) for view, counted in found.items()}
