"""Notes as a plain text file, for whoever must read or send them without this product. Paragraphs stay as typed."""

from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from dps.case_notes.reading.notes import ReadNote
from dps.case_notes.reading.presenters import place_words
from dps.platform import local_time

LINE_END = "\r\n"
"""So that Notepad shows lines as lines."""
BETWEEN = "-" * 72


def written(heading: Iterable[str], notes: Iterable[ReadNote]) -> Iterator[str]:
    """The whole file, line by line, without line ends."""
    yield from heading
    for note in notes:
        yield from ("", BETWEEN, *_one(note))


def _one(note: ReadNote) -> Iterator[str]:
    yield note.title
    yield f"Created: {local_time.long_date_and_time(note.created_at)}"
    yield f"Happened: {local_time.long_date_and_time(note.occurred_at)}"
    yield f"Created by: {note.author_name}"
    if note.location:
        yield f"Written at: {place_words(note.location)}"
    yield ""
    yield from note.text.split("\n")
    for more in note.amendments:
        yield ""
        yield f"More details added: {local_time.long_date_and_time(more.created_at)} by {more.author_name}"
        yield from more.text.split("\n")


def text_file(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """`lines` as a file of that name (plain letters, with .txt), sent as it is read."""
    response = StreamingHttpResponse(_sent(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # Internet Explorer 8 cannot keep a file that was sent with no-store.
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def _sent(lines: Iterable[str]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for line in lines:
        yield f"{line}{LINE_END}".encode()
