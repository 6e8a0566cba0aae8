"""What somebody looks like, as a search: ranges, choices and marks (search.md 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dps.prisoners.search.rules import fold

CHOICES = ("hair", "left_eye", "right_eye", "facial_hair", "face", "build")
RANGES = ("height_cm", "weight_kg", "shoe_size")
MARKS = {"TAT": "Tattoo", "SCAR": "Scar", "MARK": "Mark"}
MOST_MARKS, MOST_MARK_WORDS = 6, 6
LOWEST, HIGHEST = 0, 10_000


@dataclass(frozen=True, slots=True)
class MarkWanted:
    """A tattoo, scar or mark (TAT, SCAR, MARK), on a part of the body, with words about it. '' is any."""

    kind: str = ""
    body_part: str = ""
    words: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words to find, folded."""
        return tuple(dict.fromkeys(fold(self.words[:300]).split()))[:MOST_MARK_WORDS]

    @property
    def is_empty(self) -> bool:
        return not (self.kind or self.body_part or self.tokens)


@dataclass(frozen=True, slots=True)
class Description:
    """A description of somebody. Empty values describe nothing."""

    prisons: tuple[str, ...] = ()
    location: str = ""
    sex: str = ""
    ethnicity: str = ""
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """Of RANGES: lowest and highest, both included."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Of CHOICES: a code."""
    marks: tuple[MarkWanted, ...] = ()
    lenient: bool = False
    """Any of it may fit, best first; else all of it must."""


def problems_of(wanted: Description) -> dict[str, str]:
    """What is wrong with a description, by field: nothing to look for, no prison, a place in several, bad ranges."""
    problems: dict[str, str] = {}
    if not wanted.prisons:
        problems["prison"] = "Choose at least one prison"
    if wanted.location and len(wanted.prisons) != 1:
        problems["location"] = "Choose exactly one prison to search one place of it"
    for name, (low, high) in wanted.ranges.items():
        if any(bound is not None and not LOWEST <= bound <= HIGHEST for bound in (low, high)):
            problems[name] = f"{RANGE_WORDS[name]} must be 0 or more"
        elif low is not None and high is not None and low > high:
            problems[name] = f"{RANGE_WORDS[name]}: the lowest must not be above the highest"
    return problems


RANGE_WORDS = {"height_cm": "Height", "weight_kg": "Weight", "shoe_size": "Shoe size"}
