from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from dps.platform.api import ApiSchema
from dps.platform.api.paging import LAST_OFFSET
from dps.prisoners.search.duplicates.rules import MatchedBy
from dps.prisoners.search.lookups.rules import MOST_LOOKED_UP

MOST_A_PAGE = 3000
Typed = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=12)]
Prisons = Annotated[list[Code], Field(max_length=200)]


class WantedPage(ApiSchema):
    """Which page, from 0, and which fields of each person (`responseFields`, all when none are named)."""

    page: int = Field(0, ge=0, le=100_000)
    size: int = Field(10, ge=1, le=MOST_A_PAGE)
    response_fields: list[Annotated[str, Field(max_length=60)]] = Field([], max_length=80)

    @model_validator(mode="after")
    def _not_too_far(self) -> "WantedPage":
        if self.page * self.size > LAST_OFFSET:
            raise ValueError(f"Pages reach up to row {LAST_OFFSET:,}: narrow the search")
        return self


class Prisoner(ApiSchema):
    """The record of one person. What the caller may not read is null; with `responseFields` the rest is left out."""

    prisoner_number: str | None = None
    booking_id: int | None = None
    book_number: str | None = None
    pnc_number: str | None = None
    cro_number: str | None = None
    title: str | None = None
    first_name: str | None = None
    middle_names: str | None = None
    last_name: str | None = None
    date_of_birth: date | None = None
    gender: str | None = None
    ethnicity: str | None = None
    race_code: str | None = None
    religion: str | None = None
    nationality: str | None = None
    status: str | None = None
    in_out_status: str | None = None
    prison_id: str | None = None
    prison_name: str | None = None
    last_prison_id: str | None = None
    last_movement_type_code: str | None = None
    last_movement_reason_code: str | None = None
    last_movement_time: datetime | None = None
    reception_date: date | None = None
    cell_location: str | None = None
    location_description: str | None = None
    category: str | None = None
    csra: str | None = None
    current_incentive: dict[str, Any] | None = None
    legal_status: str | None = None
    convicted_status: str | None = None
    imprisonment_status: str | None = None
    imprisonment_status_description: str | None = None
    recall: bool | None = None
    indeterminate_sentence: bool | None = None
    most_serious_offence: str | None = None
    release_date: date | None = None
    confirmed_release_date: date | None = None
    conditional_release_date: date | None = None
    post_recall_release_date: date | None = None
    sentence_expiry_date: date | None = None
    restricted_patient: bool | None = None
    supporting_prison_id: str | None = None
    discharged_hospital_id: str | None = None
    discharged_hospital_description: str | None = None
    height_centimetres: int | None = None
    weight_kilograms: int | None = None
    hair_colour: str | None = None
    left_eye_colour: str | None = None
    right_eye_colour: str | None = None
    facial_hair: str | None = None
    shape_of_face: str | None = None
    build: str | None = None
    shoe_size: float | None = None
    current_facial_image_id: int | None = None
    aliases: list[dict[str, Any]] | None = None
    alerts: list[dict[str, Any]] | None = None
    tattoos: list[dict[str, Any]] | None = None
    scars: list[dict[str, Any]] | None = None
    marks: list[dict[str, Any]] | None = None
    identifiers: list[dict[str, Any]] | None = None


class People(ApiSchema):
    """One page of people."""

    content: list[Prisoner]
    number: int
    size: int
    total_elements: int
    total_pages: int
    first: bool
    last: bool
    empty: bool


class InOut(StrEnum):
    ALL = "ALL"
    IN = "IN"
    OUT = "OUT"


class GlobalCriteria(ApiSchema):
    prisoner_identifier: Typed | None = None
    first_name: Typed | None = None
    last_name: Typed | None = None
    gender: Code | None = None
    location: InOut = InOut.ALL
    date_of_birth: date | None = None
    include_aliases: bool = True


class KeywordType(StrEnum):
    DEFAULT = "DEFAULT"
    ESTABLISHMENT = "ESTABLISHMENT"


class KeywordCriteria(ApiSchema):
    and_words: Typed | None = None
    or_words: Typed | None = None
    not_words: Typed | None = None
    exact_phrase: Typed | None = None
    prison_ids: Prisons | None = None
    fuzzy_match: bool = False
    gender: Code | None = None
    location: InOut = InOut.ALL
    date_of_birth: date | None = None
    type: KeywordType = KeywordType.DEFAULT


class DetailCriteria(ApiSchema):
    first_name: Typed | None = None
    last_name: Typed | None = None
    noms_number: Typed | None = None
    pnc_number: Typed | None = None
    cro_number: Typed | None = None
    date_of_birth: date | None = None
    prison_ids: Prisons | None = None
    include_aliases: bool = True
    fuzzy_match: bool = False


class MarkCriteria(ApiSchema):
    body_part: Typed | None = None
    comment: Typed | None = None


class PhysicalCriteria(ApiSchema):
    prison_ids: Prisons
    cell_location_prefix: Typed | None = None
    gender: Code | None = None
    ethnicity: Code | None = None
    min_height: int | None = None
    max_height: int | None = None
    min_weight: int | None = None
    max_weight: int | None = None
    min_shoe_size: float | None = None
    max_shoe_size: float | None = None
    hair_colour: Typed | None = None
    left_eye_colour: Typed | None = None
    right_eye_colour: Typed | None = None
    facial_hair: Typed | None = None
    shape_of_face: Typed | None = None
    build: Typed | None = None
    tattoos: list[MarkCriteria] = Field([], max_length=6)
    scars: list[MarkCriteria] = Field([], max_length=6)
    marks: list[MarkCriteria] = Field([], max_length=6)
    lenient: bool = True


class PossibleMatch(ApiSchema):
    noms_number: Typed | None = None
    pnc_number: Typed | None = None
    first_name: Typed | None = None
    last_name: Typed | None = None
    date_of_birth: date | None = None


class MatchCriteria(PossibleMatch):
    cro_number: Typed | None = None


class Matches(ApiSchema):
    matches: list[Prisoner]
    matched_by: MatchedBy


class Numbers(ApiSchema):
    prisoner_numbers: list[Typed] = Field(min_length=1, max_length=MOST_LOOKED_UP)


class BookingIds(ApiSchema):
    booking_ids: list[Annotated[int, Field(ge=1, le=999_999_999_999)]] = Field(min_length=1, max_length=MOST_LOOKED_UP)


class ReleaseCriteria(ApiSchema):
    earliest_release_date: date | None = None
    latest_release_date: date
    prison_ids: Prisons | None = None


class RestrictedCriteria(ApiSchema):
    prisoner_identifier: Typed | None = None
    first_name: Typed | None = None
    last_name: Typed | None = None
    supporting_prison_ids: Prisons | None = None


class Place(ApiSchema):
    prisoner_number: str
    prison_id: str | None
    cell_location: str | None
    last_prison_id: str | None


class Places(ApiSchema):
    """One page; `scrollId` asks for the next, and is null on the last."""

    locations: list[Place]
    scroll_id: str | None


class AttributeKnown(ApiSchema):
    name: str
    type: str
    fuzzy_search: bool


class ReferenceValue(ApiSchema):
    value: str


class ReferenceValues(ApiSchema):
    data: list[ReferenceValue]


class JoinType(StrEnum):
    AND = "AND"
    OR = "OR"


class MatcherType(StrEnum):
    STRING = "String"
    INT = "Int"
    DATE = "Date"
    DATETIME = "DateTime"
    BOOLEAN = "Boolean"
    PNC = "PNC"


class MatcherGiven(ApiSchema):
    """Which of the rest is read depends on `type`."""

    type: MatcherType
    attribute: Annotated[str, Field(max_length=80)]
    condition: str | bool | None = None
    search_term: Annotated[str, Field(max_length=2000)] | None = None
    pnc_number: Typed | None = None
    min_value: int | datetime | date | None = None
    max_value: int | datetime | date | None = None
    min_inclusive: bool = True
    max_inclusive: bool = True


class QueryGiven(ApiSchema):
    join_type: JoinType = JoinType.AND
    matchers: list[MatcherGiven] = Field([], max_length=30)
    sub_queries: "list[QueryGiven]" = Field([], max_length=30)


class AttributeCriteria(ApiSchema):
    join_type: JoinType = JoinType.AND
    queries: list[QueryGiven] = Field(max_length=30)


class LegacyCriteria(ApiSchema):
    """As the older system was asked."""

    offender_nos: list[Typed] = Field([], max_length=MOST_LOOKED_UP)
    first_name: Typed | None = None
    middle_names: Typed | None = None
    last_name: Typed | None = None
    gender: Code | None = None
    location: InOut = InOut.ALL
    pnc_number: Typed | None = None
    cro_number: Typed | None = None
    dob: date | None = None
    dob_from: date | None = None
    dob_to: date | None = None
    partial_name_match: bool = False
    any_match: bool = False
    prioritised_match: bool = False
    include_aliases: bool = False
