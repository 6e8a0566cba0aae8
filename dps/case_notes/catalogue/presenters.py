"""Sub-types, their settings and their use in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.catalogue.use import MOST_COUNTED_IN_A_LIST, Use
from dps.case_notes.rules.catalogue import Effect, Settings
from dps.estate import queries as estate
from dps.platform.local_time import long_date

MOST_PRISONS = 10
EFFECTS = {
    Effect.HIDDEN: "Staff are not offered it any more. Old notes keep it and can be found by it.",
    Effect.HIDDEN_LATER: "Staff are offered it until its last day, then no longer.",
    Effect.OFFERED: "Staff are offered it from now on.",
    Effect.OFFERED_LATER: "Staff are offered it from its first day on.",
    Effect.HISTORY_HIDDEN: "Every note of it, old ones too, disappears for staff without a role for sensitive notes.",
    Effect.HISTORY_SHOWN: "Every note of it, old ones too, can be read by all staff who may read the person’s notes.",
    Effect.RESTRICTED: "Only offender managers and people who add sensitive notes can write it or add to it.",
    Effect.FREED: "All staff who write case notes can write it and add to it.",
}
NO_EFFECT = "Staff will notice no difference today."
ALSO_IN_NOMIS = "Its notes are also in NOMIS, where this changes nothing: people who use NOMIS go on reading them."


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type with how many of its sub-types staff are offered."""

    code: str
    description: str
    offered: int
    total: int


@dataclass(frozen=True, slots=True)
class Change:
    """One setting before and after."""

    label: str
    before: str
    after: str


def type_rows(types: Mapping[str, str], kinds: Sequence[SubType]) -> list[TypeRow]:
    """Types in the order given, with how many sub-types each has."""
    found: dict[str, list[SubType]] = {}
    for kind in kinds:
        found.setdefault(kind.type, []).append(kind)
    return [
        TypeRow(
            code, words, sum(one.active and one.selectable for one in found.get(code, ())), len(found.get(code, ()))
        )
        for code, words in types.items()
    ]


def tags(kind: SubType) -> list[tuple[str, str]]:
    """(words, colour) of how a sub-type stands."""
    return [
        *([] if kind.active else [("Hidden", "grey")]),
        *([] if kind.selectable else [("Systems only", "blue")]),
        *([("Sensitive", "red")] if kind.sensitive else []),
        *([("Restricted", "orange")] if kind.restricted_use else []),
    ]


def counted(number: int, most: int = MOST_COUNTED_IN_A_LIST) -> str:
    """A count as shown, with what is beyond the limit."""
    return f"More than {most:,}" if number > most else f"{number:,}"


def use_words(use: Use) -> str:
    """How much a sub-type was used, in one sentence."""
    if not use.notes:
        return "No note of this sub-type was written in the last 12 months."
    notes = f"More than {use.notes:,} notes" if use.more else f"{use.notes:,} {'note' if use.notes == 1 else 'notes'}"
    places = len(use.prisons)
    where = f"in {places:,} {'place' if places == 1 else 'places'}"
    return f"{notes} of this sub-type {'was' if notes == '1 note' else 'were'} written in the last 12 months, {where}."


def prisons(use: Use) -> list[tuple[str, int]]:
    """Where it is used most."""
    return [(estate.agency_name(code) if code else "Nowhere", number) for code, number in use.prisons[:MOST_PRISONS]]


def changes(before: Settings, after: Settings) -> list[Change]:
    """What differs, in words."""
    pairs = [
        ("In use", _yes(before.active), _yes(after.active)),
        ("First day offered", long_date(before.active_from), long_date(after.active_from)),
        ("Last day offered", long_date(before.active_to), long_date(after.active_to)),
        ("Written by", _writer(before), _writer(after)),
        ("Sensitive", _yes(before.sensitive), _yes(after.sensitive)),
        ("Restricted", _yes(before.restricted_use), _yes(after.restricted_use)),
    ]
    return [Change(label, was or "Not set", now or "Not set") for label, was, now in pairs if was != now]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _writer(settings: Settings) -> str:
    return "Staff and systems" if settings.selectable else "Systems only"


def effect_words(effects: Sequence[Effect], *, synced: bool) -> list[str]:
    """What staff will notice, a sentence each."""
    words = [EFFECTS[effect] for effect in effects]
    if synced and Effect.HISTORY_HIDDEN in effects:
        words.append(ALSO_IN_NOMIS)
    return words or [NO_EFFECT]
