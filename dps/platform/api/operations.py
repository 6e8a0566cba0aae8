"""The decorator by which every operation declares its address, its capability and what it gives."""

from collections.abc import Callable
from typing import Any

from dps.platform.access import PUBLIC
from dps.platform.api.bearer import Bearer
from dps.platform.api.scopes import WRITES

_KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "The same key again gives the same answer and writes nothing twice.",
}
type_of_operation = Callable[..., Any]


def operation(
    method: Callable[..., Callable[[type_of_operation], type_of_operation]],
    path: str,
    *,
    capability: str,
    response: Any,
    **more: Any,
) -> Callable[[type_of_operation], type_of_operation]:
    """Declare an operation: `@operation(router.get, "/{str:username}", capability=MayDo.SEE, response=User)`.

    The token's scope (`scopes.scope_for`) and the capability are asked before anything of the request is read;
    `SIGNED_IN` is any good token, to write one of that scope, `PUBLIC` no token.
    The function's docstring describes it to callers. `more` goes to the router's own method (tags …).
    """
    writes = getattr(method, "__name__", "").upper() in WRITES
    extra = {"x-capability": str(capability), **(more.pop("openapi_extra", None) or {})}
    if writes and capability != PUBLIC:
        extra["parameters"] = [*extra.get("parameters", []), _KEY_PARAMETER]

    def declare(view: type_of_operation) -> type_of_operation:
        view.capability = str(capability)
        summary = (view.__doc__ or "").strip().partition("\n")[0].partition(". ")[0].rstrip(".")
        declared = method(
            path,
            auth=None if capability == PUBLIC else Bearer(str(capability)),
            response=response,
            by_alias=True,
            openapi_extra=extra,
            **{"summary": summary, **more},
        )
        return declared(view)

    return declare
