"""The record of every search: who, in which prison, for what, whom they were shown and how (search.md 4)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.http import HttpRequest

from dps.platform import audit


class Shown(Protocol):
    """A person as a list shows them."""

    @property
    def number(self) -> str: ...
    @property
    def linked(self) -> bool: ...
    @property
    def photo(self) -> int | None: ...


LOCAL = ("name", "number", "location", "incentive", "age", "alerts")
GLOBAL = ("name", "number", "date of birth", "location")


def criteria_of(query: Any) -> dict[str, list[str]]:
    """What was asked, as it came in the address, without what was left empty."""
    return {key: values for key, values in query.lists() if any(values)}


def record_search(
    request: HttpRequest, action: str, criteria: Mapping[str, Any], rows: Sequence[Shown], fields: Sequence[str]
) -> None:
    """Record a search that was run and the people it showed."""
    audit.record(
        action,
        by=request.actor,
        details={
            "criteria": dict(criteria),
            "shown": [row.number for row in rows],
            "linked": [row.number for row in rows if row.linked],
            "photos": [row.number for row in rows if row.photo],
            "fields": list(fields),
        },
    )


def record_refusal(request: HttpRequest, action: str, why: str) -> None:
    """Record that somebody tried a search they may not run, or that could not be run as asked."""
    query = request.GET if request.method == "GET" else request.POST
    secret = ("csrfmiddlewaretoken", "submission", "working-in")
    criteria = {key: values for key, values in criteria_of(query).items() if key not in secret}
    cut = {key[:60]: [value[:200] for value in values[:20]] for key, values in list(criteria.items())[:30]}
    audit.record(f"{action}_REFUSED", by=request.actor, details={"why": why, "criteria": cut})
