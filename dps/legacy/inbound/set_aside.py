"""Rows that are not here, or not whole, kept with the reason until they arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from dps.legacy.inbound import keys
from dps.legacy.models import SetAsideRow
from dps.platform import local_time


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one row."""

    key: tuple[Any, ...]
    kind: str
    reason: str


def settle(feed: str, seen: Iterable[Sequence[Any]], troubles: Sequence[Trouble]) -> None:
    """Remember `troubles`, and forget the earlier troubles of rows of `seen` that are now well."""
    now = local_time.now()
    worst: dict[str, Trouble] = {}
    for trouble in troubles:
        text = keys.as_text(trouble.key)
        if text not in worst or worst[text].kind == SetAsideRow.Kind.CHANGED:
            worst[text] = trouble
    kept: set[str] = set()
    if _any(feed):
        texts = [keys.as_text(key) for key in seen]
        kept = set(SetAsideRow.objects.filter(feed=feed, key_text__in=texts).values_list("key_text", flat=True))
        SetAsideRow.objects.filter(feed=feed, key_text__in=kept - worst.keys()).delete()
    if not worst:
        return
    known = [text for text in worst if text in kept]
    SetAsideRow.objects.bulk_create(
        [
            SetAsideRow(
                feed=feed,
                key=keys.to_json(trouble.key),
                key_text=text,
                kind=trouble.kind,
                reason=trouble.reason,
                first_seen_at=now,
                last_seen_at=now,
            )
            for text, trouble in worst.items()
        ],
        update_conflicts=True,
        unique_fields=["feed", "key_text"],
        update_fields=["kind", "reason", "last_seen_at"],
        batch_size=1000,
    )
    if known:
        SetAsideRow.objects.filter(feed=feed, key_text__in=known).update(attempts=F("attempts") + 1)


def _any(feed: str) -> bool:
    return SetAsideRow.objects.filter(feed=feed).exists()


def forget(feed: str, key_texts: Sequence[str]) -> None:
    """Drop rows that NOMIS no longer has."""
    SetAsideRow.objects.filter(feed=feed, key_text__in=key_texts).delete()
