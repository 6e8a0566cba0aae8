"""Names in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.rules.names import last_name, title_case


def name_in_words(values: Mapping[str, Any]) -> str:
    """`Mr John Paul Smith-Doe Junior`."""
    title, suffix = values.get("title") or "", values.get("suffix") or ""
    parts = [
        estate.label("TITLE", title) if title else "",
        title_case(values.get("first_name") or ""),
        title_case(values.get("middle_names") or ""),
        last_name(values.get("last_name") or ""),
        estate.label("SUFFIX", suffix) if suffix else "",
    ]
    return " ".join(part for part in parts if part)


def born_and_sex(values: Mapping[str, Any]) -> str:
    """`born 2 March 1985, Male`; '' for neither."""
    born, sex = values.get("date_of_birth"), values.get("sex") or ""
    if isinstance(born, str):
        born = date.fromisoformat(born)
    return ", ".join(
        part
        for part in (f"born {local_time.long_date(born)}" if born else "", estate.label("SEX", sex) if sex else "")
        if part
    )


def state_in_words(_key: str, values: Mapping[str, Any]) -> str:
    """One state of a name for the history."""
    words = name_in_words(values)
    more = born_and_sex(values)
    return f"{words}{f', {more}' if more else ''}{' (working name)' if values.get('is_working') else ''}"


def alias_title(name_type: str, place: int) -> str:
    """`Alias 1`, `Maiden name 2`: told apart, so that each link says which."""
    words = {"MAID": "Maiden name", "NICK": "Nickname"}.get(name_type, "Alias")
    return f"{words} {place}" if place else words
