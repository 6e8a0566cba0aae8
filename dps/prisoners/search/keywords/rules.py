"""How keywords are read, and which days a birth typed leniently may be (search.md 5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dps.prisoners.search.rules import canonical_cro, canonical_pnc, fold

MOST_WORDS = 12
NAMES, RECORD, OWN = "ab", "abc", "abcd"
"""Weights of words that a searcher may be told of: of anybody, of whom they may open, of people in their prisons."""


def words_of(typed: str) -> tuple[str, ...]:
    """The words to look for, as the index holds them: folded; a PNC, CRO or other number in one piece."""
    found: list[str] = []
    for part in typed[:500].replace(",", " ").replace(";", " ").split():
        number = canonical_pnc(part) or canonical_cro(part)
        found += fold(number).replace(" ", "").split() if number else fold(part).split()
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Keywords:
    """Words a record must all hold, hold one of, not hold, and hold one after another."""

    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every word that speaks for a record."""
        return tuple(dict.fromkeys([*self.every, *self.some, *self.phrase]))

    @property
    def is_empty(self) -> bool:
        return not (self.wanted or self.none)


def query_of(
    keywords: Keywords, weights: str, near: Mapping[str, Sequence[str]] | None = None, *, without_none: bool = False
) -> str:
    """The tsquery for words with these weights; '' when there is nothing to look for. `near`: other spellings of a
    word, that count as the word among names."""

    def one(word: str) -> str:
        others = [f"{other}:a" for other in (near or {}).get(word, ())]
        return f"({' | '.join([f'{word}:{weights}', *others])})" if others else f"{word}:{weights}"

    parts = [one(word) for word in keywords.every]
    if keywords.some:
        parts.append(f"({' | '.join(one(word) for word in keywords.some)})")
    if keywords.phrase:
        parts.append(f"({' <-> '.join(f'{word}:{weights}' for word in keywords.phrase)})")
    if not without_none:
        parts += [f"!{word}:{weights}" for word in keywords.none]
    return " & ".join(parts)


def lenient_days(born: date) -> tuple[date, ...]:
    """Days somebody may mean: day and month the other way round, another month, a day earlier or later in the month."""

    def real(year: int, month: int, day: int) -> Iterable[date]:
        try:
            yield date(year, month, day)
        except ValueError:
            return

    days = {born, *real(born.year, born.day, born.month)}
    for month in range(1, 13):
        days.update(real(born.year, month, born.day))
    for step in (-1, 1):
        day = born.toordinal() + step
        if date.min.toordinal() <= day <= date.max.toordinal():
            beside = born + timedelta(days=step)
            if beside.month == born.month:
                days.add(beside)
    return tuple(sorted(days))
