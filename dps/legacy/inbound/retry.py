"""Rows set aside, tried again."""

from collections.abc import Collection

from django.db import transaction

from dps.legacy import source
from dps.legacy.inbound import keys, set_aside
from dps.legacy.inbound.apply import prepare, store
from dps.legacy.inbound.people import Touched, finish
from dps.legacy.inbound.plans import Plans
from dps.legacy.models import SetAsideRow

AT_ONCE = 5000


def retry_set_aside(plans: Plans, *, kinds: Collection[str] = (), tell: bool = False) -> int:
    """Read the rows set aside afresh and store those that are well now; forget those NOMIS no longer has.

    At most 5,000 a feed, longest untried first. `tell` refreshes search and publishes events for the people they are
    about, as following does. Gives how many arrived.
    """
    arrived = 0
    for name, plan in plans.runs.items():
        found = SetAsideRow.objects.filter(feed=name)
        if kinds:
            found = found.filter(kind__in=kinds)
        waiting = {row.key_text: keys.from_json(row.key[0]) for row in found.order_by("last_seen_at", "id")[:AT_ONCE]}
        if not waiting:
            continue
        seen: set[str] = set()
        for rows in source.read_by(plan, plan.feed.first_key, list(dict.fromkeys(waiting.values()))):
            mine = [row for row in rows if keys.as_text(plan.key_of(row)) in waiting]
            seen |= {keys.as_text(plan.key_of(row)) for row in mine}
            touched = Touched()
            with transaction.atomic():
                applied = store(prepare(plan, mine), tell=tell)
                if tell:
                    touched.note(plan.feed, applied.owners)
                    finish(touched, plans)
            arrived += applied.written
        set_aside.forget(name, [text for text in waiting if text not in seen])
    return arrived
