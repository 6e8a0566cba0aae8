"""Photographs in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from dps.platform import local_time
from dps.prisoners.images.queries import FacialImage


def told(faces: Sequence[FacialImage], shown: int | None) -> list[tuple[FacialImage, str, str]]:
    """Each with what the picture shows, for those who cannot see it, and what is to be said of it."""
    found = []
    for face in faces:
        day = local_time.long_date(face.captured_at)
        alt = "Photograph withheld for security" if face.withheld else f"Photograph of {day}"
        said = ["Shown now"] if face.id == shown else []
        if not face.active:
            said.append("Not in use")
        found.append((face, alt, ". ".join(said)))
    return found


def described(key: str, values: Mapping[str, Any]) -> str:
    """One state of an image in words."""
    what = "Facial image" if values["object_type"] == "OFF_BKG" else "Photograph of a mark"
    return f"{what}, taken {str(values['captured_at'])[:10]}{'' if values['active'] else ', not in use'}"
