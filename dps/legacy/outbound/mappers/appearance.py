"""Marks on the body and photographs."""

from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import (
    Key,
    Mapper,
    Task,
    Written,
    by_id,
    column,
    counted,
    from_sequence,
    mapped,
    of_booking,
    words,
)
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.refusals import NotYet, Refused
from dps.legacy.outbound.values import flag
from dps.prisoners.models import Image, Mark

MARK_NUMBER = "mark sequence"
"""Kind of mapping: "booking / number given here" to the number NOMIS gave, for photographs of the mark."""
OF_A_MARK = "OFF_IDM"
FROM_A_FILE = "FILE"


def _mark(task: Task) -> Key | None:
    known = mapped("mark", task.write.key)
    if known:
        booking, _, sequence = known.partition(" / ")
        return {"offender_book_id": int(booking), "id_mark_seq": int(sequence)}
    for held in (task.write.before, task.write.after):
        if held and (held.get("sequence") or 0) > 0:
            return {"offender_book_id": task.booking_id, "id_mark_seq": int(held["sequence"])}
    if task.write.before is not None:
        row = Mark.objects.filter(pk=task.write.key, sequence__gt=0).values_list("booking_id", "sequence").first()
        if row:
            return {"offender_book_id": row[0], "id_mark_seq": row[1]}
    return None


def _remember_the_number(task: Task, key: Key) -> None:
    given = (task.write.after or {}).get("sequence")
    if task.write.before is None and given is not None and int(given) <= 0:
        task.also.append((MARK_NUMBER, f"{key['offender_book_id']} / {given}", key["id_mark_seq"]))


class _Marks(Mapper):
    def carry_out(self, task: Task) -> Written:
        done = super().carry_out(task)
        if done.outcome == QueuedWrite.Outcome.THERE_ALREADY and done.key is not None:
            _remember_the_number(task, dict(zip(self.key, done.key, strict=True)))
            return self._written(task, dict(zip(self.key, done.key, strict=True)), done.outcome)
        return done


def _number_of_the_mark(task: Task, sequence: object) -> int | None:
    if sequence is None or int(str(sequence)) > 0:
        return None if sequence is None else int(str(sequence))
    found = mapped(MARK_NUMBER, f"{task.booking_id} / {sequence}")
    if found is None:
        raise NotYet("The mark that this photograph shows has not been written to NOMIS yet")
    return int(found)


class _Images(Mapper):
    """A photograph of a mark made here follows the number that NOMIS gave the mark."""

    def _held(self, task: Task, payload):  # type: ignore[no-untyped-def]
        if payload is not None and payload.get("object_type") == OF_A_MARK and "object_sequence" in payload:
            payload = {**payload, "object_sequence": _number_of_the_mark(task, payload["object_sequence"])}
        return super()._held(task, payload)


def _pictures(task: Task) -> Row:
    found = Image.objects.filter(pk=task.write.key).values_list("full_size", "thumbnail").first()
    if found is None or not found[0]:
        raise Refused("The photograph is no longer here, so it cannot be written to NOMIS")
    return {
        "full_size_image": bytes(found[0]),
        "thumbnail_image": bytes(found[1]) if found[1] else None,
        "image_source_code": FROM_A_FILE,
        "image_object_id": task.booking_id,
    }


MAPPERS = (
    _Marks(
        kind="mark",
        title="Tattoos, scars and other marks",
        table="offender_identifying_marks",
        key=("offender_book_id", "id_mark_seq"),
        columns=(
            words("mark_type", "type", 12, "a type"),
            words("body_part_code", "body_part", 12, "a part of the body"),
            words("side_code", "side", 12),
            words("part_orientation_code", "orientation", 12),
            words("comment_text", "comment", 240),
        ),
        target="prisoners.Mark",
        locate=_mark,
        owner=of_booking,
        new_key=counted("offender_identifying_marks", "id_mark_seq"),
        afterwards=_remember_the_number,
    ),
    _Images(
        kind="image",
        title="Photographs",
        table="offender_images",
        key=("offender_image_id",),
        columns=(
            column("capture_datetime", "captured_at", values.moment, "a date"),
            words("image_object_type", "object_type", 12),
            column("image_object_seq", "object_sequence", values.whole),
            words("image_view_type", "view", 12),
            words("orientation_type", "orientation", 12, "an orientation"),
            column("active_flag", "active", flag),
        ),
        target="prisoners.Image",
        locate=by_id("image", "offender_image_id"),
        owner=of_booking,
        new_key=from_sequence("offender_images", "offender_image_id"),
        defaults=_pictures,
    ),
)
