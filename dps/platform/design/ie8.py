"""What Internet Explorer 8 cannot do, found in a page or a style sheet.

For the tests: the browser itself is not to be had any more. Needs tinycss2, one of the development packages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import tinycss2

MOST_SELECTORS = 4095
MOST_SHEET_BYTES = 288_000
LONGEST_ADDRESS = 2048
LONGEST_DATA_ADDRESS = 32_000

_HIDDEN = re.compile(r"<!--\[if gt IE 8\]><!-->.*?<!--<!\[endif\]-->", re.S)
_SHOWN = re.compile(r"<!--\[if (?:lte IE 8|lt IE 9|IE 8|IE)\]>(.*?)<!\[endif\]-->", re.S)
_ELEMENTS = {"dialog", "svg", "canvas", "video", "audio", "picture", "template", "datalist", "iframe", "object"}
_ATTRIBUTES = {"form", "formaction", "formmethod", "formenctype", "formnovalidate", "formtarget"}
_INPUTS = {"date", "time", "datetime-local", "month", "week", "range", "color"}


def as_seen(html: str) -> str:
    """The page as Internet Explorer 8 reads it: its conditional comments decided."""
    return _SHOWN.sub(r"\1", _HIDDEN.sub("", html))


def problems_in_page(html: str) -> list[str]:
    """What in a whole page a job could fail on, or [] (design.md section 4)."""
    reader = _Page()
    if not html.lstrip().lower().startswith("<!doctype html>"):
        reader.problems.append("no doctype at the top: the browser falls back to the rules of version 5")
    reader.feed(as_seen(html))
    reader.close()
    if not any(address.endswith("ie8.css") or "/ie8." in address for address in reader.sheets):
        reader.problems.append("the style sheet for this browser is not asked for")
    return reader.problems


@dataclass
class _Form:
    posts: bool = False
    buttons: int = 0
    unnamed: int = 0


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.sheets: list[str] = []
        self._forms: list[_Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        where = f"<{tag}{''.join(f' {n}={given[n]!r}' for n in ('id', 'name', 'href', 'src') if n in given)[:120]}>"
        self._attributes(tag, given, where)
        if tag in _ELEMENTS:
            self.problems.append(f"{where} is unknown to it")
        if tag == "script" and given.get("type", "") != "module" and "html5shiv" not in given.get("src", ""):
            self.problems.append(f"{where} would be run by it")
        if tag == "link" and given.get("rel") == "stylesheet":
            self.sheets.append(given.get("href", ""))
            if "ie8" not in given.get("href", ""):
                self.problems.append(f"{where} is meant for other browsers and reaches it")
        if tag == "img" and re.search(r"\.(svg|webp|avif)(\?|$)", given.get("src", "")):
            self.problems.append(f"{where} is a picture it cannot draw")
        if tag == "form":
            if self._forms:
                self.problems.append(f"{where} is inside another form")
            self._forms.append(_Form(posts=given.get("method", "").lower() == "post"))
        if tag == "button" or (tag == "input" and given.get("type") in ("submit", "image")):
            self._button(given, where)

    def _attributes(self, tag: str, given: dict[str, str], where: str) -> None:
        for name in given.keys() & _ATTRIBUTES:
            self.problems.append(f"{where} has {name}=, which it does not obey")
        for name in ("href", "action"):
            address = given.get(name, "")
            if len(address) >= LONGEST_ADDRESS:
                self.problems.append(f"{where}: an address of {len(address):,} characters")
            if address.strip().lower().startswith("javascript:"):
                self.problems.append(f"{where} does nothing without a script")
        for name, value in given.items():
            if name.startswith("on"):
                self.problems.append(f"{where} has an {name}= handler")
            if value.startswith("data:") and len(value) > LONGEST_DATA_ADDRESS:
                self.problems.append(f"{where}: a data address of {len(value):,} characters")
        if tag == "input" and given.get("type") in _INPUTS:
            self.problems.append(f"{where} has type {given['type']}: a bare text box to it")
        if "style" in given:
            self.problems.append(f"{where} has a style of its own")

    def _button(self, given: dict[str, str], where: str) -> None:
        if given.get("type", "submit") not in ("submit", "image") or "hidden" in given:
            return
        if not self._forms:
            self.problems.append(f"{where} is a button outside any form")
            return
        self._forms[-1].buttons += 1
        self._forms[-1].unnamed += not given.get("name")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._forms:
            form = self._forms.pop()
            if form.posts and form.unnamed > 1:  # a question may be asked by two buttons; a decision is told by a name
                self.problems.append(f"a form with {form.buttons} buttons, {form.unnamed} of them without a name")

    def close(self) -> None:
        super().close()
        if self._forms:
            self.problems.append("a form that is never closed")


_KNOWN_PSEUDO = re.compile(
    r"(?<!:):(before|after|first-child|hover|active|focus|link|visited|lang\([^)]*\)|first-line|first-letter)(?![\w-])"
)
_UNKNOWN_VALUE = re.compile(r"(?<![\w-])-?[\d.]+(?:rem|vw|vh|vmin|vmax|ch)\b|\b(?:calc|var|min|max|clamp|env)\(", re.I)
_NEW_LAYOUT = re.compile(r"\b(?:inline-)?(?:flex|grid)\b")
_OLD_LAYOUT = re.compile(r"^(?:inline|inline-block|block|table.*|none)$")
_UNKNOWN_PICTURE = re.compile(r"\.(?:svg|webp|avif)\b|image/svg", re.I)
_OF_NEW_LAYOUT = {
    "align-content", "align-items", "align-self", "flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow",
    "flex-shrink", "flex-wrap", "gap", "justify-content", "order",
}  # fmt: skip
"""Mean something only beside `display: flex` or `grid`, which is looked at itself."""
_DECORATION = {
    "animation", "border-radius", "box-shadow", "opacity", "outline-offset", "text-decoration-skip-ink",
    "text-decoration-thickness", "text-underline-offset", "text-underline-position", "transform", "transition",
}  # fmt: skip
"""It does not have them, and no job needs them."""


@dataclass
class _Sheet:
    """What a sheet says, as Internet Explorer 8 reads it."""

    selectors: int = 0
    plain: set[tuple[str, str]] = field(default_factory=set)
    """Selector and property of each declaration it understands."""
    old_layout: set[str] = field(default_factory=set)
    """Names of the pieces that are laid out by floats, inline blocks or tables."""
    wanting: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Selector, property, value and reason of each declaration that needs another beside it."""


def problems_in_stylesheet(css: str) -> list[str]:
    """What in a style sheet made for it would be lost on it, or [].

    Something newer (`flex`, `calc`, `rem`) may stand where the same sheet also says it in floats or pixels.
    """
    problems = []
    sheet = _Sheet()
    for selectors, declarations, read in _rules(tinycss2.parse_stylesheet(css, True, True)):
        sheet.selectors += len(selectors)
        if read:
            _note(sheet, selectors, declarations)
    if len(css.encode()) > MOST_SHEET_BYTES:
        problems.append(f"{len(css.encode()):,} bytes: it reads {MOST_SHEET_BYTES:,}")
    if sheet.selectors > MOST_SELECTORS:
        problems.append(f"{sheet.selectors:,} selectors: it reads the first {MOST_SELECTORS:,}")
    for selector, name, value, reason in dict.fromkeys(sheet.wanting):
        if reason == "layout":
            if _piece(selector) not in sheet.old_layout:
                problems.append(f"{selector} {{ {name}: {value} }} has no layout in floats or inline blocks beside it")
        elif reason == "unseen":
            if (selector, "display") not in sheet.plain:
                problems.append(f"{selector} {{ {name}: {value} }} is drawn all the same: say display: none too")
        elif not _said_plainly(sheet, selector, name):
            problems.append(f"{selector} {{ {name}: {value} }} {reason}, and is not said otherwise")
    return problems


def _rules(nodes: list[Any]) -> Iterator[tuple[list[str], list[tuple[str, str]], bool]]:
    """Selectors and declarations of every rule, and whether Internet Explorer 8 reads it."""
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = [one.strip() for one in tinycss2.serialize(node.prelude).lstrip("\ufeff").split(",")]
            said = [d for d in tinycss2.parse_declaration_list(node.content, True, True) if d.type == "declaration"]
            yield selectors, [(d.lower_name, tinycss2.serialize(d.value).strip()) for d in said], True
        elif node.type == "at-rule" and node.content is not None and node.lower_at_keyword in ("media", "supports"):
            medium = tinycss2.serialize(node.prelude).strip().lower()
            read = node.lower_at_keyword == "media" and medium in ("print", "screen", "all")
            for selectors, declarations, inside in _rules(tinycss2.parse_rule_list(node.content, True, True)):
                yield selectors, declarations, read and inside


def _note(sheet: _Sheet, selectors: list[str], declarations: list[tuple[str, str]]) -> None:
    known = [one for one in selectors if _is_known(one)]
    lost = len(known) < len(selectors)  # one part it does not know, and it drops the rule for all
    for selector in known:
        for name, value in declarations:
            if name.startswith("-") or (value.startswith("-") and value[1:2].isalpha()):
                continue  # for one kind of browser, with a line for the others beside it
            if name == "opacity" and value.strip("0.") == "":
                sheet.wanting.append((selector, name, value, "unseen"))
            if name in _DECORATION | _OF_NEW_LAYOUT:
                continue
            if lost:
                sheet.wanting.append((selector, name, value, "is in a list with a selector it does not know"))
            elif name == "display" and _NEW_LAYOUT.search(value):
                sheet.wanting.append((selector, name, value, "layout"))
            elif _UNKNOWN_VALUE.search(value):
                sheet.wanting.append((selector, name, value, "is in a unit it does not know"))
            elif _UNKNOWN_PICTURE.search(value):
                sheet.wanting.append((selector, name, value, "is a picture it cannot draw"))
            else:
                sheet.plain.add((selector, name))
                if name == "float" or (name == "display" and _OLD_LAYOUT.match(value)):
                    sheet.old_layout.add(_piece(selector))


def _is_known(selector: str) -> bool:
    return ":" not in _KNOWN_PSEUDO.sub("", selector)


def _piece(selector: str) -> str:
    """The name of the component a selector is about: `.govuk-button-group__link:hover` is of `govuk-button-group`."""
    subject = re.findall(r"\.([\w-]+(?:\\.[\w-]*)*)", selector)
    return re.split(r"__|--", subject[0])[0] if subject else selector


def _said_plainly(sheet: _Sheet, selector: str, name: str) -> bool:
    """Whether the property, or the one it is a part of, has a value it knows for the same thing."""
    base = re.sub(r":[\w-]+(\([^)]*\))?", "", selector)
    names = {name, name.rsplit("-", 1)[0], name.split("-")[0]}
    return any((one, known) in sheet.plain for one in (selector, base) for known in names)
