"""GOV.UK Notify's template language: placeholders, conditions, lists, and making what people typed harmless.

Source: notify.md 4.1.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"\(\(([^()]+)\)\)")
_IGNORED = re.compile(r"[\s_-]+")
_TRUE = frozenset({"yes", "y", "true", "t", "1", "include", "show"})
_FULL_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}://\S+)|(?:(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}/\S*)", re.I)
_DOTTED_WORD = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}(?![\w@-])", re.I)
_SPECIAL = re.compile(r"[`*_(){}\[\]<>#+\-.!|\\]")


def normal(name: str) -> str:
    """A placeholder's name without case, spaces, underscores and hyphens: `First Name` is `first_name`."""
    return _IGNORED.sub("", name).lower()


def _parts(inside: str) -> tuple[str, str | None]:
    name, condition, words = inside.partition("??")
    return name, words if condition else None


def placeholders(text: str) -> list[str]:
    """The names of every placeholder in order, each once, as first spelt."""
    found: dict[str, str] = {}
    for inside in _PLACEHOLDER.findall(text):
        name = _parts(inside)[0].strip()
        if normal(name):
            found.setdefault(normal(name), name)
    return list(found.values())


def _by_normal_name(values: Mapping[str, Any]) -> dict[str, Any]:
    return {normal(name): value for name, value in values.items()}


def missing(text: str, values: Mapping[str, Any]) -> list[str]:
    """The placeholders that have no value, as the template spells them. Empty text is a value; None is not."""
    given = _by_normal_name(values)
    return [name for name in placeholders(text) if given.get(normal(name)) is None]


def is_true(value: Any) -> bool:
    """Whether a conditional on `value` shows its words: yes, y, true, t, 1, include, show, in any case."""
    return not isinstance(value, list | tuple | set) and str(value).lower() in _TRUE


def _items(value: Iterable[Any]) -> list[str]:
    return [as_text(item) for item in value if item is not None and as_text(item).strip()]


def _in_words(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def as_text(value: Any) -> str:
    """A single value as it stands in a message."""
    return json.dumps(value) if isinstance(value, dict) else str(value)


def fill(text: str, values: Mapping[str, Any], *, bullets: bool = False) -> str:
    """`text` with every placeholder filled, in one pass: what a value holds is never a placeholder itself.

    A list becomes bullets when `bullets` (the body of an e-mail), else "a, b and c". Raises KeyError when a value is
    missing: ask `missing` first.
    """
    given = _by_normal_name(values)

    def one(found: re.Match[str]) -> str:
        name, words = _parts(found[1])
        if not normal(name):
            return found[0]
        value = given[normal(name)]
        if words is not None:
            return words if is_true(value) else ""
        if isinstance(value, list | tuple | set):
            items = _items(value)
            if bullets and items:
                return "\n\n" + "\n".join(f"* {item}" for item in items)
            return _in_words(items)
        return as_text(value)

    return _PLACEHOLDER.sub(one, text)


def without_addresses(text: str) -> str:
    """What a person typed, with web addresses taken out and words that look like one broken: `evil. link`."""
    text = _FULL_ADDRESS.sub("", text)
    return _DOTTED_WORD.sub(lambda found: found[0].replace(".", ". "), text)


def sanitised(text: str) -> str:
    """What a person typed, so that neither a link nor markdown comes of it."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", without_addresses(text))


def sanitise_values(values: Mapping[str, Any], names: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values with those `names` made harmless, and what was changed: {name: {"unsanitised", "sanitised"}}."""
    wanted = {normal(name) for name in names}
    cleaned, changed = dict(values), {}
    for name, value in values.items():
        if normal(name) not in wanted or value is None or isinstance(value, bool | int | float):
            continue
        several = isinstance(value, list | tuple | set)
        after: Any = (
            [sanitised(as_text(item)) for item in value if item is not None] if several else sanitised(as_text(value))
        )
        before: Any = [as_text(item) for item in value if item is not None] if several else as_text(value)
        cleaned[name] = after
        if after != before:
            changed[name] = {"unsanitised": before, "sanitised": after}
    return cleaned, changed
