"""JSON in camelCase, and bodies read strictly."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from dps.platform.web import nul


class ApiSchema(Schema):
    """Base of everything the API takes and gives: `totalElements` outside, `total_elements` in Python."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class FieldProblem(Schema):
    """One field that is wrong; '' is the whole."""

    field: str
    detail: str


class Problem(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    reference: str
    errors: list[FieldProblem] = []


class StrictParser(Parser):
    """JSON as RFC 8259 has it: nothing twice in one object, no NaN, and no text that PostgreSQL cannot store."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_constant)
        if nul.is_left_out_at(request.path):
            body = nul.body_without(body)
        _check(body)
        return body


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _check(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("NUL in text")
        value.encode()  # refuses lone surrogates
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name)
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
