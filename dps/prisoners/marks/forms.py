from collections.abc import Iterable
from typing import Any

from dps.platform.design.forms import DpsForm, RadiosField, TextAreaField, UploadField
from dps.prisoners.images import rules as images
from dps.prisoners.images.forms import PICTURES, WHAT_A_PICTURE_IS
from dps.prisoners.marks import rules

CHOOSE_PART = "Choose the part of the body"


class AreaForm(DpsForm):
    """The first pick, as a list."""

    area = RadiosField(
        label="Part of the body", choices=[(area.key, area.words) for area in rules.AREAS], missing=CHOOSE_PART
    )


class PlaceForm(DpsForm):
    """The exact part within an area."""

    place = RadiosField(label="Where exactly?", missing=CHOOSE_PART)

    def __init__(self, *args: Any, places: Iterable[rules.Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place.key, place.words) for place in places]


class NewMarkForm(PlaceForm):
    """A mark: where exactly, what it looks like, a photograph."""

    description = TextAreaField(
        label="Description (optional)",
        max_length=rules.LONGEST_DESCRIPTION,
        hint="What it looks like: size, colours, words or names",
    )
    photo = UploadField(
        label="Photograph (optional)", largest=images.LARGEST_FILE, accept=PICTURES, hint=WHAT_A_PICTURE_IS
    )


class DescriptionForm(DpsForm):
    """What it is."""

    type = RadiosField(label="Kind of mark", missing="Choose what kind of mark it is")
    description = TextAreaField(label="Description (optional)", max_length=rules.LONGEST_DESCRIPTION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = str((self.initial or {}).get("type", ""))
        choices = [("TAT", "Tattoo"), ("SCAR", "Scar"), ("MARK", "Mark")]
        self.fields["type"].choices = [*choices, *([("OTH", "Other mark")] if kept == "OTH" else [])]


class PhotographForm(DpsForm):
    """A photograph of a mark."""

    photo = UploadField(
        label="Photograph",
        largest=images.LARGEST_FILE,
        accept=PICTURES,
        missing="Choose a photograph",
        hint=WHAT_A_PICTURE_IS,
    )
