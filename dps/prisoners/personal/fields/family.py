"""Sexual orientation, domestic status, children (prisoners.md 7)."""

from collections.abc import Mapping
from typing import Any

from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm, RadiosField
from dps.prisoners.personal import details
from dps.prisoners.personal.fields.boxes import NumberField
from dps.prisoners.personal.fields.coded import coded
from dps.prisoners.personal.rules import answers
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

BACK, AREA = "personal/#personal-details", "PERSONAL_DETAILS"
CHILD = "CHILD"

SEXUAL_ORIENTATION = coded("SEXO", "SEXO", "Sexual orientation", back=BACK, area=AREA)
DOMESTIC_STATUS = coded("MARITAL", "MARITAL", "Domestic status", back=BACK, area=AREA)


class ChildrenForm(DpsForm):
    """No, yes and how many, or not known."""

    answer = RadiosField(label="Do they have children?", choices=[("no", "No"), ("yes", "Yes"), ("", "Not known")])
    number = NumberField(label="How many children", hint="Only when they have any")

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.errors:
            kept, problem = answers.children_kept(cleaned["answer"], cleaned["number"])
            if problem:
                self.add_error("number", problem)
            unchanged = cleaned["answer"] == self.initial["answer"] == ""
            cleaned["kept"] = self.initial["kept"] if unchanged else kept
        return cleaned


def _read(person: Opened) -> Mapping[str, Any]:
    kept = details.read_details(person.booking_id, CHILD).get(CHILD, "")
    answer, number = answers.children_answer(kept)
    return {"kept": kept, "answer": answer, "number": number}


def _save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return details.set_details(person, {CHILD: values["kept"]}, by=by)


CHILDREN = Editable(
    label="Number of children",
    heading="Children",
    form=ChildrenForm,
    read=_read,
    save=_save,
    says=lambda values: answers.children_words(values["kept"]),
    kind=details.KIND,
    key=CHILD,
    back=BACK,
)
