"""Search for other systems (search.md 9): the same queries as the pages, with the roles systems hold."""

from dps.prisoners.search.api.operations import router

__all__ = ["router"]
