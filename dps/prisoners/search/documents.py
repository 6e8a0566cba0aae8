"""The whole search record of people, as other systems read it (search.md 10)."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection

from dps.estate import queries as estate
from dps.prisoners.rules import custody
from dps.prisoners.search.attributes.fields import LISTS, NAMES, OWN, RECORD
from dps.prisoners.search.filters import DETAIL
from dps.prisoners.search.reach import Reach

_COLUMNS: dict[str, tuple[str, str]] = {
    "prisonerNumber": ("r.person_id", NAMES),
    "bookingId": ("r.booking_id", NAMES),
    "bookNumber": ("r.book_number", NAMES),
    "pncNumber": ("r.pnc", NAMES),
    "croNumber": ("r.cro", NAMES),
    "title": ("p.title", NAMES),
    "firstName": ("r.first_name", NAMES),
    "middleNames": ("r.middle_names", NAMES),
    "lastName": ("r.last_name", NAMES),
    "dateOfBirth": ("r.date_of_birth", NAMES),
    "gender": ("r.sex", NAMES),
    "ethnicity": ("r.ethnicity", RECORD),
    "raceCode": ("r.ethnicity", RECORD),
    "religion": ("r.religion", OWN),
    "nationality": ("r.nationality", OWN),
    "status": ("r.status", NAMES),
    "inOutStatus": ("r.in_out", NAMES),
    "prisonId": ("r.agency", NAMES),
    "lastPrisonId": ("r.left_agency", NAMES),
    "lastMovementTypeCode": ("r.last_movement_type", NAMES),
    "lastMovementReasonCode": ("r.last_movement_reason", NAMES),
    "lastMovementTime": ("r.last_movement_at", NAMES),
    "receptionDate": ("(r.arrived_at AT TIME ZONE 'Europe/London')::date", RECORD),
    "cellLocation": ("r.cell_path", RECORD),
    "category": ("r.category", RECORD),
    "csra": ("r.csra", RECORD),
    "currentIncentiveLevel": ("r.incentive", RECORD),
    "legalStatus": ("r.legal_status", RECORD),
    "imprisonmentStatus": ("r.imprisonment_status", RECORD),
    "mostSeriousOffence": ("d.offence", RECORD),
    "releaseDate": ("r.release_on", RECORD),
    "confirmedReleaseDate": ("r.confirmed_release_on", RECORD),
    "conditionalReleaseDate": ("d.conditional_release_on", RECORD),
    "postRecallReleaseDate": ("d.post_recall_release_on", RECORD),
    "sentenceExpiryDate": ("d.sentence_ends_on", RECORD),
    "supportingPrisonId": ("r.supporting_prison", NAMES),
    "dischargedHospitalId": ("r.hospital", NAMES),
    "heightCentimetres": ("d.height_cm", RECORD),
    "weightKilograms": ("d.weight_kg", RECORD),
    "hairColour": ("d.hair", RECORD),
    "leftEyeColour": ("d.left_eye", RECORD),
    "rightEyeColour": ("d.right_eye", RECORD),
    "facialHair": ("d.facial_hair", RECORD),
    "shapeOfFace": ("d.face", RECORD),
    "build": ("d.build", RECORD),
    "shoeSize": ("d.shoe_size", RECORD),
    "currentFacialImageId": ("r.image_id", RECORD),
}
_LABELS = {
    "gender": "SEX",
    "ethnicity": "ETHNICITY",
    "religion": "RELF",
    "nationality": "NAT",
    "hairColour": "HAIR",
    "leftEyeColour": "R_EYE_C",
    "rightEyeColour": "R_EYE_C",
    "facialHair": "FACIAL_HAIR",
    "shapeOfFace": "FACE",
    "build": "BUILD",
    "title": "TITLE",
}


def _objects(name: str, parts: str, order: str) -> str:
    table, whose = LISTS[name]
    return (
        f"(SELECT coalesce(jsonb_agg(jsonb_build_object({parts}) ORDER BY {order}), '[]') FROM {table} WHERE {whose})"
    )


_MARK = "'bodyPart', l.body_part, 'side', l.side, 'comment', btrim(l.words)"
_MANY = {
    "aliases": (
        _objects(
            "aliases",
            "'firstName', l.first_name, 'middleNames', l.middle_names, 'lastName', l.last_name,"
            " 'dateOfBirth', l.date_of_birth, 'gender', l.sex",
            "l.id",
        ),
        NAMES,
    ),
    "alerts": (
        _objects(
            "alerts",
            "'alertType', l.type, 'alertCode', l.code, 'active', l.active_to IS NULL OR l.active_to > %(today)s,"
            " 'expired', coalesce(l.active_to <= %(today)s, false)",
            "l.code, l.id",
        ),
        RECORD,
    ),
    "tattoos": (_objects("tattoos", _MARK, "l.id"), RECORD),
    "scars": (_objects("scars", _MARK, "l.id"), RECORD),
    "marks": (_objects("marks", _MARK, "l.id"), RECORD),
    "identifiers": (_objects("identifiers", "'type', l.type, 'value', l.value", "l.type, l.id"), NAMES),
}
_DERIVED = {
    "prisonName": NAMES,
    "locationDescription": NAMES,
    "restrictedPatient": NAMES,
    "dischargedHospitalDescription": NAMES,
    "imprisonmentStatusDescription": RECORD,
    "convictedStatus": RECORD,
    "recall": RECORD,
    "indeterminateSentence": RECORD,
    "currentIncentive": RECORD,
}
_NEEDED_ONLY_HERE = ("currentIncentiveLevel",)
READ_BY = {
    **{name: read for name, (_, read) in _COLUMNS.items() if name not in _NEEDED_ONLY_HERE},
    **{name: read for name, (_, read) in _MANY.items()},
    **_DERIVED,
}
"""Every field of a document and who may read it."""


def documents(
    numbers: Sequence[str], *, reach: Reach, today: date, wanted: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The records of these people in this order, only the fields `wanted` (all when none are named). One statement.

    What the caller may not read of a person is null.
    """
    many = {name: sql for name, (sql, _) in _MANY.items() if not wanted or name in wanted}
    columns = ", ".join([sql for sql, _ in _COLUMNS.values()] + list(many.values()))
    statement = f"""
        SELECT {columns}, r.band, {reach.opens}, {reach.own}
          FROM unnest(%(numbers)s::text[]) WITH ORDINALITY AS w (number, place)
          JOIN prisoners_searchrecord r ON r.person_id = w.number JOIN prisoners_person p ON p.number = w.number
          LEFT JOIN {DETAIL} d ON d.person_id = w.number ORDER BY w.place"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"numbers": list(numbers), "today": today, **reach.values})
        rows = cursor.fetchall()
    names = [*_COLUMNS, *many]
    return [_document(dict(zip(names, row[:-3], strict=True)), row[-3], row[-2], row[-1], wanted) for row in rows]


def _document(
    found: dict[str, Any], band: int | None, opens: bool, own: bool, wanted: Collection[str]
) -> dict[str, Any]:
    found |= {name: json.loads(found[name]) for name in _MANY if name in found}  # a raw cursor gives jsonb as text
    codes = dict(found)
    for name, domain in _LABELS.items():
        found[name] = estate.label(domain, found[name]) if found[name] else None
    hospital = codes["dischargedHospitalId"]
    level = found.pop("currentIncentiveLevel")
    found |= {
        "prisonName": estate.agency_name(codes["prisonId"]) if codes["prisonId"] else None,
        "locationDescription": custody.location_description(
            in_out=codes["inOutStatus"],
            agency_name=estate.agency_name(codes["prisonId"]),
            movement_type=codes["lastMovementTypeCode"],
            movement_words=estate.label("MOVE_TYPE", codes["lastMovementTypeCode"]),
            left=estate.agency_name(codes["lastPrisonId"]) if codes["lastPrisonId"] else "",
            hospital=estate.agency_name(hospital) if hospital else "",
        ),
        "restrictedPatient": bool(codes["supportingPrisonId"]),
        "dischargedHospitalDescription": estate.agency_name(hospital) if hospital else None,
        "imprisonmentStatusDescription": estate.label("IMP_STS", codes["imprisonmentStatus"]),
        "convictedStatus": custody.convicted_status(band),
        "recall": codes["legalStatus"] == "RECALL",
        "indeterminateSentence": band == 1,
        "currentIncentive": {"level": {"code": level, "description": estate.label("IEP_LEVEL", level)}}
        if level
        else None,
    }
    readable = {NAMES: True, RECORD: opens, OWN: own}
    return {
        name: (value if value != "" else None) if readable[READ_BY[name]] else None
        for name, value in found.items()
        if not wanted or name in wanted
    }
