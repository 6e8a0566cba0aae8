"""Lists of people as CSV files, recorded like the search that shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from dps.platform import local_time
from dps.platform.web.downloads import csv_file
from dps.prisoners.search import auditing
from dps.prisoners.search.presenters import Row

MOST_EXPORTED = 3000
_LOCAL = ("Name", "Prison number", "Date of birth", "Age", "Location", "Incentive level", "Category", "Relevant alerts")
_GLOBAL = ("Name", "Prison number", "Date of birth", "Location", "Why it matched")


def export(
    request: HttpRequest, action: str, criteria: Mapping[str, Any], rows: Sequence[Row], *, everywhere: bool
) -> StreamingHttpResponse:
    """`rows` as a file, at most MOST_EXPORTED, and the export recorded as `<action>_EXPORTED`."""
    kept = rows[:MOST_EXPORTED]
    headings = _GLOBAL if everywhere else _LOCAL
    auditing.record_search(request, f"{action}_EXPORTED", criteria, kept, [heading.lower() for heading in headings])
    cells = ([*_everywhere(row)] if everywhere else [*_in_prison(row)] for row in kept)
    name = f"people-{local_time.today().isoformat()}.csv"
    return csv_file(name, (list(line) for line in (headings, *cells)), accents=True)


def _everywhere(row: Row) -> Sequence[str]:
    why = "; ".join([*([f"Alias match: {row.alias}"] if row.alias else []), *row.why])
    return (row.name, row.number, local_time.short_date(row.born), row.place, why)


def _in_prison(row: Row) -> Sequence[str]:
    age = str(row.age) if row.age is not None else ""
    alerts = ", ".join(flag.label for flag in row.flags)
    born = local_time.short_date(row.born)
    return (row.name, row.number, born, age, row.location, row.incentive, row.category_tag, alerts)
