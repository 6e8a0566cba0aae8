"""Writes of photographs. Old ones are kept: the newest is the one that is shown."""

from datetime import datetime, timedelta

from django.db import transaction

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.recording import Made, Values
from dps.prisoners.images import pictures, rules
from dps.prisoners.images.models import WaitingPhotograph
from dps.prisoners.images.pictures import Picture
from dps.prisoners.models import Image
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.rules.access import Part

KIND = "image"
FACE_OF_BOOKING = "OFF_BKG"
KEEP_WAITING = timedelta(hours=12)
NEVER_BOOKED = "This person has never been booked into a prison, so there is no record to change"


def values_of(image: Image) -> Values:
    """An image as its changes are kept: without the picture itself."""
    names = ("captured_at", "object_type", "object_sequence", "view", "orientation", "active")
    return {name: getattr(image, name) for name in names}


def keep_waiting(number: str, content: bytes, *, by: Actor, at: datetime) -> WaitingPhotograph:
    """Look at a photograph that was sent, and keep it until the sender confirms it. Raises Invalid and NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_PHOTO, by=by)
        _booking(held)
        jpeg = pictures.as_jpeg(pictures.prepare(content))
        waiting, _ = WaitingPhotograph.objects.update_or_create(
            person=held.person, username=by.username, defaults={"sent_at": at, "picture": jpeg}
        )
    return waiting


def use_waiting(number: str, crop: str, *, by: Actor, at: datetime) -> Image:
    """Make the photograph that waits the person's photograph, cut as chosen. Raises Invalid and NotFound."""
    if crop not in rules.CROPS:
        raise Invalid({"crop": "Choose how the picture is cut"})
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_PHOTO, by=by)
        waiting = WaitingPhotograph.objects.filter(person=held.person, username=by.username).first()
        if waiting is None:
            raise NotFound(number)
        made = pictures.of_face(pictures.kept(bytes(waiting.picture)), crop)
        waiting.delete()
        return _add(held, made, by=by, at=at)


def replace_photograph(number: str, content: bytes, crop: str, *, by: Actor, at: datetime) -> Image:
    """Look at a photograph and make it the person's at once: for programs. Raises Invalid and NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_PHOTO, by=by)
        _booking(held)
        return _add(held, pictures.of_face(pictures.prepare(content), crop), by=by, at=at)


def withhold(number: str, *, by: Actor, at: datetime) -> Image:
    """Show, in place of a photograph, that it is withheld for security. Raises Invalid and NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_PHOTO, by=by)
        newest = (
            Image.objects.filter(
                booking_id=_booking(held), active=True, object_type=FACE_OF_BOOKING, orientation="FRONT"
            )
            .order_by("-captured_at", "-id")
            .first()
        )
        if newest is not None and pictures.is_withheld(newest.full_size):
            raise Invalid({"way": "The photograph is withheld already"})
        return _add(held, Picture(pictures.withheld(), pictures.withheld()), by=by, at=at)


def forget_waiting(at: datetime) -> None:
    """Drop photographs that nobody confirmed. Run every night."""
    WaitingPhotograph.objects.filter(sent_at__lt=at - KEEP_WAITING).delete()


def _booking(held: InHand) -> int:
    if held.booking_id is None:
        raise Invalid({"photo": NEVER_BOOKED})
    return held.booking_id


def _add(held: InHand, picture: Picture, *, by: Actor, at: datetime) -> Image:
    image = Image.objects.create(
        id=next_own_id(),
        booking_id=_booking(held),
        captured_at=at,
        object_type=FACE_OF_BOOKING,
        view="FACE",
        orientation="FRONT",
        active=True,
        full_size=picture.full_size,
        thumbnail=picture.thumbnail,
        added_by=by.display_name or by.username,
    )
    made = [Made(KIND, str(image.pk), None, values_of(image), image.booking_id)]
    recording.record(held.number, made, by=by, action="PRISONER_PHOTOGRAPH_CHANGED")
    return image
