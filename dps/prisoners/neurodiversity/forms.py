"""The boxes of neurodiversity."""

from collections.abc import Mapping
from typing import Any

from dps.platform.design.forms import DateField, DpsForm, RadiosField, TextAreaField
from dps.prisoners.neurodiversity import rules
from dps.prisoners.neurodiversity.rules import Known


class KnownForm(DpsForm):
    """One kind, how it is known, and what helps."""

    kind = RadiosField(label="What is it?", choices=list(rules.KINDS.items()), missing="Choose what it is")
    how_known = RadiosField(
        label="How is it known?", choices=list(rules.HOW_KNOWN.items()), missing="Choose how it is known"
    )
    found_on = DateField(
        label="When did they say it, or when was it found?", hint="For example, 27 3 2026",
        missing="Enter the date they said it or it was found",
    )  # fmt: skip
    support = TextAreaField(
        label="What helps? (optional)",
        hint="In plain words: how to speak with them, what to avoid, what to offer. For “Other”, say what it is.",
        max_length=rules.LONGEST_SUPPORT,
    )


def known_from(values: Mapping[str, Any]) -> Known:
    """What a valid form was filled in with."""
    return Known(**{name: values[name] for name in ("kind", "how_known", "found_on", "support")})


class EndForm(DpsForm):
    """Why it is no longer recorded."""

    reason = TextAreaField(
        label="Why is this no longer recorded?",
        hint="For example, it was recorded by mistake, or an assessment found otherwise.",
        missing="Say why this is no longer recorded",
        max_length=rules.LONGEST_REASON,
    )
