"""Pages of a list, and addresses that keep the rest of the search."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

HIGHEST_PAGE = 100_000


def page_number(typed: str) -> int:
    """The page asked for, from 1; anything that is no such number is page 1."""
    return (
        min(int(typed), HIGHEST_PAGE)
        if typed.isascii() and typed.isdigit() and 0 < len(typed) < 9 and int(typed)
        else 1
    )


def with_changes(query: QueryDict, /, **changes: str | None) -> str:
    """The query string with some parameters replaced; None takes one away. Always begins with '?'."""
    pairs = [(key, value) for key, values in query.lists() if key not in changes for value in values if value]
    pairs += [(key, value) for key, value in changes.items() if value is not None]
    return "?" + urlencode(pairs)


def without_value(query: QueryDict, key: str, value: str) -> str:
    """The query string without one value of one parameter, back at the first page."""
    pairs = [
        (k, v) for k, values in query.lists() for v in values if v and k != "page" and not (k == key and v == value)
    ]
    return "?" + urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a list of `total` rows, `size` a page."""

    number: int
    size: int
    total: int
    query: QueryDict

    @property
    def total_pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    def address(self, number: int) -> str:
        """The address of another page of the same search."""
        return with_changes(self.query, page=str(number) if number > 1 else None)

    def shown_numbers(self) -> list[int | None]:
        """First, last and those around here; None where some are left out."""
        near = {1, self.total_pages, *range(self.number - 1, self.number + 2)}
        numbers: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.total_pages):
            if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers
