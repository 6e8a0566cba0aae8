"""All operations put together: addresses, errors, and the document that describes them."""

import copy
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from pydantic.alias_generators import to_camel
from pydantic.json_schema import models_json_schema

from dps.platform.access.middleware import PageDeclaresNoCapability
from dps.platform.access.pages import BY_OPERATION, PUBLIC
from dps.platform.api import docs, repeats
from dps.platform.api.bearer import Bearer, InsufficientScope, Unauthenticated
from dps.platform.api.schemas import Problem, StrictParser
from dps.platform.api.scopes import WRITES, scope_for
from dps.platform.web.moved import Moved
from dps.platform.web.problems import MEDIA_TYPE, problem
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

_ERRORS = {
    301: "What the address names has another name now: see Location",
    400: "What was sent is wrong; every field that is, is named",
    401: "No access token, or one that opens nothing",
    403: "The token was not given for this scope, or its actor does not hold the capability",
    404: "No such thing, or it may not be known to the caller",
    405: "The address has no such method",
    409: "Changed meanwhile, or in a state that does not allow this",
    415: "The body is not application/json",
    422: "The Idempotency-Key was used for another request",
    500: "A fault on our side",
    503: "Not available now",
}


class Api(NinjaAPI):
    """The API with our errors. `/api/openapi.json` and `/api/docs` are pages of our own."""

    def __init__(self, routers: Mapping[str, Router], *, namespace: str = "api") -> None:
        super().__init__(
            title="Digital Prison Services",
            version="1",
            description="How to get an access token: /.well-known/openid-configuration. For people: /api/docs.",
            openapi_url=None,
            docs_url=None,
            urls_namespace=namespace,
            parser=StrictParser(),
            servers=[{"url": settings.PUBLIC_URL}],
        )
        self._document: dict[str, Any] | None = None
        for prefix, router in routers.items():
            self.add_router(prefix, router)
        self.add_exception_handler(Invalid, _invalid)
        self.add_exception_handler(NotFound, lambda request, refused: problem(request, 404))
        self.add_exception_handler(Moved, _moved)
        self.add_exception_handler(Http404, lambda request, refused: problem(request, 404))
        self.add_exception_handler(NotAllowed, _forbidden)
        self.add_exception_handler(Conflict, lambda request, refused: problem(request, 409, detail=str(refused)))
        self.add_exception_handler(Unauthenticated, _unauthenticated)
        self.add_exception_handler(ValidationError, _not_as_described)
        self.add_exception_handler(HttpError, lambda request, error: problem(request, error.status_code))
        self.add_exception_handler(Exception, _raise)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Such as `usersMyRoles`: programs are made from these names."""
        return to_camel(f"{'_'.join(operation.tags or [])}_{operation.view_func.__name__}".lower().strip("_"))

    def addresses(self) -> list[URLPattern]:
        """Every address below `/api/`, each once, each knowing what its operations ask; anything else is not found."""
        found: dict[str, URLPattern] = {}
        for router in self._get_bound_routers():
            views = {_route(pattern): pattern for pattern in router.urls_paths(router.prefix)}
            for (_, operations), pattern in zip(router.path_operations.items(), views.values(), strict=True):
                asked = {
                    method: getattr(operation.view_func, "capability", None)
                    for operation in operations.operations
                    for method in operation.methods
                }
                found[_route(pattern)] = path(_route(pattern), _guarded(pattern.callback, asked), name=pattern.name)
        return [
            path("openapi.json", docs.openapi_json(self), name="openapi"),
            path("docs", docs.listing(self), name="api_docs"),
            *found.values(),
            path("<path:rest>", docs.nothing_here, name="api_nothing"),
            path("", docs.nothing_here, name="api_root"),
        ]

    def document(self) -> dict[str, Any]:
        """The OpenAPI description, with every error as it really comes."""
        if self._document is None:
            described = copy.deepcopy(dict(self.get_openapi_schema(path_prefix="/api/")))
            _, problems = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
            described["components"]["schemas"].update(problems["$defs"])
            for methods in described["paths"].values():
                for method, details in methods.items():
                    details["responses"] = _with_errors(method.upper(), details)
                    if "security" in details:
                        scope = scope_for(method.upper(), details["x-capability"])
                        details["security"] = [{"Bearer": [scope] if scope else []}]
            self._document = described
        return self._document


def _with_errors(method: str, details: Mapping[str, Any]) -> dict[str, Any]:
    writes = method in WRITES
    named = any(parameter["in"] == "path" for parameter in details.get("parameters", []))
    codes = [400, 404, 405, 500, 503, *([415] if writes else []), *([301] if named and method == "GET" else [])]
    if "security" in details:
        codes += [401, 403, *([409, 422] if writes else [])]
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    errors = {str(code): {"description": _ERRORS[code], "content": {MEDIA_TYPE: schema}} for code in sorted(codes)}
    return {str(code): response for code, response in details["responses"].items()} | errors


def _route(pattern: URLPattern) -> str:
    return str(pattern.pattern)


def _guarded(view: Callable[..., HttpResponse], asked: Mapping[str, str | None]) -> Callable[..., HttpResponse]:
    allowed = sorted({*asked, *(["HEAD"] if "GET" in asked else [])})

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = str(request.method)
        method = "GET" if sent == "HEAD" else sent
        if method not in asked:
            return problem(request, 405, headers={"Allow": ", ".join(allowed)})
        if asked[method] is None:
            raise PageDeclaresNoCapability(request.path)
        request.method = method
        try:
            response = _answer(request, asked[method], lambda: view(request, *args, **kwargs))
        except Unauthenticated as refused:
            response = _unauthenticated(request, refused)
        except NotAllowed as refused:
            response = _forbidden(request, refused)
        finally:
            request.method = sent
        response.setdefault("Cache-Control", "no-store")
        return response

    guarded.csrf_exempt = True
    guarded.capability = BY_OPERATION
    guarded.operations = dict(asked)
    guarded.methods = tuple(asked)
    guarded.administration = False
    return guarded


def _answer(request: HttpRequest, capability: str | None, answer: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method not in WRITES:
        return answer()
    if capability != PUBLIC:
        Bearer(str(capability))(request)  # asked before an earlier answer is given again, too
    if request.content_type not in ("", "application/json"):
        return problem(request, 415)
    return answer() if capability == PUBLIC else repeats.once(request, answer)


def _invalid(request: HttpRequest, refused: Invalid) -> HttpResponse:
    errors = [{"field": field, "detail": words} for field, words in refused.problems.items()]
    return problem(request, 400, detail="What was sent is not right.", errors=errors)


def _not_as_described(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in _place(error["loc"])), "detail": str(error["msg"])}
        for error in wrong.errors
    ]
    return problem(request, 400, detail="What was sent is not as the API describes it.", errors=errors)


def _place(location: Iterable[str | int]) -> list[str | int]:
    """As the caller knows it: without the part of the request, and for a body without our name for the whole of it."""
    where, *parts = location
    return parts[1:] if where == "body" else parts


def _moved(request: HttpRequest, moved: Moved) -> HttpResponse:
    """Reading is led to the right address; writing is not found, since nobody meant to change what is there."""
    if request.method != "GET":
        return problem(request, 404)
    there = moved.address(request.get_full_path())
    return problem(request, 301, detail=f"This is at {there} now.", headers={"Location": there})


def _unauthenticated(request: HttpRequest, refused: Unauthenticated) -> HttpResponse:
    return problem(request, 401, detail=str(refused), headers={"WWW-Authenticate": refused.challenge})


def _forbidden(request: HttpRequest, refused: NotAllowed) -> HttpResponse:
    if not isinstance(refused, InsufficientScope):
        return problem(request, 403)
    words = f"This needs a token with the scope {refused.scope}."
    return problem(request, 403, detail=words, headers={"WWW-Authenticate": refused.challenge})


def _raise(request: HttpRequest, failure: Exception) -> HttpResponse:
    raise failure  # the middleware logs it, and answers 500 or 503
