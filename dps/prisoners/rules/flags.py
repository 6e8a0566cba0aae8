"""Which alerts are shown as coloured flags, and how many are not (prisoners.md 2, reference-data.md 5.1)."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar


class FlagRule(Protocol):
    """A flag stands for one or more alert codes."""

    @property
    def label(self) -> str: ...
    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def family(self) -> str: ...


F = TypeVar("F", bound=FlagRule)


def flags_for(active_codes: Collection[str], rules: Sequence[F]) -> list[F]:
    """The flags of a person with these active alert codes, by label."""
    return sorted(
        (rule for rule in rules if any(code in active_codes for code in rule.codes)),
        key=lambda rule: rule.label.casefold(),
    )


def alerts_without_a_flag(active_codes: Sequence[str], rules: Sequence[FlagRule]) -> int:
    """How many active alerts no flag represents. Two alerts that share a flag are both represented."""
    flagged = {code for rule in rules for code in rule.codes}
    return sum(code not in flagged for code in active_codes)


def more_alerts(active_codes: Sequence[str], rules: Sequence[FlagRule]) -> str:
    """`+2 active alerts` after the flags; `2 active alerts` when there are no flags; '' for none."""
    count = alerts_without_a_flag(active_codes, rules)
    if not count:
        return ""
    plus = "+" if count < len(active_codes) else ""
    return f"{plus}{count} active alert{'' if count == 1 else 's'}"
