"""Pages of a list: `{content, number, size, totalElements, totalPages}`, numbered from 0 and bounded."""

from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from pydantic import Field, model_validator

from dps.platform.api.schemas import ApiSchema

LAST_PAGE = 100_000
LARGEST_SIZE = 200
USUAL_SIZE = 20
LAST_OFFSET = 1_000_000
"""Further in, a list costs more than it tells: narrow the search instead."""
T = TypeVar("T")


class PageWanted(ApiSchema):
    """The part of the query that says which page. Take it as `page: Query[PageWanted]`."""

    page: int = Field(0, ge=0, le=LAST_PAGE, description="From 0")
    size: int = Field(USUAL_SIZE, ge=1, le=LARGEST_SIZE)

    @model_validator(mode="after")
    def _not_too_far(self) -> "PageWanted":
        if self.offset > LAST_OFFSET:
            raise ValueError(f"Pages reach up to row {LAST_OFFSET:,}: narrow the search")
        return self

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return self.page * self.size


class Page(ApiSchema, Generic[T]):
    """One page of `Page[Something]`."""

    content: list[T]
    number: int
    size: int
    total_elements: int
    total_pages: int


def page_of(found: "QuerySet[Any, Any]", wanted: PageWanted) -> dict[str, Any]:
    """The page that is wanted of an ordered query. Two statements, one when there is nothing."""
    total = found.count()
    rows = list(found[wanted.offset : wanted.offset + wanted.size]) if total > wanted.offset else []
    return {
        "content": rows,
        "number": wanted.page,
        "size": wanted.size,
        "total_elements": total,
        "total_pages": -(-total // wanted.size),
    }
