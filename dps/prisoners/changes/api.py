"""What was changed in a record, for other systems."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from dps.platform.api import ApiSchema, Page, PageWanted, operation, page_of
from dps.prisoners.changes import queries
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change as ChangeRow
from dps.prisoners.changes.queries import Wanted
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import is_system_that_reads, open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Changes"])


class Change(ApiSchema):
    id: int
    kind: str = Field(description="Such as profile detail")
    key: str = Field(description="Which one of its kind")
    title: str
    before: dict[str, Any] | None = Field(description="Null when it was added")
    after: dict[str, Any] | None = Field(description="Null when it was removed")
    changed_at: datetime
    changed_by: str
    display_name: str | None
    prison_id: str | None = Field(description="Where the person was then")
    reason: str | None
    restores: int | None = Field(description="The change whose state before it was put back")


class Asked(PageWanted):
    kind: str = Field("", max_length=24)
    since: datetime | None = None
    until: datetime | None = Field(None, description="Before this moment")


@operation(router.get, "/{str:number}/changes", capability=PrisonerPermission.READ_DETAILS, response=Page[Change])
def changes(request: HttpRequest, number: str, asked: Query[Asked]) -> dict[str, Any]:
    """Every change the caller may read, the newest first. Recorded."""
    person = open_to_read(number, page="changes (API)", part=Part.BASIC, by=request.actor)
    wanted = Wanted(asked.kind, asked.since, asked.until)
    found = queries.changes(person, wanted, everything=is_system_that_reads(request.actor))
    page = page_of(found, asked)
    return page | {"content": [_given(row) for row in page["content"]]}


def _given(row: ChangeRow) -> dict[str, Any]:
    kind = kind_of(row.kind)
    return {
        "id": row.pk,
        "kind": row.kind,
        "key": row.key,
        "title": kind.title(row.key) if kind else row.kind,
        "before": row.before,
        "after": row.after,
        "changed_at": row.at,
        "changed_by": row.username,
        "display_name": row.display_name or None,
        "prison_id": row.prison or None,
        "reason": row.reason or None,
        "restores": row.restores_id,
    }
