"""Notes about a person, and notes by an author at a prison."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field, field_validator, model_validator

from dps.case_notes.api import queries, schemas, who
from dps.case_notes.api.schemas import AUTHORS, AuthorNamedBy, Moment, Note, WantedKind
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reach import is_system_that_reads
from dps.case_notes.usage.rules import KeyedBy, gathered
from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.api import ApiSchema, operation

router = Router(tags=["Search case notes"])
LARGEST_PAGE, LAST_OFFSET = 1000, 1_000_000


class NotesWanted(ApiSchema):
    include_sensitive: bool = Field(False, description="For systems; of staff it is decided by their roles")
    type_sub_types: list[WantedKind] = Field([], max_length=schemas.MOST_KINDS, description="None: every type")
    occurred_from: Moment | None = None
    occurred_to: Moment | None = None
    page: int = Field(1, ge=1, le=LAST_OFFSET, description="From 1")
    size: int = Field(25, ge=1, le=LARGEST_PAGE)
    sort: str = Field("occurredAt,desc", description=f"One of {'; '.join(queries.SORTS)}")

    @field_validator("sort")
    @classmethod
    def _known_order(cls, sort: str) -> str:
        if sort not in queries.SORTS:
            raise ValueError(f"sort by one of {'; '.join(queries.SORTS)}")
        return sort

    @model_validator(mode="after")
    def _can_be(self) -> "NotesWanted":
        if self.start > LAST_OFFSET:
            raise ValueError(f"Pages reach up to note {LAST_OFFSET:,}: narrow the search")
        if self.occurred_from and self.occurred_to and self.occurred_to < self.occurred_from:
            raise ValueError("occurredTo must not be before occurredFrom")
        return self

    @property
    def start(self) -> int:
        """How many notes come before the page."""
        return (self.page - 1) * self.size

    def narrowed(self, by: Actor) -> queries.Narrowed:
        """What the caller gets to see of it."""
        return queries.Narrowed(
            gathered(schemas.kinds_of(self.type_sub_types)),
            self.occurred_from,
            self.occurred_to,
            who.sees_sensitive(by, asked=self.include_sensitive),
            self.sort,
        )


class PageOfNotes(ApiSchema):
    total_elements: int
    page: int
    size: int


class NotesOfAuthor(ApiSchema):
    content: list[Note]
    metadata: PageOfNotes


class NotesAbout(NotesOfAuthor):
    has_case_notes: bool = Field(description="Whether there is any note the caller may know of, whatever is searched")


class Author(ApiSchema):
    author_identifier_type: AuthorNamedBy = Field("AUTHOR_ID", description="What the author is named by")


@operation(router.post, "/{str:number}", capability=CaseNotePermission.READ_BY_SYSTEM, response=NotesAbout)
def notes_about(request: HttpRequest, number: Path[str], wanted: NotesWanted) -> dict[str, Any]:
    """A person's notes, a page at a time. Recorded, with what was asked."""
    number = who.open_notes(number, page="case notes, by the API", by=request.actor)
    found = queries.found(queries.about(number), wanted.narrowed(request.actor), start=wanted.start, size=wanted.size)
    _searched(request.actor, wanted, found, number=number)
    return {**_page(found, wanted), "has_case_notes": found.has_notes}


@operation(
    router.post,
    "/prisons/{str:prison}/authors/{str:author}",
    capability=CaseNotePermission.READ_BY_SYSTEM,
    response=NotesOfAuthor,
)
def notes_by(
    request: HttpRequest, prison: Path[str], author: Path[str], wanted: NotesWanted, how: Query[Author]
) -> dict[str, Any]:
    """What an author wrote at a prison, a page at a time: of members of staff only about people whose notes they may
    read. Recorded, with what was asked."""
    by = request.actor
    keyed_by = AUTHORS[how.author_identifier_type]
    name = author.upper() if keyed_by is KeyedBy.AUTHOR_USERNAME else author
    scope = queries.by_author(prison.upper(), name, keyed_by, reader=None if is_system_that_reads(by) else by)
    found = queries.found(scope, wanted.narrowed(by), start=wanted.start, size=wanted.size)
    _searched(by, wanted, found, author=name, prison=prison.upper())
    return _page(found, wanted)


def _searched(by: Actor, wanted: NotesWanted, found: queries.Results, *, number: str = "", **more: str) -> None:
    details = {
        **more,
        "criteria": wanted.model_dump(mode="json", exclude_defaults=True),
        "notes": [str(one.note.pk) for one in found.notes],
    }
    audit.record("CASE_NOTES_SEARCHED", by=by, subject_type="prisoner", subject_id=number, details=details)


def _page(found: queries.Results, wanted: NotesWanted) -> dict[str, Any]:
    return {
        "content": schemas.out(found.notes),
        "metadata": {"total_elements": found.total, "page": wanted.page, "size": wanted.size},
    }
