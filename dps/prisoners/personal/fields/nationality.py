"""Nationality, and others they have in words (prisoners.md 7)."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm, SelectField
from dps.prisoners.personal import details, lists
from dps.prisoners.personal.fields.boxes import KeptTextField
from dps.prisoners.personal.rules import choices
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

NATIONALITIES, FIRST, MORE = "NAT", "NAT", "NATIO"


class NationalityForm(DpsForm):
    """British stands first in the list."""

    nationality = SelectField(label="Nationality")
    additional = KeptTextField(
        label="Additional nationalities", most_bytes=40, hint="Leave this empty if they have none"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = lists.offered(NATIONALITIES, self.initial["nationality"])
        british = estate.label(NATIONALITIES, choices.BRITISH)
        self.fields["nationality"].choices = [lists.NOT_ENTERED, *choices.by_label(offered, [british])]


def _read(person: Opened) -> Mapping[str, Any]:
    kept = details.read_details(person.booking_id, FIRST, MORE)
    return {"nationality": kept.get(FIRST, ""), "additional": kept.get(MORE, "")}


def _save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return details.set_details(person, {FIRST: values["nationality"], MORE: values["additional"]}, by=by)


def _says(values: Mapping[str, Any]) -> str:
    named = [estate.label(NATIONALITIES, values["nationality"]), values["additional"]]
    return "; ".join(words for words in named if words)


NATIONALITY = Editable(
    label="Nationality",
    form=NationalityForm,
    read=_read,
    save=_save,
    says=_says,
    kind=details.KIND,
    key=FIRST,
    back="personal/#personal-details",
)
