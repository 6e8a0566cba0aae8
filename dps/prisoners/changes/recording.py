"""How a command records what it changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from dps.platform import audit, events, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.changes import carriers
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.models import SearchRecord

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """One change that a command made: see `models.Change`."""

    kind: str
    key: str
    before: Values | None
    after: Values | None
    booking_id: int | None = None


def lock_person(number: str) -> Person:
    """The person, locked until the transaction ends, so that two edits of one record happen one after the other.

    Raises NotFound.
    """
    person = Person.objects.select_for_update().filter(pk=number).first()
    if person is None:
        raise NotFound(number)
    return person


def record(
    number: str,
    made: Sequence[Made],
    *,
    by: Actor,
    area: str = "PERSONAL_DETAILS",
    action: str = "PRISONER_CHANGED",
    reason: str = "",
    restores: Change | None = None,
) -> list[Change]:
    """Keep what was changed, in the current transaction: history, audit, search record, event, and its carriers.

    What is the same before and after is left out; with nothing left nothing is written at all. `area` is one of the
    categories of `prisoner.updated` (apis-events-documents.md 2).
    """
    real = [one for one in made if fingerprint(one.before) != fingerprint(one.after)]
    if not real:
        return []
    at = local_time.now()
    prison = SearchRecord.objects.filter(pk=number).values_list("agency", flat=True).first() or ""
    rows = Change.objects.bulk_create(
        _row(number, one, by=by, at=at, prison=prison, reason=reason, restores=restores) for one in real
    )
    changes = {f"{one.kind} {one.key}".strip(): [_plain(one.before), _plain(one.after)] for one in real}
    audit.record(
        action,
        by=by,
        subject_type="prisoner",
        subject_id=number,
        details={"changes": changes, **({"reason": reason} if reason else {})},
        at=at,
    )
    refresh_records([number])
    events.publish("prisoner.updated", subject=number, data={"categoriesChanged": [area]}, at=at)
    carriers.hand_over(rows)
    return rows


def _row(
    number: str,
    one: Made,
    *,
    by: Actor,
    at: datetime,
    prison: str,
    reason: str = "",
    restores: Change | None = None,
) -> Change:
    return Change(
        person_id=number,
        booking_id=one.booking_id,
        kind=one.kind,
        key=one.key,
        before=one.before and dict(one.before),
        after=one.after and dict(one.after),
        at=at,
        username=by.username,
        display_name=by.display_name,
        prison=prison,
        reason=reason,
        restores=restores,
    )


def _plain(values: Any) -> Any:
    return json.loads(_as_json(values))


def _as_json(values: Any) -> str:
    return json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)


def fingerprint(values: Any) -> str:
    """A short text that differs when the values do: what an edit page keeps to notice that somebody else was first."""
    return sha256(_as_json(values).encode()).hexdigest()[:16]


def hand_on(number: str, made: Sequence[Made], *, by: Actor, prison: str) -> list[Change]:
    """Keep what another service changed of its own about a person, and give it to whoever carries it on, in the current
    transaction. That service audits it and tells of it itself; the search record does not hold it.

    `prison` is where the person is. What is the same before and after is left out.
    """
    at = local_time.now()
    rows = Change.objects.bulk_create(
        _row(number, one, by=by, at=at, prison=prison[:6])
        for one in made
        if fingerprint(one.before) != fingerprint(one.after)
    )
    if rows:
        carriers.hand_over(rows)
    return rows
