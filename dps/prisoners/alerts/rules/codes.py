"""Which codes a person has now and had not, and the other way round (search.md, change events of the index)."""

from collections.abc import Iterable


def codes_changed(alerts: Iterable[tuple[str, bool, bool]]) -> tuple[list[str], list[str]]:
    """(Added, removed) codes, each in order, of alerts given as (code, was active, is active). A code that another
    alert goes on with is neither."""
    found = list(alerts)
    before = {code for code, was, _ in found if was}
    after = {code for code, _, now in found if now}
    return sorted(after - before), sorted(before - after)
