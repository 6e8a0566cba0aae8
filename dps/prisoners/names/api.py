"""The names of a person, for other systems (prisoners.md 8)."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import NotFound
from dps.prisoners.models import PersonName
from dps.prisoners.names import commands, queries, rules
from dps.prisoners.names.rules import Alias, Words
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.api_words import in_api_words
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Pseudonyms"])


class Pseudonym(ApiSchema):
    source_system_id: int = Field(description="The id of the name")
    is_working_name: bool
    name_type: str | None
    title: str | None
    first_name: str | None
    middle_names: str | None
    last_name: str
    suffix: str | None
    date_of_birth: date | None
    sex: str | None
    ethnicity: str | None


class PseudonymGiven(ApiSchema):
    title: str = Field("", max_length=12)
    first_name: str = Field(max_length=rules.LONGEST)
    middle_names: str = Field("", max_length=rules.LONGEST_MIDDLE)
    last_name: str = Field(max_length=rules.LONGEST)
    suffix: str = Field("", max_length=12)
    date_of_birth: date
    sex: str = Field(max_length=12)
    is_working_name: bool = False

    def as_alias(self) -> Alias:
        """As commands take it."""
        words = Words(self.title, self.first_name, self.middle_names, self.last_name, self.suffix)
        return Alias(words, self.date_of_birth, self.sex)


@operation(router.get, "/{str:number}/pseudonyms", capability=PrisonerPermission.READ_DETAILS, response=list[Pseudonym])
def pseudonyms(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Every name of a person, the working name first. Recorded."""
    person = open_to_read(number, page="pseudonyms (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(row) for row in queries.names_of(person.number)]


@operation(
    router.post,
    "/{str:number}/pseudonyms",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response={201: Pseudonym},
)
def add_pseudonym(request: HttpRequest, number: str, given: PseudonymGiven) -> Status[dict[str, Any]]:
    """Add a name; it may become the working name."""
    with in_api_words():
        row = commands.add_alias(
            number, given.as_alias(), working=given.is_working_name, today=local_time.today(), by=request.actor
        )
    return Status(201, _as_given(row))


@operation(
    router.put,
    "/{str:number}/pseudonyms/{int:name_id}",
    capability=PrisonerPermission.EDIT_SENSITIVE,
    response=Pseudonym,
)
def change_pseudonym(request: HttpRequest, number: str, name_id: int, given: PseudonymGiven) -> dict[str, Any]:
    """Put an alias right, or make it the working name. The working name itself is changed by adding another."""
    with in_api_words():
        commands.change_alias(
            number, name_id, given.as_alias(), working=given.is_working_name, today=local_time.today(), by=request.actor
        )
    row = queries.name_of(number, name_id)
    if row is None:
        raise NotFound(str(name_id))
    return _as_given(row)


def _as_given(row: PersonName) -> dict[str, Any]:
    return {
        "source_system_id": row.pk,
        "is_working_name": row.is_working,
        "name_type": row.name_type or None,
        "title": row.title or None,
        "first_name": row.first_name or None,
        "middle_names": row.middle_names or None,
        "last_name": row.last_name,
        "suffix": row.suffix or None,
        "date_of_birth": row.date_of_birth,
        "sex": row.sex or None,
        "ethnicity": row.ethnicity or None,
    }
