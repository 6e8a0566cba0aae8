"""Service in the armed forces in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dps.prisoners.military import rules


def month_words(month: date | str | None) -> str:
    """`March 2004`; '' for none."""
    if not month:
        return ""
    day = date.fromisoformat(month) if isinstance(month, str) else month
    return f"{rules.MONTHS[day.month - 1]} {day.year}"


def branch_words(code: str) -> str:
    """The branch; the code itself when unknown."""
    return rules.BRANCHES.get(code, code)


def lines(values: Mapping[str, Any]) -> str:
    """A period of service, a line each."""
    where = {"enlisted_at": values["enlisted_at"], "discharged_at": values["discharged_at"]}
    said = {
        "Rank": values["rank"],
        "Service number": values["service_number"],
        "Unit": values["unit"],
        "Enlisted": ", ".join(part for part in (month_words(values["enlisted"]), where["enlisted_at"]) if part),
        "Conflicts": ", ".join(rules.CONFLICTS.get(code, code) for code in values["conflicts"]),
        "Disciplinary action": ", ".join(rules.DISCIPLINARY.get(code, code) for code in values["disciplinary"]),
        "Discharged": ", ".join(
            part
            for part in (
                month_words(values["discharged"]),
                where["discharged_at"],
                rules.DISCHARGES.get(values["discharge"], values["discharge"]),
            )
            if part
        ),
        "Comments": values["comment"],
    }
    return "\n".join(f"{term}: {words}" for term, words in said.items() if words)


def described(key: str, values: Mapping[str, Any]) -> str:
    """One state of a record in words."""
    return "; ".join([branch_words(values["branch"]), *lines(values).splitlines()])
