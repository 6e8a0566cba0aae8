"""The part of markdown that GOV.UK Notify knows, as HTML and as plain text. Source: notify.md 4.2. Pure.

Not known, and shown as typed: bold, italic, code, block quotes by `>`. Pictures and tables vanish.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$")
_RULE = re.compile(r"^[ \t]*(?:-{3,}|\*{3,})[ \t]*$")
_BULLET = re.compile(r"^[ \t]*(?:[*-][ \t]+|•[ \t]*)(.*)$")
_NUMBER = re.compile(r"^[ \t]*(\d{1,9})[.][ \t]+(.*)$")
_INSET = re.compile(r"^\^[ \t]*(.*)$")
_TABLE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$")
_ESCAPED = r"\\[`*_(){}\[\]<>#+\-.!|\\]"
_INLINE = re.compile(
    rf"(?P<escaped>{_ESCAPED})"
    r"|(?P<picture>!\[[^\]\n]*\]\([^)\n]*\))"
    r"|\[(?P<words>(?:\\.|[^\]\\\n])+)\]\((?P<to>https?://[^\s()\\]+(?:\([^\s()\\]*\)[^\s()\\]*)*)"
    r"(?:[ \t]+\"(?P<title>[^\"\n]*)\")?\)"
    r"|(?P<bare>https?://[^\s<>\"\\\[\]]+)",
    re.I,
)
_UNDERLINE = 65


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a message: its kind, its lines, and for a numbered list its first number."""

    kind: str
    lines: tuple[str, ...]
    first: int = 1


def blocks(text: str) -> Iterator[Block]:
    """The pieces of a message, in order."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif found := _HEADING.match(line):
            kind = {1: "heading", 2: "subheading"}.get(len(found[1]), "paragraph")
            yield Block(kind, (found[2],))
            at += 1
        elif _RULE.match(line):
            yield Block("rule", ())
            at += 1
        elif "|" in line and at + 1 < len(lines) and _TABLE.match(lines[at + 1]):
            while at < len(lines) and lines[at].strip():
                at += 1
        else:
            block, at = _run(lines, at)
            yield block


def _begins_another(line: str) -> bool:
    return not line.strip() or any(kind.match(line) for kind in (_HEADING, _RULE, _BULLET, _NUMBER, _INSET))


def _run(lines: list[str], at: int) -> tuple[Block, int]:
    """A list, an inset or a paragraph, and the line after it."""
    for kind, pattern, group in (("bullets", _BULLET, 1), ("numbers", _NUMBER, 2)):
        if not (found := pattern.match(lines[at])):
            continue
        first = int(found[1]) if kind == "numbers" else 1
        items: list[str] = []
        while at < len(lines):
            if (found := pattern.match(lines[at])) and not _RULE.match(lines[at]):
                items.append(found[group])
            elif lines[at][:1] in (" ", "\t") and not _begins_another(lines[at]):
                items[-1] += "\n" + lines[at].strip()
            elif not lines[at].strip() and at + 1 < len(lines) and pattern.match(lines[at + 1]):
                pass  # a blank line between two items
            else:
                break
            at += 1
        return Block(kind, tuple(items), first), at
    inset = _INSET.match(lines[at])
    said = [inset[1] if inset else lines[at].strip()]
    at += 1
    while at < len(lines) and not _begins_another(lines[at]):
        said.append(lines[at].strip())
        at += 1
    return Block("inset" if inset else "paragraph", tuple(said)), at


def _tail(address: str) -> int:
    """How many characters at the end of a bare address belong to the sentence round it."""
    length = len(address)
    while length and (
        address[length - 1] in ".,;:!?'’”" or (address[length - 1] == ")" and "(" not in address[:length])
    ):
        length -= 1
    return len(address) - length


def _unescaped(text: str) -> str:
    return re.sub(_ESCAPED, lambda found: found[0][1:], text)


def _inline_html(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found["escaped"]:
            return escape(found[0][1:])
        if found["picture"]:
            return ""
        if found["to"]:
            title = f' title="{escape(found["title"])}"' if found["title"] else ""
            words = escape(_unescaped(found["words"]))
            return f'<a class="govuk-link" href="{escape(found["to"])}"{title}>{words}</a>'
        cut = len(found["bare"]) - _tail(found["bare"])
        address, after = found["bare"][:cut], found["bare"][cut:]
        return f'<a class="govuk-link" href="{escape(address)}">{escape(address)}</a>{escape(after)}'

    parts, end = [], 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[end : found.start()]), one(found)]
        end = found.end()
    return "".join([*parts, escape(text[end:])]).replace("\n", "<br>")


def _inline_plain(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found["escaped"]:
            return found[0][1:]
        if found["picture"]:
            return ""
        return f"{_unescaped(found['words'])}: {found['to']}" if found["to"] else found[0]

    return _INLINE.sub(one, text)


def as_html(text: str) -> str:
    """The message as HTML, everything a person typed escaped."""
    parts = []
    for block in blocks(text):
        inside = [_inline_html(line) for line in block.lines]
        items = "".join(f"<li>{item}</li>" for item in inside)
        start = f' start="{block.first}"' if block.first != 1 else ""
        parts.append(
            {
                "heading": f'<h2 class="govuk-heading-m">{"".join(inside)}</h2>',
                "subheading": f'<h3 class="govuk-heading-s">{"".join(inside)}</h3>',
                "rule": '<hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible">',
                "bullets": f'<ul class="govuk-list govuk-list--bullet">{items}</ul>',
                "numbers": f'<ol class="govuk-list govuk-list--number"{start}>{items}</ol>',
                "inset": f'<div class="govuk-inset-text">{"<br>".join(inside)}</div>',
                "paragraph": f'<p class="govuk-body">{"<br>".join(inside)}</p>',
            }[block.kind]
        )
    return "\n".join(parts)


def as_plain(text: str) -> str:
    """The message as plain text: headings underlined, `•` before what is listed, a link as `words: address`."""
    parts = []
    for block in blocks(text):
        inside = [_inline_plain(line) for line in block.lines]
        parts.append(
            {
                "heading": "\n".join([*inside, "=" * _UNDERLINE]),
                "subheading": "\n".join([*inside, "-" * _UNDERLINE]),
                "rule": "=" * _UNDERLINE,
                "bullets": "\n".join(f"• {item}" for item in inside),
                "numbers": "\n".join(f"{block.first + place}. {item}" for place, item in enumerate(inside)),
            }.get(block.kind, "\n".join(inside))
        )
    return "\n\n".join(parts)


def as_subject(text: str) -> str:
    """A subject: one line of plain text, without the backslashes of values made harmless."""
    return " ".join(_unescaped(text).split())


def links(text: str) -> list[str]:
    """Every web address in a message, in order, each once."""
    found = {}
    for one in _INLINE.finditer(text):
        address = one["to"] or one["bare"]
        if address:
            found[address if one["to"] else address[: len(address) - _tail(address)]] = True
    return list(found)
