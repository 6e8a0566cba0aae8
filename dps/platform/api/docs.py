"""The description of the API: for programs as OpenAPI, for people as a plain page made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dps.platform.access import PUBLIC, all_grants, page
from dps.platform.web.problems import problem

if TYPE_CHECKING:
    from dps.platform.api.assembly import Api

KEEP_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as the page shows it. `scope`: what the token must be given for, '' for any. `roles`: one of them
    is needed; none for any token of that scope.

    Fields and parameters are (name, kind, words).
    """

    method: str
    path: str
    description: str
    asks_for_token: bool
    scope: str
    roles: list[str]
    takes: list[tuple[str, str, str]]
    sends: list[tuple[str, str, str]]
    gives: list[tuple[str, str, str]]
    is_list: bool


def openapi_json(api: "Api") -> Callable[..., HttpResponse]:
    """The page at `/api/openapi.json`."""

    @page(PUBLIC)
    def described(request: HttpRequest) -> HttpResponse:
        response = JsonResponse(api.document())
        response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
        return response

    return described


def listing(api: "Api") -> Callable[..., HttpResponse]:
    """The page at `/api/docs`: no script, no foreign file, as the content security policy wants."""

    @page(PUBLIC)
    def listed(request: HttpRequest) -> HttpResponse:
        document = api.document()
        groups: dict[str, list[Described]] = {}
        for path, methods in document["paths"].items():
            for method, details in methods.items():
                one = _described(document, method, path, details)
                groups.setdefault((details.get("tags") or ["Other"])[0], []).append(one)
        return render(request, "api/docs.html.jinja", {"groups": groups, "title": document["info"]["title"]})

    return listed


@page(PUBLIC, methods=("GET", "POST", "PUT", "PATCH", "DELETE"))
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every address below `/api/` that is none."""
    return problem(request, 404)


def _described(document: dict[str, Any], method: str, path: str, details: dict[str, Any]) -> Described:
    success: dict[str, Any] = next((reply for code, reply in details["responses"].items() if code.startswith("2")), {})
    gives = _json_schema(success)
    body = _json_schema(details.get("requestBody", {}))
    return Described(
        method=method.upper(),
        path=path,
        description=details.get("description", ""),
        asks_for_token="security" in details,
        scope=" ".join(scope for asked in details.get("security", []) for scope in asked["Bearer"]),
        roles=[grant.role for grant in all_grants() if str(grant.capability) == details.get("x-capability")],
        takes=[
            (one["name"], f"{one['in']}, {_kind(document, one['schema'])}", one.get("description", ""))
            for one in details.get("parameters", [])
        ],
        sends=_fields(document, body),
        gives=_fields(document, gives.get("items", gives)),
        is_list=gives.get("type") == "array",
    )


def _json_schema(part: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"].get(name, schema) if name else schema
    return found


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    properties = _resolved(document, schema).get("properties", {})
    return [(name, _kind(document, one), one.get("description", "")) for name, one in properties.items()]


def _names(document: dict[str, Any], schema: dict[str, Any]) -> str:
    return ", ".join(_resolved(document, schema).get("properties", {}))


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(document, one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    if "$ref" in schema:
        return "{" + _names(document, schema) + "}"
    return str(schema.get("format") or schema.get("type") or "anything").replace("null", "nothing")
