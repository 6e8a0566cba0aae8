"""Writes of marks on the body and of their photographs."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.changes import recording
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.recording import Made, Values
from dps.prisoners.images import pictures
from dps.prisoners.images.commands import KIND as IMAGE
from dps.prisoners.images.commands import NEVER_BOOKED, values_of
from dps.prisoners.marks import rules
from dps.prisoners.marks.rules import Place
from dps.prisoners.models import Image, Mark
from dps.prisoners.models.own_ids import next_own_id
from dps.prisoners.profile.permitted import InHand, take_in_hand
from dps.prisoners.rules.access import Part

KIND = "mark"
OF_MARK = "OFF_IDM"
AREA = "PHYSICAL_DETAILS"
FIELDS = ("sequence", "type", "body_part", "side", "orientation", "comment")


def mark_values(mark: Mark) -> Values:
    """A mark as its changes are kept."""
    return {name: getattr(mark, name) for name in FIELDS}


def add_mark(
    number: str, *, type: str, place: str, description: str, photo: bytes | None, by: Actor, at: datetime
) -> Mark:
    """Record a mark, with a photograph if there is one. Raises Invalid and NotFound."""
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
        if held.booking_id is None:
            raise Invalid({"": NEVER_BOOKED})
        found = _place(place)
        problems = {"place": "" if found else "Choose the part of the body"}
        problems["type"] = "" if type in rules.TYPE_WORDS else "Choose what kind of mark it is"
        problems["description"] = rules.description_problem(description)
        picture = None
        if photo is not None:
            try:
                picture = pictures.of_mark(pictures.prepare(photo))
            except Invalid as refused:
                problems |= refused.problems
        if wrong := {field: words for field, words in problems.items() if words}:
            raise Invalid(wrong)
        assert found is not None
        mark = Mark.objects.create(
            booking_id=held.booking_id,
            sequence=_next_sequence(held.booking_id),
            type=type,
            body_part=found.body_part,
            side=found.side,
            orientation=found.orientation,
            comment=description,
        )
        made = [Made(KIND, str(mark.pk), None, mark_values(mark), mark.booking_id)]
        if picture is not None:
            made.append(_photograph(mark, picture, by=by, at=at))
        recording.record(number, made, by=by, area=AREA)
    return mark


def move_mark(number: str, mark_id: int, place: str, *, by: Actor) -> bool:
    """Say where on the body a mark is. Whether that changed anything. Raises Invalid and NotFound."""
    found = _place(place)
    if found is None:
        raise Invalid({"place": "Choose the part of the body"})
    return _change(number, mark_id, by=by, body_part=found.body_part, side=found.side, orientation=found.orientation)


def describe_mark(number: str, mark_id: int, *, type: str, description: str, by: Actor) -> bool:
    """Say what a mark is. Whether that changed anything. Raises Invalid and NotFound."""
    problems = {"description": rules.description_problem(description)}
    problems["type"] = "" if type in rules.TYPE_WORDS else "Choose what kind of mark it is"
    if wrong := {field: words for field, words in problems.items() if words}:
        raise Invalid(wrong)
    return _change(number, mark_id, by=by, type=type, comment=description)


def correct_mark(number: str, mark_id: int, *, type: str, place: str, description: str, by: Actor) -> Mark:
    """Say at once where and what a mark is: for programs. Raises Invalid and NotFound."""
    with transaction.atomic():
        move_mark(number, mark_id, place, by=by)
        describe_mark(number, mark_id, type=type, description=description, by=by)
    return Mark.objects.get(pk=mark_id)


def add_photograph(
    number: str, mark_id: int, content: bytes, *, by: Actor, at: datetime, in_place_of: int | None = None
) -> Image:
    """Add a photograph of a mark, or put it in the place of another, which stays on record but is no longer in use.

    Raises Invalid and NotFound.
    """
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
        mark = _mark(held, mark_id)
        kept = Image.objects.filter(
            booking_id=mark.booking_id, object_type=OF_MARK, object_sequence=mark.sequence, active=True
        )
        made = []
        if in_place_of is not None:
            old = kept.filter(pk=in_place_of).defer("full_size", "thumbnail").first()
            if old is None:
                raise NotFound(str(in_place_of))
            before = values_of(old)
            old.active = False
            old.save(update_fields=["active"])
            made.append(Made(IMAGE, str(old.pk), before, values_of(old), mark.booking_id))
        elif kept.count() >= rules.MOST_PHOTOS:
            raise Invalid({"photo": f"There are {rules.MOST_PHOTOS} photographs of this mark. Replace one of them"})
        made.append(_photograph(mark, pictures.of_mark(pictures.prepare(content)), by=by, at=at))
        recording.record(number, made, by=by, area=AREA)
    return Image.objects.defer("full_size", "thumbnail").get(pk=int(made[-1].key))


def restore(change: Change, by: Actor) -> None:
    """Put a mark back as it was before a change. Raises Invalid and NotFound."""
    if change.before is None:
        raise Invalid({"": "A mark cannot be taken away again, only corrected"})
    with transaction.atomic():
        held = take_in_hand(change.person_id, Part.EDIT_SENSITIVE, by=by)
        mark = _mark(held, int(change.key))
        before = mark_values(mark)
        for name in FIELDS[1:]:
            setattr(mark, name, change.before[name])
        mark.save()
        made = [Made(KIND, change.key, before, mark_values(mark), mark.booking_id)]
        recording.record(held.number, made, by=by, area=AREA, restores=change)


def _place(key: str) -> Place | None:
    return rules.place_of(key)


def _next_sequence(booking_id: int) -> int:
    """0 and below: NOMIS counts from 1, and has not numbered this one yet."""
    lowest = Mark.objects.filter(booking_id=booking_id).aggregate(lowest=Min("sequence"))["lowest"]
    return min(1, 1 if lowest is None else lowest) - 1


def _mark(held: InHand, mark_id: int) -> Mark:
    found = Mark.objects.filter(pk=mark_id, booking__sequence=1, booking__person_id=held.number).first()
    if found is None:
        raise NotFound(str(mark_id))
    return found


def _change(number: str, mark_id: int, *, by: Actor, **values: str) -> bool:
    with transaction.atomic():
        held = take_in_hand(number, Part.EDIT_SENSITIVE, by=by)
        mark = _mark(held, mark_id)
        before = mark_values(mark)
        for name, value in values.items():
            setattr(mark, name, value)
        mark.save()
        made = [Made(KIND, str(mark.pk), before, mark_values(mark), mark.booking_id)]
        return bool(recording.record(number, made, by=by, area=AREA))


def _photograph(mark: Mark, picture: pictures.Picture, *, by: Actor, at: datetime) -> Made:
    image = Image.objects.create(
        id=next_own_id(),
        booking_id=mark.booking_id,
        captured_at=at,
        object_type=OF_MARK,
        object_sequence=mark.sequence,
        view=mark.type,
        orientation=mark.body_part,
        active=True,
        full_size=picture.full_size,
        thumbnail=picture.thumbnail,
        added_by=by.display_name or by.username,
    )
    return Made(IMAGE, str(image.pk), None, values_of(image), mark.booking_id)
