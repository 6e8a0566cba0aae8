"""Which e-mails somebody may ask for. Source: key-workers.md 8. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    ALLOCATED = "ALLOCATED"
    ARRIVALS = "ARRIVALS"
    RETURNING = "RETURNING"
    DUE = "DUE"


OF_WORKERS = (Kind.ALLOCATED, Kind.DUE)
OF_ALLOCATORS = (Kind.ARRIVALS, Kind.RETURNING, Kind.DUE)


def offered(*, is_worker: bool, may_allocate: bool) -> list[Kind]:
    """The kinds somebody may ask for, in order: what a worker gets, what those who allocate get."""
    wanted = {*(OF_WORKERS if is_worker else ()), *(OF_ALLOCATORS if may_allocate else ())}
    return [kind for kind in Kind if kind in wanted]
