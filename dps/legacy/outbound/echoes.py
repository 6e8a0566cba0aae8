"""Rows of NOMIS that we wrote ourselves, and nobody has changed since."""

from collections.abc import Sequence
from typing import Any

from dps.legacy.feeds.feed import OURS
from dps.legacy.inbound import keys
from dps.legacy.models import WrittenRow
from dps.legacy.outbound.nomis import stamp_of
from dps.legacy.source import Plan


def echoes(plan: Plan, rows: Sequence[Sequence[Any]]) -> set[int]:
    """Positions of rows that only bring back what was written from here.

    AUDIT_MODULE_NAME says that DPS wrote the row (legacy-nomis.md 10). Where another system that leaves that column
    alone has changed it since, its time stamp is later than the one that our write left.
    """
    ours = {number: row for number, row in enumerate(rows) if plan.is_ours(row, OURS)}
    if not ours:
        return set()
    texts = {number: keys.as_text(plan.key_of(row)) for number, row in ours.items()}
    found = WrittenRow.objects.filter(table=plan.feed.table, key__in=set(texts.values()))
    left = dict(found.values_list("key", "stamp"))
    return {
        number
        for number, row in ours.items()
        if not left.get(texts[number]) or _stamp(plan, row) <= left[texts[number]]
    }


def _stamp(plan: Plan, row: Sequence[Any]) -> str:
    return stamp_of([row[place] for place in plan.stamp_positions])
