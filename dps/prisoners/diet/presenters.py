"""Diets in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.diet.commands import KIND
from dps.prisoners.diet.rules import group_words
from dps.prisoners.personal.panels import Link, Row
from dps.prisoners.profile.frame import Opened
from dps.prisoners.rules.access import Part

TITLES = {"medical": "Medical diet", "allergies": "Food allergies", "personalised": "Personalised diet"}


def diet_words(values: Mapping[str, Any]) -> str:
    """All of it on one line: `Food allergies: Egg, Milk. Personalised diet: Vegan`."""
    named = {title: group_words(group, values[group], values["details"]) for group, title in TITLES.items()}
    said = [f"{title}: {', '.join(words)}" for title, words in named.items() if words]
    if values["catering_instructions"]:
        said.append(f"Catering instructions: {' '.join(values['catering_instructions'].split())}")
    return ". ".join(said)


def section(read: Any, person: Opened) -> Mapping[str, Any]:
    """The section of the Personal tab."""
    change = Link("Change", "diet/", Part.EDIT_DIET)
    if not read:
        return {"rows": [Row("Diet and food allergies", "", change)]}
    rows = [
        Row(title, "\n".join(group_words(group, read[group], read["details"])) or "None", change)
        for group, title in TITLES.items()
    ]
    rows.append(Row("Catering instructions", read["catering_instructions"] or "None", change))
    changed = local_time.long_date(datetime.fromisoformat(read["changed_at"]))
    where = f", {estate.agency_name(read['changed_in'])}" if read["changed_in"] else ""
    rows.append(Row("Last updated", f"{changed}{where}", kind=KIND))
    return {"rows": rows}
