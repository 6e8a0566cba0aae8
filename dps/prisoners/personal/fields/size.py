"""Height and weight, in the measures people think in (prisoners.md 7). Kept in centimetres and kilograms."""

from collections.abc import Callable, Mapping
from typing import Any

from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm
from dps.prisoners.personal import commands, queries
from dps.prisoners.personal.fields.boxes import NumberField
from dps.prisoners.personal.rules import measurements as m
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

BACK, TEMPLATE = "personal/#appearance", "prisoners/personal/size.html.jinja"
HEIGHT, WEIGHT = "height_cm", "weight_kg"
"""Fields of the kind of change."""
Read = Callable[[Mapping[str, str], int | None], int | None]


class _SizeForm(DpsForm):
    """Boxes that together are one measure, kept as `size`."""

    measure: Read

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.errors:
            try:
                cleaned["size"] = type(self).measure(cleaned, self.initial["size"])
            except m.NotSensible as wrong:
                self.add_error(wrong.box, str(wrong))
        return cleaned


class CentimetresForm(_SizeForm):
    cm = NumberField(label="Height in centimetres", hint="Leave this empty if it is not known")
    measure = staticmethod(lambda typed, kept: m.height_in_cm(typed["cm"]))


class FeetForm(_SizeForm):
    feet = NumberField(label="Feet", hint="Leave both empty if it is not known")
    inches = NumberField(label="Inches")
    measure = staticmethod(lambda typed, kept: m.height_in_feet(typed["feet"], typed["inches"], kept))


class KilogramsForm(_SizeForm):
    kg = NumberField(label="Weight in kilograms", hint="Leave this empty if it is not known")
    measure = staticmethod(lambda typed, kept: m.weight_in_kg(typed["kg"]))


class StoneForm(_SizeForm):
    stone = NumberField(label="Stone", hint="Leave both empty if it is not known")
    pounds = NumberField(label="Pounds")
    measure = staticmethod(lambda typed, kept: m.weight_in_stone(typed["stone"], typed["pounds"], kept))


class PoundsForm(_SizeForm):
    pounds = NumberField(label="Weight in pounds", hint="Leave this empty if it is not known")
    measure = staticmethod(lambda typed, kept: m.weight_in_pounds(typed["pounds"], kept))


def _feet(cm: int) -> dict[str, str]:
    feet, inches = m.feet_of(cm)
    return {"feet": str(feet), "inches": str(inches)}


def _stone(kg: int) -> dict[str, str]:
    stone, pounds = m.stone_of(kg)
    return {"stone": str(stone), "pounds": str(pounds)}


def _editable(
    label: str,
    field: str,
    form: type[_SizeForm],
    boxes: Callable[[int], Mapping[str, str]],
    words: Callable[[int | None], str],
    others: list[tuple[str, str]],
) -> Editable:
    def read(person: Opened) -> Mapping[str, Any]:
        row = queries.size_of(person.booking_id)
        size: int | None = getattr(row, field) if row else None
        return {"size": size, **(boxes(size) if size is not None else {})}

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return commands.set_size(person, by=by, **{field: values["size"]})

    return Editable(
        label=label,
        form=form,
        read=read,
        save=save,
        says=lambda values: words(values["size"]),
        kind=commands.SIZE,
        back=BACK,
        template=TEMPLATE,
        context={"others": others},
    )


HEIGHTS: Mapping[str, Editable] = {
    "cm": _editable(
        "Height", HEIGHT, CentimetresForm, lambda cm: {"cm": str(cm)}, m.height_words, [("feet", "feet and inches")]
    ),
    "feet": _editable("Height", HEIGHT, FeetForm, _feet, m.height_words, [("cm", "centimetres")]),
}
"""By the unit in the address; the first is the usual one."""
WEIGHTS: Mapping[str, Editable] = {
    "kg": _editable(
        "Weight",
        WEIGHT,
        KilogramsForm,
        lambda kg: {"kg": str(kg)},
        m.weight_words,
        [("stone", "stone and pounds"), ("pounds", "pounds")],
    ),
    "stone": _editable(
        "Weight", WEIGHT, StoneForm, _stone, m.weight_words, [("kg", "kilograms"), ("pounds", "pounds")]
    ),
    "pounds": _editable(
        "Weight",
        WEIGHT,
        PoundsForm,
        lambda kg: {"pounds": str(m.pounds_of(kg))},
        m.weight_words,
        [("kg", "kilograms"), ("stone", "stone and pounds")],
    ),
}
