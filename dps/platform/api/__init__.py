"""The JSON API as every service adds to it: errors, pages, bearer tokens, capabilities, OpenAPI.

A service writes its operations in `api.py` with `@operation(router.get, "/x", capability=..., response=...)` on a
`ninja.Router` of its own, and registers it in `apps.py: ready()` with `register(router, "/prefix")`. All of them
together are put together in `dps/config/api.py`.
"""

from dps.platform.api.bearer import Caller, Unauthenticated, verify_tokens_with
from dps.platform.api.operations import operation
from dps.platform.api.paging import Page, PageWanted, page_of
from dps.platform.api.routers import register
from dps.platform.api.schemas import ApiSchema

__all__ = [
    "ApiSchema",
    "Caller",
    "Page",
    "PageWanted",
    "Unauthenticated",
    "operation",
    "page_of",
    "register",
    "verify_tokens_with",
]
