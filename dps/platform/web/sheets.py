"""Tables that people send as CSV files."""

import csv
import io
from dataclasses import dataclass

A_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file; or why it cannot be read, in words."""

    rows: tuple[list[str], ...] = ()
    problem: str = ""


def size_problem(size: int, *, most: int) -> str:
    """Why a file of `size` bytes cannot be read; '' when it can."""
    if not size:
        return "The file is empty"
    return f"The file must be {most // A_MEGABYTE} MB or smaller" if size > most else ""


def read_sheet(content: bytes, *, most: int) -> Sheet:
    """The rows of a CSV file of at most `most` bytes, each cell as it stands there."""
    if problem := size_problem(len(content), most=most):
        return Sheet(problem=problem)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Sheet(problem="The file is Unicode text of another kind: save it as CSV UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Sheet(problem="The file could not be read: save it as CSV UTF-8")
    if "\x00" in text:
        return Sheet(problem="The file is not a CSV file")
    try:
        return Sheet(tuple(csv.reader(io.StringIO(text, newline=""))))
    except csv.Error:
        return Sheet(problem="The file is not a CSV file")
