"""One person in short, for other systems (prisoners.md 8)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.estate import queries as estate
from dps.platform.api import ApiSchema, operation
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.through_the_api import is_system_that_reads, open_to_read
from dps.prisoners.rules.access import Part
from dps.prisoners.summary import queries

router = Router(tags=["Summary"])


class SummaryAlias(ApiSchema):
    title: str | None
    first_name: str | None
    middle_names: str | None
    last_name: str
    suffix: str | None
    date_of_birth: date | None
    sex: str | None
    ethnicity: str | None
    name_type: str | None = Field(description="A code of NAME_TYPE")


class SummaryIdentifier(ApiSchema):
    type: str = Field(description="A code of ID_TYPE")
    value: str
    authority: str | None
    issued_on: date | None


class Summary(ApiSchema):
    """Names are as recorded, in capitals. What the caller may not see, and what is not recorded, is null."""

    prisoner_number: str
    booking_id: int | None
    book_number: str | None
    title: str | None
    first_name: str | None
    middle_names: str | None
    last_name: str
    suffix: str | None
    date_of_birth: date | None
    sex: str | None
    ethnicity: str | None
    nationality: str | None
    religion: str | None
    birth_place: str | None
    birth_country: str | None
    status: str | None = Field(description="ACTIVE IN, ACTIVE OUT, INACTIVE OUT or INACTIVE TRN")
    in_out: str | None
    prison_id: str | None = Field(description="OUT when released, TRN in transit")
    prison_name: str | None
    last_prison_id: str | None = Field(description="Where the last movement came from")
    last_movement_type: str | None
    last_movement_reason: str | None
    arrived_at: datetime | None
    cell_location: str | None
    category: str | None
    category_review_on: date | None
    csra: str | None
    csra_on: date | None
    incentive_level: str | None
    imprisonment_status: str | None
    legal_status: str | None
    release_on: date | None
    restricted_patient: bool
    supporting_prison_id: str | None
    hospital_id: str | None
    aliases: list[SummaryAlias]
    identifiers: list[SummaryIdentifier]


_AS_THEY_ARE = (
    *("booking_id", "book_number", "first_name", "middle_names", "last_name", "date_of_birth", "sex", "ethnicity"),
    *("status", "in_out", "last_movement_type", "last_movement_reason", "arrived_at", "category"),
    *("category_review_on", "csra", "csra_on", "imprisonment_status", "legal_status", "release_on"),
)
"""Facts of the header with the same name here."""
_IN_CASELOAD_ONLY = ("nationality", "religion", "birth_place", "birth_country")


@operation(router.get, "/{str:number}", capability=PrisonerPermission.READ_SUMMARY, response=Summary)
def summary(request: HttpRequest, number: str) -> dict[str, Any]:
    """Who a person is, by which names and numbers they are known, and where they are. Recorded."""
    permission = PrisonerPermission.READ_SUMMARY
    opened = open_to_read(number, page="summary (API)", part=Part.BASIC, by=request.actor, permission=permission)
    everything = is_system_that_reads(request.actor, permission)
    return _as_given(opened, queries.known(opened.number), everything=everything)


def _as_given(opened: Opened, known: queries.Known, *, everything: bool) -> dict[str, Any]:
    record, person = opened.record, known.person
    here = record["agency"] not in ("OUT", "TRN", "")
    said = {name: record[name] or None for name in _AS_THEY_ARE} | {
        "title": person.title or None,
        "suffix": person.suffix or None,
        "nationality": record["nationality"] or None,
        "religion": record["religion"] or None,
        "birth_place": person.birth_place or None,
        "birth_country": person.birth_country or None,
        "cell_location": record["cell_path"] or None,
        "incentive_level": record["incentive"] or None,
        "prison_id": record["agency"] or None,
        "prison_name": estate.agency_name(record["agency"]) if here else None,
        "last_prison_id": record["left_agency"] or None,
        "supporting_prison_id": record["supporting_prison"] or None,
        "hospital_id": record["hospital"] or None,
    }
    if not everything:
        said |= dict.fromkeys(_hidden(opened))
    return {
        "prisoner_number": opened.number,
        **said,
        "restricted_patient": bool(record["supporting_prison"]),
        "aliases": [_alias(row) for row in known.aliases],
        "identifiers": [
            {
                "type": row.type,
                "value": row.value,
                "authority": row.authority or None,
                "issued_on": row.issued_on,
            }
            for row in known.identifiers
        ],
    }


def _hidden(opened: Opened) -> tuple[str, ...]:
    """What this member of staff may not know of this person (prisoners.md 1.2)."""
    return () if opened.may(Part.IN_CASELOAD_ONLY) else _IN_CASELOAD_ONLY


def _alias(row: Any) -> Mapping[str, Any]:
    names = (
        "title",
        "first_name",
        "middle_names",
        "last_name",
        "suffix",
        "date_of_birth",
        "sex",
        "ethnicity",
        "name_type",
    )
    return {name: getattr(row, name) or None for name in names}
