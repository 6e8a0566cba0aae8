import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.web.downloads import csv_file, safe_cell


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("", ""),
        ("Leeds", "Leeds"),
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("a=1", "a=1"),
    ],
)
def test_nothing_is_worked_out(value: str, kept: str) -> None:
    assert safe_cell(value) == kept


def test_the_file_can_be_kept_by_every_browser() -> None:
    answer = csv_file("people.csv", [["userId", "name"], ["A", 'O"Neil, Siân']], accents=True)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert answer["Cache-Control"] == "private, max-age=0, must-revalidate"
    body = b"".join(answer)
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig")))) == [["userId", "name"], ["A", 'O"Neil, Siân']]
    assert b"".join(csv_file("a.csv", [["userId"]])) == b"userId\r\n"


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2)))
def test_what_is_read_back_is_what_was_there(rows: list[list[str]]) -> None:
    text = b"".join(csv_file("a.csv", rows)).decode()
    assert list(csv.reader(io.StringIO(text))) == [[safe_cell(cell) for cell in row] for row in rows]
