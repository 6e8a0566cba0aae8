"""How what an officer types is read: folding, prison numbers, PNC, CRO, tokens. Source: search.md 1 to 3 and 11."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

PRISON_NUMBER = re.compile(r"\A[A-Z]\d{4}[A-Z]{2}\Z")
_BOOK_NUMBER = re.compile(r"\A(?:\d{5}[A-Z]|[A-Z]\d{5}|[A-Z]{2}\d{4,5})\Z")
_PNC = re.compile(r"\A(\d{2}|\d{4})/(\d{1,7})([A-Z])\Z")
_PNC_UNDIVIDED = re.compile(r"\A(\d{4}|\d{2})(\d{7})([A-Z])\Z")
_CRO = re.compile(r"\A(\d{1,6})/(\d{2})([A-Z])\Z")
_CRO_SHORT_FILE = re.compile(r"\ASF(\d{2})/(\d{1,6})([A-Z])\Z")
_SEPARATORS = re.compile(r"[\s,;:+]+")
_CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
_SPECIAL = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "q",
        "ŀ": "l",
        "ŉ": "n",
        "ſ": "s",
    }
)
LONGEST_TERM = 100
MOST_TOKENS = 6

SPELLINGS = (
    ("mohammed", "mohammad", "muhammad", "mohamed", "muhammed", "mohamad", "mahmoud", "md"),
    ("siobhan", "shevaun", "chevonne", "shivaun"),
    ("sean", "shaun", "shawn", "shane"),
    ("stephen", "steven", "stefan"),
    ("catherine", "katherine", "kathryn", "catharine", "katarzyna"),
    ("geoffrey", "jeffrey", "geoff", "jeff"),
    ("aoife", "eefa", "eva"),
    ("niamh", "neve", "neeve"),
    ("hussain", "husain", "hussein", "husein"),
    ("ahmed", "ahmad", "ahmet"),
    ("yusuf", "yousef", "youssef", "yousuf"),
    ("william", "bill", "will", "billy"),
    ("robert", "bob", "rob", "bobby"),
    ("richard", "dick", "rick"),
    ("michael", "mike", "mick", "micheal"),
    ("anthony", "antony", "tony"),
    ("jonathan", "jonathon", "jon"),
    ("margaret", "peggy", "maggie"),
    ("elizabeth", "elisabeth", "liz", "beth"),
    ("james", "jim", "jimmy"),
)


def fold(text: str) -> str:
    """`text` without capitals, accents, apostrophes and punctuation, words parted by one space.

    The database has the same as `dps_fold`; a test holds the two together.
    """
    lowered = text.lower().translate(_APOSTROPHES).translate(_SPECIAL)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def canonical_pnc(typed: str) -> str | None:
    """The long form: four-digit year, serial without leading zeros, capital letter. None when it is no PNC.

    Two-digit years 39 to 99 are 19xx, the rest 20xx. The slash may be left out only with a full serial.
    """
    found = _PNC.match(typed.upper()) or _PNC_UNDIVIDED.match(typed.upper())
    if not found:
        return None
    year, serial, letter = found.groups()
    if len(year) == 2:
        year = ("19" if int(year) >= 39 else "20") + year
    return f"{year}/{int(serial)}{letter}"


def pnc_check_letter(year: str, serial: str) -> str:
    """The letter a PNC must end with. `year` of two or four digits."""
    return _CHECK_LETTERS[int(f"{year[-2:]}{int(serial):07d}") % 23]


def is_valid_pnc(typed: str) -> bool:
    """Whether a PNC for data entry has its right letter. Leading zeros of year and serial may be missing."""
    found = re.fullmatch(r"(\d{4}|\d{2})/?(\d{1,7})([A-Z])", typed.strip().upper())
    if not found:
        return False
    digits = re.sub(r"\D", "", typed)
    if "/" in typed or len(digits) in (9, 11):
        return pnc_check_letter(found[1], found[2]) == found[3]
    return pnc_check_letter(digits[:2], digits[2:] or "0") == found[3]


def canonical_cro(typed: str) -> str | None:
    """Capitals, leading zeros of the serial dropped. None when it is no CRO."""
    upper = typed.upper()
    if found := _CRO.match(upper):
        return f"{int(found[1])}/{found[2]}{found[3]}"
    if found := _CRO_SHORT_FILE.match(upper):
        return f"SF{found[1]}/{int(found[2])}{found[3]}"
    return None


def is_valid_cro(typed: str) -> bool:
    """Whether a CRO for data entry has its right letter: serial padded to six, but not in a short file."""
    upper = typed.strip().upper()
    if found := _CRO.match(upper):
        return _CHECK_LETTERS[int(f"{found[2]}{int(found[1]):06d}") % 23] == found[3]
    if found := _CRO_SHORT_FILE.match(upper):
        return _CHECK_LETTERS[int(f"{found[1]}{found[2]}") % 23] == found[3]
    return False


@dataclass(frozen=True, slots=True)
class Term:
    """What was typed, read. Either identifiers (any one may match) or name tokens (all must)."""

    prison_numbers: tuple[str, ...] = ()
    pncs: tuple[str, ...] = ()
    cros: tuple[str, ...] = ()
    book_numbers: tuple[str, ...] = ()
    booking_ids: tuple[int, ...] = ()
    tokens: tuple[str, ...] = ()
    """Folded; none is the beginning of another."""
    joined: str = ""
    """The whole term with `%` between tokens, for one name typed with a gap (rule 5); '' when it has one token."""

    @property
    def is_blank(self) -> bool:
        return not (self.has_identifier or self.tokens)

    @property
    def has_identifier(self) -> bool:
        return bool(self.prison_numbers or self.pncs or self.cros or self.book_numbers or self.booking_ids)


def read_term(typed: str) -> Term:
    """Read a search term (search.md 2 and 3). A prison number anywhere wins over all other words."""
    parts = [part for part in _SEPARATORS.split(typed[:LONGEST_TERM].strip()) if part]
    upper = [part.upper() for part in parts]
    numbers = tuple(dict.fromkeys(part for part in upper if PRISON_NUMBER.match(part)))
    if numbers:
        return Term(prison_numbers=numbers)
    pncs = tuple(found for part in upper if (found := canonical_pnc(part)))
    cros = tuple(found for part in upper if (found := canonical_cro(part)))
    books = tuple(part for part in upper if _BOOK_NUMBER.match(part))
    bookings = tuple(int(part) for part in upper if part.isascii() and part.isdigit() and 4 <= len(part) <= 12)
    if pncs or cros or books or bookings:
        return Term(pncs=pncs, cros=cros, book_numbers=books, booking_ids=bookings)
    folded = [word for part in parts for word in fold(part).split()][:MOST_TOKENS]
    tokens = tuple(dict.fromkeys(t for t in folded if not any(other != t and other.startswith(t) for other in folded)))
    joined = "%".join(folded) + "%" if len(folded) > 1 else ""
    return Term(tokens=tokens, joined=joined)


def other_spellings(token: str) -> list[str]:
    """Names that are the same name written otherwise."""
    return [other for group in SPELLINGS if token in group for other in group if other != token]


def as_first_and_last(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """(First name, last name) that these words may be: either order, a last name of several words, middle names."""
    if len(tokens) < 2:
        return []
    splits = [
        (tokens[0], " ".join(tokens[1:])),
        (" ".join(tokens[:-1]), tokens[-1]),
        (tokens[-1], " ".join(tokens[:-1])),
        (" ".join(tokens[1:]), tokens[0]),
        (tokens[0], tokens[-1]),
    ]
    return list(dict.fromkeys(splits))


def slips_allowed(name: str) -> int:
    """How many letters a name may differ in and still be taken for a slip of the keys."""
    return 1 if len(name) < 4 else 2


CONVICTED = ("SENTENCED", "INDETERMINATE_SENTENCE", "RECALL", "CONVICTED_UNSENTENCED")
AGE_BANDS = {"under-21": (0, 20), "21-29": (21, 29), "30-39": (30, 39), "40-49": (40, 49), "50-over": (50, 150)}


def born_between(band: str, today: date) -> tuple[date, date]:
    """First and last date of birth of an age band on `today`."""
    youngest, oldest = AGE_BANDS[band]

    def years_ago(years: int, extra: int = 0) -> date:
        try:
            day = today.replace(year=max(today.year - years, 1))
        except ValueError:
            day = today.replace(year=today.year - years, day=28)
        return date.fromordinal(day.toordinal() + extra)

    return years_ago(oldest + 1, 1), years_ago(youngest)
