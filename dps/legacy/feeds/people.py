"""Names, bookings, and what is said about the person."""

from typing import Any

from django.apps import apps
from django.db import connection

from dps.legacy.feeds.feed import OWN_IDS_FROM, Feed, Owner, Parent, Settled, column
from dps.legacy.translation import (
    blob,
    day,
    first_text,
    flag,
    joined_text,
    moment,
    text,
    whole,
    whole_or,
    yes_or_no,
)

_OF_THEIR_NAME = """title first_name middle_names last_name suffix date_of_birth sex ethnicity birth_place
 birth_country"""
BY_BOOKING = column("booking_id", "offender_book_id", whole, needed=True)
NAME_OWNER = "LEFT JOIN prisoners_personname n ON n.id = s.name_id"
NO_NAME = (("n.id IS NULL", "'name record ' || s.name_id || ' is not here yet'"),)


def make_people(cursor: Any, staged: str, tell: bool) -> Settled:
    """Make the person of every new prison number, so that their names have somebody to belong to.

    A root name whose number changed belongs to a person known by another number: that person's record is first
    given the new number, so nothing of theirs is lost. Gives the numbers of those.
    """
    from dps.legacy.inbound.merges import renumber

    cursor.execute(
        f"""SELECT p.number, s.person_id FROM {staged} s JOIN prisoners_person p ON p.nomis_root_id = s.root_id
             WHERE s.id = s.root_id AND p.number <> s.person_id"""
    )
    renumbered = cursor.fetchall()
    for old, new in renumbered:
        renumber(old=old, new=new)
    given = {"number": "s.person_id", "nomis_root_id": "s.root_id"}
    given |= {name: f"s.{name}" for name in _OF_THEIR_NAME.split()}
    others = {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in apps.get_model("prisoners.Person")._meta.concrete_fields
        if field.attname not in given and not field.null and not field.has_db_default()
    }
    cursor.execute(
        f"""INSERT INTO prisoners_person ({", ".join([*given, *others])})
            SELECT DISTINCT ON (s.person_id) {", ".join([*given.values(), *["%s"] * len(others)])}
              FROM {staged} s
             WHERE NOT EXISTS (SELECT 1 FROM prisoners_person p WHERE p.number = s.person_id)
             ORDER BY s.person_id, (s.id = s.root_id) DESC, s.id
            ON CONFLICT DO NOTHING""",
        list(others.values()),
    )
    cursor.execute(
        f"""UPDATE prisoners_person p
               SET birth_place = CASE WHEN s.birth_place <> '' THEN s.birth_place ELSE p.birth_place END,
                   birth_country = CASE WHEN s.birth_country <> '' THEN s.birth_country ELSE p.birth_country END,
                   nomis_root_id = s.root_id
              FROM {staged} s
             WHERE p.number = s.person_id AND s.id = s.root_id
               AND ((s.birth_place <> '' AND s.birth_place <> p.birth_place)
                    OR (s.birth_country <> '' AND s.birth_country <> p.birth_country)
                    OR p.nomis_root_id IS DISTINCT FROM s.root_id)"""
    )
    return Settled({new for _, new in renumbered})


def _root(root: Any, own: Any) -> int | None:
    return whole(own) if root is None else whole(root)


FEEDS = (
    Feed(
        name="names",
        title="People and their names",
        area="PERSONAL_DETAILS",
        table="offenders",
        key=("offender_id",),
        target="prisoners.PersonName",
        conflict=("id",),
        owner=Owner.PERSON,
        columns=(
            column("id", "offender_id", whole, needed=True),
            column("person_id", "offender_id_display", text(10), needed=True),
            column("name_type", "alias_name_type name_type", first_text(12)),
            column("title", "title", text(12)),
            column("first_name", "first_name", text(35)),
            column("middle_names", "middle_name middle_name_2", joined_text(71)),
            column("last_name", "last_name", text(35), needed=True),
            column("suffix", "suffix", text(12)),
            column("date_of_birth", "birth_date", day),
            column("sex", "sex_code", text(12)),
            column("ethnicity", "race_code", text(12)),
            column("root_id", "root_offender_id offender_id", _root, sql_type="bigint"),
            column("birth_place", "birth_place", text(25), sql_type="text"),
            column("birth_country", "birth_country_code", text(12), sql_type="text"),
        ),
        lookups="LEFT JOIN prisoners_person p ON p.number = s.person_id",
        waits_for=(("p.number IS NULL", "'person ' || s.person_id || ' could not be made'"),),
        fixed={"is_working": "false"},
        scope=f"t.id < {OWN_IDS_FROM}",
        shared=True,
        before=make_people,
    ),
    Feed(
        name="bookings",
        title="Bookings",
        area="STATUS",
        table="offender_bookings",
        key=("offender_book_id",),
        target="prisoners.Booking",
        conflict=("id",),
        owner=Owner.PERSON,
        columns=(
            column("id", "offender_book_id", whole, needed=True),
            column("name_id", "offender_id", whole, needed=True),
            column("book_number", "booking_no", text(14)),
            column("sequence", "booking_seq", whole_or(1)),
            column("active", "active_flag", flag),
            column("in_out", "in_out_status", text(12)),
            column("status_reason", "status_reason", text(32)),
            column("agency", "agy_loc_id", text(6)),
            column("living_unit_id", "living_unit_id", whole),
            column("began_at", "booking_begin_date", moment),
            column("ended_at", "booking_end_date", moment),
        ),
        values={"person_id": "n.person_id"},
        lookups=NAME_OWNER,
        waits_for=NO_NAME,
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
    Feed(
        name="identifiers",
        title="Identifiers",
        area="IDENTIFIERS",
        table="offender_identifiers",
        key=("offender_id", "offender_id_seq"),
        target="prisoners.Identifier",
        conflict=("name_id", "sequence"),
        owner=Owner.PERSON,
        columns=(
            column("name_id", "offender_id", whole, needed=True),
            column("sequence", "offender_id_seq", whole, needed=True),
            column("type", "identifier_type", text(12), needed=True),
            column("value", "identifier", text(20), needed=True),
            column("authority", "issued_authority_text", text(240)),
            column("issued_on", "issued_date", day),
        ),
        values={"person_id": "n.person_id"},
        lookups=NAME_OWNER,
        waits_for=NO_NAME,
        scope=f"t.name_id < {OWN_IDS_FROM} AND t.sequence > 0",
        shared=True,
    ),
    Feed(
        name="profile details",
        title="Religion, nationality and other details",
        area="PERSONAL_DETAILS",
        table="offender_profile_details",
        key=("offender_book_id", "profile_type", "profile_seq"),
        target="prisoners.ProfileDetail",
        conflict=("booking_id", "type", "sequence"),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            BY_BOOKING,
            column("type", "profile_type", text(12), needed=True),
            column("sequence", "profile_seq", whole_or(1)),
            column("code", "profile_code", text(40)),
            column("comment", "comment_text", text(240)),
        ),
        shared=True,
    ),
    Feed(
        name="languages",
        title="Languages",
        area="PERSONAL_DETAILS",
        table="offender_languages",
        key=("offender_book_id", "language_code", "language_type"),
        target="prisoners.Language",
        conflict=("booking_id", "code", "type"),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            BY_BOOKING,
            column("code", "language_code", text(12), needed=True),
            column("type", "language_type", text(12), needed=True),
            column("reads", "read_skill", text(12)),
            column("writes", "write_skill", text(12)),
            column("speaks", "speak_skill", text(12)),
            column("comment", "comment_text", text(240)),
            column("interpreter_required", "interpreter_requested_flag", flag),
            column("preferred_spoken", "prefered_speak_flag", flag),
            column("preferred_written", "prefered_write_flag", flag),
        ),
        shared=True,
    ),
    Feed(
        name="care needs",
        title="Care needs",
        area="PERSONAL_DETAILS",
        table="offender_health_problems",
        key=("offender_health_problem_id",),
        target="prisoners.CareNeed",
        conflict=("id",),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            column("id", "offender_health_problem_id", whole, needed=True),
            BY_BOOKING,
            column("type", "problem_type", text(12), needed=True),
            column("code", "problem_code", text(12), needed=True),
            column("status", "problem_status", text(12)),
            column("started_on", "start_date", day),
            column("ended_on", "end_date", day),
            column("description", "description", text(240)),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
    Feed(
        name="reasonable adjustments",
        title="Reasonable adjustments",
        area="PERSONAL_DETAILS",
        table="offender_medical_treatments",
        key=("offender_medical_treatment_id",),
        target="prisoners.ReasonableAdjustment",
        conflict=("id",),
        owner=Owner.CARE_NEED,
        parent=Parent.CARE_NEED,
        columns=(
            column("id", "offender_medical_treatment_id", whole, needed=True),
            column("care_need_id", "offender_health_problem_id", whole, needed=True),
            column("treatment", "treatment_code", text(12), needed=True),
            column("started_on", "start_date", day),
            column("ended_on", "end_date", day),
            column("comment", "comment_text description", first_text(240)),
            column("prison", "agy_loc_id", text(6)),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
    Feed(
        name="beliefs",
        title="Religion, faith or belief through time",
        area="PERSONAL_DETAILS",
        table="offender_beliefs",
        key=("belief_id",),
        target="prisoners.Belief",
        conflict=("id",),
        owner=Owner.PERSON,
        columns=(
            column("id", "belief_id", whole, needed=True),
            column("booking_id", "offender_book_id", whole),
            column("root_id", "root_offender_id", whole, sql_type="bigint"),
            column("code", "belief_code", text(12), needed=True),
            column("started_on", "effective_date", day),
            column("ended_on", "end_date", day),
            column("reason_known", "change_reason", yes_or_no),
            column("comments", "comments", text(4000)),
            column("verified", "verified_flag", flag),
            column("added_by", "create_user_id", text(240)),
        ),
        values={"person_id": "coalesce(b.person_id, p.number)"},
        lookups="LEFT JOIN prisoners_booking b ON b.id = s.booking_id"
        " LEFT JOIN prisoners_person p ON p.nomis_root_id = s.root_id",
        waits_for=(
            (
                "b.id IS NULL AND p.number IS NULL",
                "'the person of booking ' || coalesce(s.booking_id::text, '?') || ' is not here yet'",
            ),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
        shared=True,
    ),
    Feed(
        name="images",
        title="Photographs",
        area="PERSONAL_DETAILS",
        table="offender_images",
        key=("offender_image_id",),
        target="prisoners.Image",
        conflict=("id",),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            column("id", "offender_image_id", whole, needed=True),
            BY_BOOKING,
            column("captured_at", "capture_datetime", moment, needed=True),
            column("object_type", "image_object_type", text(12)),
            column("object_sequence", "image_object_seq", whole),
            column("view", "image_view_type", text(12)),
            column("orientation", "orientation_type", text(12)),
            column("active", "active_flag", flag),
            column("thumbnail", "thumbnail_image", blob),
            column("full_size", "full_size_image", blob),
            column("added_by", "create_user_id", text(240)),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
        shared=True,
        batch=250,
    ),
)
