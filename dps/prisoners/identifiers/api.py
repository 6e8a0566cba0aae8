"""The identity numbers of a person, for other systems (prisoners.md 8)."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.identifiers import commands, queries, rules
from dps.prisoners.identifiers.commands import Given
from dps.prisoners.models import Identifier
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.api_words import in_api_words
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Identifiers"])


class IdentifierKept(ApiSchema):
    id: int
    type: str
    value: str
    comment: str | None
    issued_date: date | None
    may_be_changed: bool


class IdentifierGiven(ApiSchema):
    type: str = Field(min_length=1, max_length=12)
    value: str = Field(min_length=1, max_length=40, description="As written: checked and kept in one form")
    comment: str = Field("", max_length=rules.LONGEST_COMMENT)


class IdentifierChanged(ApiSchema):
    value: str = Field(min_length=1, max_length=40)
    comment: str = Field("", max_length=rules.LONGEST_COMMENT)


@operation(
    router.get,
    "/{str:number}/identifiers",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[IdentifierKept],
)
def identifiers(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Every identity number of a person, by type. Recorded."""
    person = open_to_read(number, page="identifiers (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(row) for row in queries.numbers_of(person.number)]


@operation(
    router.post,
    "/{str:number}/identifiers",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={201: list[IdentifierKept]},
)
def add_identifiers(request: HttpRequest, number: str, given: list[IdentifierGiven]) -> Status[list[dict[str, Any]]]:
    """Add identity numbers, all or none. Problems name the place in the list, from 0."""
    if len(given) > 20:
        raise Invalid({"": "Give 20 numbers at most"})
    numbers = {str(place): Given(one.type, one.value, one.comment) for place, one in enumerate(given, 1)}
    with in_api_words():
        rows = commands.add_numbers(number, numbers, by=request.actor)
    return Status(201, [_as_given(row) for row in rows])


@operation(
    router.put,
    "/{str:number}/identifiers/{int:identifier_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=IdentifierKept,
)
def change_identifier(
    request: HttpRequest, number: str, identifier_id: int, given: IdentifierChanged
) -> dict[str, Any]:
    """Put an identity number right."""
    commands.change_number(number, identifier_id, given.value.strip(), given.comment.strip(), by=request.actor)
    row = queries.number_of(number, identifier_id)
    if row is None:
        raise NotFound(str(identifier_id))
    return _as_given(row)


@operation(
    router.delete,
    "/{str:number}/identifiers/{int:identifier_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={204: None},
)
def remove_identifier(request: HttpRequest, number: str, identifier_id: int) -> Status[None]:
    """Take an identity number off the record."""
    commands.remove_number(number, identifier_id, by=request.actor)
    return Status(204, None)


def _as_given(row: Identifier) -> dict[str, Any]:
    return {
        "id": row.pk,
        "type": row.type,
        "value": row.value,
        "comment": row.authority or None,
        "issued_date": row.issued_on,
        "may_be_changed": row.type in rules.EDITABLE,
    }
