"""What may be answered about children, birth, religion and languages (prisoners.md 7)."""

from collections.abc import Collection
from datetime import date

from dps.prisoners.rules.custody import age_on

YOUNGEST, OLDEST = 15, 125
FEWEST_CHILDREN, MOST_CHILDREN = 1, 99
LONGEST_REASON = 4000


def children_kept(answer: str, number: str) -> tuple[str, str]:
    """(what is kept, what is wrong with the number): '0' for none, '' for not known, else how many."""
    if answer != "yes":
        return ("0" if answer == "no" else ""), ""
    if not number:
        return "", "Enter how many children they have"
    good = number.isascii() and number.isdigit() and len(number) <= len("000")
    if not good or not FEWEST_CHILDREN <= int(number) <= MOST_CHILDREN:
        return "", f"Number of children must be a whole number from {FEWEST_CHILDREN} to {MOST_CHILDREN}"
    return str(int(number)), ""


def children_answer(kept: str) -> tuple[str, str]:
    """What is kept as (no, yes, or '' for not known; how many). Old words that are no number count as not known."""
    if not (kept.isascii() and kept.isdigit()):
        return "", ""
    return ("yes", str(int(kept))) if int(kept) else ("no", "")


def children_words(kept: str) -> str:
    """`No`, `3`, or what the old system has; '' for nothing."""
    return "No children" if children_answer(kept)[0] == "no" else kept


def birth_problem(born: date | None, today: date) -> str:
    """What is wrong with a date of birth: it must be past, and make them 15 to 125; '' for nothing."""
    if born is None:
        return "Enter the date of birth"
    if born >= today:
        return "Date of birth must be in the past"
    age = age_on(born, today)
    if not YOUNGEST <= age <= OLDEST:
        return f"Date of birth must make them {YOUNGEST} to {OLDEST} years old; with this date they are {age}"
    return ""


def reason_problems(*, first: bool, known: bool | None, words: str) -> dict[str, str]:
    """What is wrong with why a religion changed. The first religion needs no reason; a known one must be given."""
    if first:
        return {}
    if known is None:
        return {"reason_known": "Say whether they told you why it changed"}
    if known and not words:
        return {"comments": "Enter why it changed"}
    return {}


def language_problem(code: str, others: Collection[str], main: Collection[str]) -> str:
    """What is wrong with one more language; '' for nothing."""
    if code in others:
        return "This language is already recorded for them"
    if code in main:
        return "This is already their main language"
    return ""


def bytes_problem(label: str, words: str, most: int) -> str:
    """NOMIS counts bytes: what is wrong with words too long for it; '' for nothing."""
    over = len(words.encode()) - most
    if over <= 0:
        return ""
    return f"{label} is too long for NOMIS, where accented letters and signs take more room: make it {over} shorter"
