"""Whether they smoke (reference-data.md 3)."""

from collections.abc import Mapping
from typing import Any

from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm, RadiosField
from dps.prisoners.personal import details
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

TYPE = "SMOKE"
ANSWERS = {
    "Y": "Yes, they smoke",
    "V": "Yes, they vape or use nicotine replacement therapy (NRT)",
    "N": "No, they do not smoke or vape",
}


class SmokerForm(DpsForm):
    """One of three answers, or none."""

    answer = RadiosField(label="Smoker or vaper", choices=[*ANSWERS.items(), ("", "Not entered")])


def _read(person: Opened) -> Mapping[str, Any]:
    return {"answer": details.read_details(person.booking_id, TYPE).get(TYPE, "")}


def _save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return details.set_details(person, {TYPE: values["answer"]}, by=by)


SMOKER = Editable(
    label="Smoker or vaper",
    heading="Do they smoke or vape?",
    form=SmokerForm,
    read=_read,
    save=_save,
    says=lambda values: str(ANSWERS.get(values["answer"], values["answer"])),
    kind=details.KIND,
    key=TYPE,
    back="personal/#personal-details",
)
