"""The templates of every room, read from its folder of files."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dps.platform.notify import templating

_HEAD = re.compile(r"^(Subject|Links):[ \t]*(.*)$")
_STAND_IN = uuid.UUID("6f2c7f0e-6a3f-5f0a-8d0e-3c1f5a9b7d21")
"""Names the templates of the stand-in, whose ids are made from their keys."""


class UnknownTemplate(LookupError):
    """No registered folder holds a template of this key and kind: a defect of the caller."""


class MissingValues(ValueError):
    """A placeholder has no value: a defect of the caller."""


@dataclass(frozen=True)
class Template:
    """One template as its file says it."""

    key: str
    subject: str | None
    """None for a text message."""
    body: str
    links: frozenset[str] = frozenset()
    """Values the head declares as links of ours, which are not made harmless."""

    @property
    def kind(self) -> str:
        return "sms" if self.subject is None else "email"

    @cached_property
    def placeholders(self) -> list[str]:
        """Every name it needs, as first spelt, those of the subject first."""
        return templating.placeholders(f"{self.subject or ''}\n{self.body}")

    @cached_property
    def hash(self) -> str:
        """Changes whenever its words do."""
        return hashlib.sha256(f"{self.subject}\n{self.body}".encode()).hexdigest()

    def typed_by_people(self) -> list[str]:
        """The placeholders whose values are made harmless: all but links."""
        return [
            name
            for name in self.placeholders
            if templating.normal(name) not in self.links and not templating.normal(name).endswith("link")
        ]

    def harmless_in_a_text(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values for a text message, without web addresses in what people typed: GOV.UK Notify cleans only
        e-mails."""
        typed = set(self.typed_by_people())
        return {
            name: templating.without_addresses(value) if name in typed and isinstance(value, str) else value
            for name, value in values.items()
        }

    def values_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The value of each placeholder, by its spelling here. Raises MissingValues."""
        given = {templating.normal(name): value for name, value in values.items()}
        if lacking := [name for name in self.placeholders if given.get(templating.normal(name)) is None]:
            raise MissingValues(f"{self.key}: no value for {', '.join(lacking)}")
        return {name: given[templating.normal(name)] for name in self.placeholders}


def parse(key: str, text: str) -> Template:
    """The template that a file's text is: lines of a head (`Subject: …`, `Links: …`), a blank line, the body."""
    head: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and (found := _HEAD.match(lines[0])):
        head[found[1]] = found[2].strip()
        lines.pop(0)
    links = {templating.normal(name) for name in head.get("Links", "").split(",") if name.strip()}
    return Template(key, head.get("Subject"), "\n".join(lines).strip("\n"), frozenset(links))


_folders: list[Path] = []
_templates: dict[str, Template] = {}


def register_templates(folder: Path) -> None:
    """Add every `<key>.md` of a folder. Called from `AppConfig.ready`. Two rooms may not use one key."""
    if folder not in _folders:
        _folders.append(folder)
        _templates.clear()


def all_templates() -> list[Template]:
    """Every template, by key."""
    if not _templates:
        for folder in _folders:
            for file in sorted(folder.glob("*.md")):
                if file.stem in _templates:
                    raise ValueError(f"two templates have the key {file.stem}")
                _templates[file.stem] = parse(file.stem, file.read_text(encoding="utf-8"))
    return [_templates[key] for key in sorted(_templates)]


def template(key: str, kind: str = "") -> Template:
    """The template of a key. Raises UnknownTemplate, also when it is of another kind than asked for."""
    all_templates()
    found = _templates.get(key)
    if found is None or (kind and found.kind != kind):
        raise UnknownTemplate(key)
    return found


def stand_in_id(key: str) -> uuid.UUID:
    """The id of a template at the stand-in."""
    return uuid.uuid5(_STAND_IN, key)
