"""How many notes of which kinds, and when the latest happened (case-notes.md 5.11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.case_notes.api import schemas, who
from dps.case_notes.api.schemas import AUTHORS, AuthorNamedBy, Moment, WantedKind
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reach import is_system_that_reads, known_to
from dps.case_notes.usage import queries
from dps.case_notes.usage.rules import MOST_KEYS, Count, CountBy, KeyedBy, Wanted, gathered
from dps.platform.access import Actor
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import NotFound
from dps.prisoners.profile.api_words import in_api_words

router = Router(tags=["Usage of case notes"])
_DATES: Mapping[str, CountBy] = {"OCCURRED_AT": CountBy.HAPPENED, "CREATED_AT": CountBy.CREATED}
_NAMES = {"kinds": "typeSubTypes", "ends": "to"}


class _UsageWanted(ApiSchema):
    include_sensitive: bool = Field(False, description="For systems; of staff it is decided by their roles")
    type_sub_types: list[WantedKind] = Field(min_length=1, max_length=schemas.MOST_KINDS)
    prison_code: str = Field("", max_length=12, description="Where the person was when it was written")
    begins: Moment | None = Field(None, alias="from")
    ends: Moment | None = Field(None, alias="to")
    date_type: Literal["OCCURRED_AT", "CREATED_AT"] = Field("OCCURRED_AT", description="Which date from and to are of")


class UsageOfPeople(_UsageWanted):
    person_identifiers: list[str] = Field(min_length=1, max_length=MOST_KEYS)
    author_ids: list[str] = Field([], max_length=MOST_KEYS, description="Only what these wrote")


class UsageOfStaff(_UsageWanted):
    author_ids: list[str] = Field(min_length=1, max_length=MOST_KEYS)
    author_identifier_type: AuthorNamedBy = "AUTHOR_ID"


class LatestNote(ApiSchema):
    occurred_at: datetime


class Usage(ApiSchema):
    type: str
    sub_type: str
    count: int
    latest_note: LatestNote


class Usages(ApiSchema):
    content: dict[str, list[Usage]]


@operation(router.post, "/usage", capability=CaseNotePermission.READ_BY_SYSTEM, response=Usages)
def usage_of_people(request: HttpRequest, wanted: UsageOfPeople) -> Usages:
    """Counts for up to 1,000 people. Those whose notes one may not read are left out."""
    by = request.actor
    known = known_to([who.upper(number) for number in wanted.person_identifiers], by)
    prisons = frozenset({wanted.prison_code.upper()} - {""})
    return _counted(wanted, known, KeyedBy.PERSON, prisons, frozenset(wanted.author_ids), by)


@operation(router.post, "/staff-usage", capability=CaseNotePermission.READ_BY_SYSTEM, response=Usages)
def usage_of_staff(request: HttpRequest, wanted: UsageOfStaff) -> Usages:
    """Counts for up to 1,000 authors: for members of staff, of what was written in their own prisons."""
    by, prisons = request.actor, frozenset({wanted.prison_code.upper()} - {""})
    if not is_system_that_reads(by):
        if not prisons <= frozenset(by.caseloads):
            raise NotFound(wanted.prison_code)
        prisons = prisons or frozenset(by.caseloads)
        if not prisons:
            return Usages(content={})
    keyed_by = AUTHORS[wanted.author_identifier_type]
    keys = [key.upper() for key in wanted.author_ids] if keyed_by is KeyedBy.AUTHOR_USERNAME else wanted.author_ids
    return _counted(wanted, keys, keyed_by, prisons, frozenset(), by)


def _counted(
    wanted: _UsageWanted,
    keys: Sequence[str],
    keyed_by: KeyedBy,
    prisons: frozenset[str],
    author_ids: frozenset[str],
    by: Actor,
) -> Usages:
    if not keys:
        return Usages(content={})
    with in_api_words(_NAMES):
        found = queries.counted(
            Wanted(
                frozenset(keys),
                gathered(schemas.kinds_of(wanted.type_sub_types)),
                keyed_by,
                _DATES[wanted.date_type],
                wanted.begins,
                wanted.ends,
                prisons,
                author_ids,
                who.sees_sensitive(by, asked=wanted.include_sensitive),
            )
        )
    return Usages(content={key: [_out(one) for one in counts] for key, counts in found.items()})


def _out(one: Count) -> Usage:
    return Usage(
        type=one.type,
        sub_type=one.sub_type,
        count=one.count,
        latest_note=LatestNote(occurred_at=one.last_happened),
    )
