"""The sections of the Personal tab: registered by the room that owns each, each shown to whoever may see its part, each
failing alone.

A panel gives a piece of SQL that answers one JSON value (or NULL); all of them are read in one statement, and only when
that fails is each read by itself, so that the broken ones alone say so. `present` makes of what was read what its
template needs. For a list of things with their "Change" and "History" links nothing but rows is needed:

    def _numbers(read: Any, person: Opened) -> Mapping[str, Any]:
        return {
            "rows": [
                Row(
                    term="PNC",
                    words=one["value"],
                    change=Link("Change", f"identifiers/{one['id']}/", Part.EDIT_SENSITIVE),
                    kind="identifier",
                    key=str(one["id"]),
                )
                for one in read or []
            ],
            "links": [Link("Add an identity number", "identifiers/add/", Part.EDIT_SENSITIVE)],
        }

    register(
        Panel(
            key="identity-numbers",          # also the anchor: personal/#identity-numbers
            title="Identity numbers",
            order=IDENTITY_NUMBERS,
            part=Part.BASIC,
            sql="SELECT jsonb_agg(jsonb_build_object('id', id, 'value', value) ORDER BY id)"
                " FROM prisoners_identifier WHERE person_id = %(number)s",
            present=_numbers,
        )
    )

A panel with a template of its own gets there `v` (what `present` gave, the links and rows the viewer may not have left
out), `panel`, `person`, `base` and `header`; `prisoners/personal/rows.html.jinja` has macros for `rows` and `links`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction

from dps.prisoners.changes.kinds import history_path
from dps.prisoners.profile.frame import Opened
from dps.prisoners.rules.access import Part

log = structlog.get_logger("dps.prisoners")

PERSONAL_DETAILS, NAMES, IDENTITY_NUMBERS, LANGUAGES, ADDRESSES, PHONES, NEXT_OF_KIN = 10, 15, 20, 30, 40, 50, 60
APPEARANCE, MARKS, CARE_NEEDS, DIET, NEURODIVERSITY, SECURITY, PROPERTY, MILITARY = 70, 75, 80, 82, 85, 90, 95, 97
"""The order of the sections (prisoners.md 4)."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something the viewer may do, at `path` below the person's address, when they may do `part`."""

    words: str
    path: str
    part: Part


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in words, with the ways to change it and to see what it was. `part`: who may read it."""

    term: str
    words: str
    """"Not entered" is shown when empty; line ends are kept."""
    change: Link | None = None
    kind: str = ""
    key: str = ""
    """Of the changes that are its history; no link without a kind."""
    part: Part = Part.BASIC
    more: Sequence[Link] = ()
    """Further links, as "Remove"."""

    @property
    def history(self) -> str:
        """Where its history is, below the person's address; '' for none."""
        return history_path(self.kind, self.key) if self.kind else ""


Present = Callable[[Any, Opened], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One section. `sql` is a scalar sub-select of JSON; it may use %(number)s, %(booking)s, %(prison)s and %(today)s,
    and writes a plain percent sign as %%."""

    key: str
    title: str
    order: int
    part: Part
    sql: str
    present: Present
    template: str = "prisoners/personal/panel.html.jinja"


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as the page shows it; `value` is None when it is unavailable."""

    key: str
    title: str
    template: str
    value: Mapping[str, Any] | None


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a section. Called from a room's `registrations`."""
    _panels[panel.key] = panel


def registered() -> list[Panel]:
    """Every section, in the order they are shown."""
    return sorted(_panels.values(), key=lambda panel: (panel.order, panel.key))


def panels_for(person: Opened) -> list[Shown]:
    """The sections this viewer may see. One statement when nothing is broken."""
    panels = [panel for panel in registered() if person.may(panel.part)]
    if not panels:
        return []
    try:
        read = _read(panels, person)
    except DatabaseError:
        read = _read_one_by_one(panels, person)
    return [_show(panel, read, person) for panel in panels]


def _read(panels: Sequence[Panel], person: Opened) -> dict[str, Any]:
    pairs = ", ".join(f"'{panel.key}', ({panel.sql})" for panel in panels)
    values = {
        "number": person.number,
        "booking": person.booking_id,
        "prison": person.record["agency"],
        "today": person.today,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT jsonb_build_object({pairs})::text", values)
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def _read_one_by_one(panels: Sequence[Panel], person: Opened) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for panel in panels:
        try:
            read |= _read([panel], person)
        except DatabaseError as failure:
            log.error("section unavailable", panel=panel.key, kind=type(failure).__name__)
    return read


def _show(panel: Panel, read: Mapping[str, Any], person: Opened) -> Shown:
    value = None
    if panel.key in read:
        try:
            value = _allowed(panel.present(read[panel.key], person), person)
        except Exception as failure:
            log.error("section unavailable", panel=panel.key, kind=type(failure).__name__)
    return Shown(panel.key, panel.title, panel.template, value)


def _allowed(value: Mapping[str, Any], person: Opened) -> Mapping[str, Any]:
    """Without the rows and links this viewer may not have."""
    kept = dict(value)
    if "rows" in kept:
        kept["rows"] = [allowed_row(row, person) for row in kept["rows"] if person.may(row.part)]
    if "links" in kept:
        kept["links"] = [link for link in kept["links"] if person.may(link.part)]
    return kept


def allowed_row(row: Row, person: Opened) -> Row:
    """The row with only the links this viewer may follow."""
    change = row.change if row.change and person.may(row.change.part) else None
    return replace(row, change=change, more=[link for link in row.more if person.may(link.part)])
