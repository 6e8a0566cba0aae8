"""Ids that records made here had until NOMIS gave them others."""

from collections.abc import Mapping
from typing import Any

from dps.prisoners.changes.models import FormerId

OWN_FROM = 10_000_000_001
"""The first id given here (decision 2)."""


def remember(old: int, new: int) -> None:
    """The record `old` is `new` from now on, in the current transaction."""
    FormerId.objects.update_or_create(old=old, defaults={"new": new})


def by_present_ids(named: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of an address with the ids of today. One statement when one of them was given here, none otherwise."""
    ours = [value for value in named.values() if isinstance(value, int) and value >= OWN_FROM]
    if not ours:
        return dict(named)
    present = dict(FormerId.objects.filter(old__in=ours).values_list("old", "new"))
    return {name: present.get(value, value) if isinstance(value, int) else value for name, value in named.items()}
