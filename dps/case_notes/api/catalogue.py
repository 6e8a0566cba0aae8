"""The types and sub-types of notes."""

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from dps.case_notes.catalogue.queries import sub_types
from dps.case_notes.permissions import CaseNotePermission
from dps.platform.api import ApiSchema, operation

router = Router(tags=["Types of case notes"])
SelectableBy = Literal["ALL", "DPS_USER"]


class SubCode(ApiSchema):
    code: str
    description: str
    active: bool
    sensitive: bool
    restricted_use: bool
    selectable_by: list[SelectableBy] = Field(description="DPS_USER: a member of staff may choose it on the form")


class NoteType(ApiSchema):
    code: str
    description: str
    sub_codes: list[SubCode]


class TypesWanted(ApiSchema):
    selectable_by: SelectableBy = "ALL"
    include_inactive: bool = False
    include_restricted: bool = False


@operation(router.get, "/types", capability=CaseNotePermission.READ_BY_SYSTEM, response=list[NoteType])
def note_types(request: HttpRequest, wanted: Query[TypesWanted]) -> list[NoteType]:
    """Types with their sub-types, each by description. A type without any that is wanted is left out."""
    types: dict[str, NoteType] = {}
    for one in sub_types(
        selectable=True if wanted.selectable_by == "DPS_USER" else None,
        include_inactive=wanted.include_inactive,
        include_restricted=wanted.include_restricted,
    ):
        type = types.setdefault(one.type, NoteType(code=one.type, description=one.type_description, sub_codes=[]))
        type.sub_codes.append(
            SubCode(
                code=one.code,
                description=one.description,
                active=one.active,
                sensitive=one.sensitive,
                restricted_use=one.restricted_use,
                selectable_by=["ALL", "DPS_USER"] if one.selectable else ["ALL"],
            )
        )
    return list(types.values())
