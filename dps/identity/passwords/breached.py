"""Whether a password is known from a breach, by a file the operator keeps: offline, and never read whole.

Lines of SHA-1 hashes in capital hexadecimal, each perhaps with `:` and a count, in order: the form in which lists of
breached passwords are given out. The largest have tens of gigabytes; some thirty short reads find a line in any.
"""

import hashlib
import os
from typing import BinaryIO

HASH_CHARACTERS = 40
LONGEST_LINE = 80


def is_breached(password: str, file_name: str) -> bool:
    """Whether the file holds this password. False for no file, or one that cannot be read."""
    if not file_name:
        return False
    wanted = hashlib.sha1(password.encode(errors="surrogatepass"), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with open(file_name, "rb") as file:
            return _holds(file, wanted)
    except OSError:
        return False


def _holds(file: BinaryIO, wanted: bytes) -> bool:
    """Binary search by position: the first line that begins at or after a position is before, after or the one."""
    low, high = 0, file.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        found = _line_from(file, middle)
        if found == wanted:
            return True
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return _line_from(file, low) == wanted


def _line_from(file: BinaryIO, position: int) -> bytes:
    """The hash on the first line that begins at or after `position`; b'' after the last."""
    file.seek(max(position - 1, 0))
    if position:
        file.readline(LONGEST_LINE)
    return file.readline(LONGEST_LINE).strip()[:HASH_CHARACTERS].upper()
