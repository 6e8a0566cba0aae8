from typing import Any

from dps.platform.design.forms import DpsForm, RadiosField, UploadField
from dps.prisoners.images import rules

PICTURES = ".jpg,.jpeg,.gif"
WHAT_A_PICTURE_IS = f"A JPG or GIF picture of up to {rules.LARGEST_FILE // 1_000_000} MB"


class NewPhotographForm(DpsForm):
    """A new photograph, or none for security."""

    way = RadiosField(
        label="What should be shown?",
        choices=[("upload", "A new photograph"), ("withhold", "That the photograph is withheld for security")],
        missing="Choose what should be shown",
    )
    photo = UploadField(
        label="New photograph",
        largest=rules.LARGEST_FILE,
        accept=PICTURES,
        hint=f"{WHAT_A_PICTURE_IS}, of the face from the front",
    )

    def clean(self) -> dict[str, Any]:
        """A photograph is needed only when one is to be shown."""
        given = super().clean() or {}
        if given.get("way") == "upload" and "photo" not in self.errors and not given.get("photo"):
            self.add_error("photo", "Choose a photograph")
        return given


class CropForm(DpsForm):
    """How it is cut."""

    crop = RadiosField(
        label="How should the picture be cut?",
        choices=list(rules.CROPS.items()),
        missing="Choose how the picture is cut",
    )


class WithholdForm(DpsForm):
    """Nothing but the confirmation."""
