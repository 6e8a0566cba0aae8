"""Table headings that sort on the server."""

from dataclasses import dataclass

from django.http import QueryDict

from dps.platform.design.paging import with_changes


@dataclass(frozen=True, slots=True)
class Column:
    """One sortable heading."""

    text: str
    address: str
    aria_sort: str
    hint: str


def column(text: str, *, ascending: str, descending: str, now: str, query: QueryDict) -> Column:
    """A heading whose link turns the order round. `ascending` and `descending` are the values of `sort`."""
    state = "ascending" if now == ascending else "descending" if now == descending else "none"
    wanted = descending if state == "ascending" else ascending
    hint = f", sorted {state}: sort the other way" if state != "none" else ", sort by this"
    return Column(text, with_changes(query, sort=wanted, page=None), state, hint)
