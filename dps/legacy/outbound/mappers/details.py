"""What is said about a person on their booking: profile details, height and weight, languages, beliefs."""

from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import Key, Mapper, Task, by_id, column, from_sequence, of_booking, words
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.values import flag, whole, yes_or_no
from dps.legacy.translation import centimetres, kilograms

LISTED_LAST = 99


def _detail(task: Task) -> Key:
    sequence = whole(task.values.get("sequence")) or 1
    return {"offender_book_id": task.booking_id, "profile_type": task.write.key, "profile_seq": sequence}


def _profile_first(task: Task) -> None:
    """The parent row of a profile must be there first (legacy-nomis.md 2)."""
    task.lock_booking()
    if task.nomis.has("offender_profiles"):
        detail = _detail(task)
        key = {"offender_book_id": detail["offender_book_id"], "profile_seq": detail["profile_seq"]}
        if not task.nomis.rows("offender_profiles", key, ["profile_seq"]):
            task.nomis.insert("offender_profiles", key, {"check_date": values.day(task.write.changed_at)})


def _attributes(task: Task) -> Key:
    return {"offender_book_id": task.booking_id, "attribute_seq": whole(task.values.get("sequence")) or 1}


def _other_units(task: Task, row: Row) -> Row:
    """NOMIS keeps both systems of units (legacy-nomis.md 2)."""
    made: Row = {}
    if "height_cm" in row:
        made["height_ft"], made["height_in"] = values.feet_and_inches(row["height_cm"])
    if "weight_kg" in row:
        made["weight_lbs"] = values.pounds(row["weight_kg"])
    return made


def _metric(row: Row) -> Row:
    return {
        **row,
        "height_cm": centimetres(row.get("height_cm"), row.get("height_ft"), row.get("height_in")),
        "weight_kg": kilograms(row.get("weight_kg"), row.get("weight_lbs")),
    }


def _language(task: Task) -> Key:
    code, _, type_ = task.write.key.partition("/")
    return {"offender_book_id": task.booking_id, "language_code": code, "language_type": type_}


def _of_root(task: Task) -> Row:
    return {"root_offender_id": task.root_id}


def _belief_defaults(task: Task) -> Row:
    booking = task.write.booking_id or task.values.get("booking_id")
    return {"offender_book_id": task.booking_id if booking is None else booking}


MAPPERS = (
    Mapper(
        kind="profile detail",
        title="Religion, nationality and other details",
        table="offender_profile_details",
        key=("offender_book_id", "profile_type", "profile_seq"),
        columns=(words("profile_code", "code", 40),),
        target="prisoners.ProfileDetail",
        locate=_detail,
        owner=of_booking,
        prepare=_profile_first,
        defaults=lambda task: {"list_seq": LISTED_LAST},
        own_keys=False,
    ),
    Mapper(
        kind="physical attributes",
        title="Height and weight",
        table="offender_physical_attributes",
        key=("offender_book_id", "attribute_seq"),
        columns=(column("height_cm", "height_cm", whole), column("weight_kg", "weight_kg", whole)),
        target="prisoners.PhysicalAttributes",
        locate=_attributes,
        owner=of_booking,
        derived=_other_units,
        reads=("height_ft", "height_in", "weight_lbs"),
        reading=_metric,
        own_keys=False,
    ),
    Mapper(
        kind="language",
        title="Languages",
        table="offender_languages",
        key=("offender_book_id", "language_code", "language_type"),
        columns=(
            words("read_skill", "reads", 12),
            words("write_skill", "writes", 12),
            words("speak_skill", "speaks", 12),
            column("interpreter_requested_flag", "interpreter_required", flag),
            column("prefered_speak_flag", "preferred_spoken", flag),
            column("prefered_write_flag", "preferred_written", flag),
            words("comment_text", "comment", 240),
        ),
        target="prisoners.Language",
        locate=_language,
        owner=of_booking,
        own_keys=False,
    ),
    Mapper(
        kind="belief",
        title="Religion, faith or belief through time",
        table="offender_beliefs",
        key=("belief_id",),
        columns=(
            words("belief_code", "code", 12, "a religion, faith or belief"),
            column("effective_date", "started_on", values.day),
            column("end_date", "ended_on", values.day),
            column("change_reason", "reason_known", yes_or_no),
            words("comments", "comments", 4000),
            column("verified_flag", "verified", flag),
        ),
        target="prisoners.Belief",
        locate=by_id("belief", "belief_id"),
        owner=_of_root,
        new_key=from_sequence("offender_beliefs", "belief_id"),
        defaults=_belief_defaults,
    ),
)
