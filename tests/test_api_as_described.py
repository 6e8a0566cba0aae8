"""The API against its own description: hundreds of requests made from it, good and bad, with and without a token."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dps.config.api import api
from dps.identity.accounts.commands import create_user
from dps.identity.provider.tests import flow

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 30
schema = schemathesis.openapi.from_dict(api.document())


@pytest.fixture
def token(db: None) -> str:
    """Of a system that may do everything there is to do."""
    flow.have_a_key()
    create_user(
        username="OFFICER", email="o@justice.gov.uk", first_name="O", last_name="F", password=None, caseloads=["LEI"]
    )
    roles = (
        "USER_PERMISSIONS__RO",
        "MAINTAIN_ACCESS_ROLES_ADMIN",
        "VIEW_PRISONER_DATA",
        "PRISONER_SEARCH",
        "PRISONER_SEARCH__PRISONER_LOCATION__RO",
        "PRISONER_ALERTS__RW",
        "PRISONER_ALERTS__PRISONER_ALERTS_ADMINISTRATION_UI",
        "PRISONER_CASE_NOTES__RW",
        "PRISONER_CASE_NOTES__ADMIN",
        "PRISONER_CASE_NOTES__SYSTEM_GENERATED__RW",
        "SAR_DATA_ACCESS",
        "ALLOCATIONS__ALLOCATIONS_UI",
    )
    return flow.machine_token(flow.make_machine(roles=roles))


def send(case: Any, token: str) -> Response:
    """The request a case stands for, through the product in this process and this transaction."""
    sent = requests.Request(**case.as_transport_kwargs(base_url=settings.PUBLIC_URL)).prepare()
    headers = {name: value for name, value in sent.headers.items() if name != "Authorization"}
    if token:
        headers |= flow.bearer(token)
    url = urlsplit(sent.url or "")
    body = sent.body if isinstance(sent.body, bytes) else (sent.body or "").encode()
    answer = Client(raise_request_exception=False).generic(
        sent.method or "",
        f"{url.path}?{url.query}" if url.query else url.path,
        body,
        content_type=headers.pop("Content-Type", "application/octet-stream"),
        headers=headers,
    )
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.headers.items()},
        content=answer.content,
        request=sent,
        elapsed=0.0,
        verify=True,
    )


@schema.parametrize()
@hypothesis_settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_was_described(case: Any, token: str) -> None:
    for sent in (token, ""):
        case.validate_response(send(case, sent), checks=CHECKS)


def test_every_operation_is_tried() -> None:
    tried = {operation.ok().label for operation in schema.get_all_operations()}
    assert {"GET /api/users/me", "POST /api/token/verify", "GET /api/users/{username}/roles"} <= tried
