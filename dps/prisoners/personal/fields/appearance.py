"""Hair, face, build, eyes, shoe size (prisoners.md 7, reference-data.md 3)."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm, RadiosField
from dps.prisoners.personal import details, lists
from dps.prisoners.personal.fields.boxes import KeptTextField
from dps.prisoners.personal.fields.coded import coded
from dps.prisoners.personal.rules.measurements import NotSensible, shoe_size
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

BACK, AREA = "personal/#appearance", "PHYSICAL_DETAILS"
EYE_COLOURS, RIGHT, LEFT, SHOE = "R_EYE_C", "R_EYE_C", "L_EYE_C", "SHOESIZE"
SAME = "same"
"""The left eye has the colour of the right one."""

HAIR = coded("HAIR", "HAIR", "Hair type or colour", back=BACK, area=AREA)
FACIAL_HAIR = coded("FACIAL_HAIR", "FACIAL_HAIR", "Facial hair", back=BACK, area=AREA)
FACE = coded("FACE", "FACE", "Shape of face", back=BACK, area=AREA)
BUILD = coded("BUILD", "BUILD", "Build", back=BACK, area=AREA)


class EyesForm(DpsForm):
    """One colour for both eyes, or one each."""

    right = RadiosField(label="Right eye")
    left = RadiosField(label="Left eye")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = "" if self.initial["left"] == SAME else self.initial["left"]
        self.fields["right"].choices = [*lists.offered(EYE_COLOURS, self.initial["right"]), lists.NOT_ENTERED]
        self.fields["left"].choices = [
            (SAME, "The same as the right eye"),
            *lists.offered(EYE_COLOURS, left),
            lists.NOT_ENTERED,
        ]


def _read_eyes(person: Opened) -> Mapping[str, Any]:
    kept = details.read_details(person.booking_id, RIGHT, LEFT)
    right, left = kept.get(RIGHT, ""), kept.get(LEFT, "")
    return {"right": right, "left": SAME if left == right else left}


def _save_eyes(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    left = values["right"] if values["left"] == SAME else values["left"]
    return details.set_details(person, {RIGHT: values["right"], LEFT: left}, by=by, area=AREA)


def eyes_words(right: str, left: str) -> str:
    """`Brown`, or `Right eye brown, left eye blue`; '' for nothing."""
    if right == left:
        return estate.label(EYE_COLOURS, right)
    named = [estate.label(EYE_COLOURS, code) or "not entered" for code in (right, left)]
    return f"Right eye {named[0].lower()}, left eye {named[1].lower()}"


EYES = Editable(
    label="Eye colour",
    form=EyesForm,
    read=_read_eyes,
    save=_save_eyes,
    says=lambda values: eyes_words(values["right"], values["right"] if values["left"] == SAME else values["left"]),
    kind=details.KIND,
    key=RIGHT,
    back=BACK,
)


class ShoeSizeForm(DpsForm):
    """A size typed as UK or EU, or what the old system has."""

    size = KeptTextField(
        label="Shoe size",
        most_bytes=40,
        hint="A UK size such as 9 or 9.5, or an EU size such as EU 43",
        classes="govuk-input--width-5",
    )

    def clean_size(self) -> str:
        typed: str = self.cleaned_data["size"]
        if typed == self.initial["size"]:
            return typed
        try:
            return shoe_size(typed)
        except NotSensible as wrong:
            self.add_error("size", str(wrong))
            return typed


def _read_shoe(person: Opened) -> Mapping[str, Any]:
    return {"size": details.read_details(person.booking_id, SHOE).get(SHOE, "")}


def _save_shoe(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return details.set_details(person, {SHOE: values["size"]}, by=by, area=AREA)


SHOE_SIZE = Editable(
    label="Shoe size",
    form=ShoeSizeForm,
    read=_read_shoe,
    save=_save_shoe,
    says=lambda values: str(values["size"]),
    kind=details.KIND,
    key=SHOE,
    back=BACK,
)
