"""Tables as CSV files for people to keep and open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """A cell that a spreadsheet shows and never works out: a formula gets an apostrophe before it."""
    return f"'{value}" if value.startswith(_RUN_BY_SPREADSHEETS) else value


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterable[Sequence[str]], *, accents: bool) -> Iterator[str]:
    writer = csv.writer(_Echo())
    if accents:
        yield "\ufeff"
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def csv_file(name: str, rows: Iterable[Sequence[str]], *, accents: bool = False) -> StreamingHttpResponse:
    """`rows`, headings first, as a file of that name (plain letters, with .csv), sent as it is read.

    `accents`: may hold more than plain letters, like people's names: Excel must be told that it is UTF-8.
    """
    response = StreamingHttpResponse(_lines(rows, accents=accents), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # Internet Explorer 8 cannot keep a file that was sent with no-store.
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
