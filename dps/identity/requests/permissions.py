"""Asking and seeing one's own access needs no capability beyond being signed in."""

from enum import StrEnum

from dps.identity.requests import rules
from dps.platform.access import Grant, Scope


class AccessRequestPermission(StrEnum):
    DECIDE = "identity:access-request:decide"
    REVIEW = "identity:access:review"


GRANTS = [
    Grant(rules.LOCAL_ADMINISTRATOR, AccessRequestPermission.DECIDE),
    Grant(rules.CENTRAL_ADMINISTRATOR, AccessRequestPermission.DECIDE),
    Grant(rules.EXTERNAL_ADMINISTRATOR, AccessRequestPermission.DECIDE),
    Grant(rules.PRODUCT_ADMINISTRATOR, AccessRequestPermission.DECIDE),
    Grant(rules.LOCAL_ADMINISTRATOR, AccessRequestPermission.REVIEW),
    Grant(rules.CENTRAL_ADMINISTRATOR, AccessRequestPermission.REVIEW),
    Grant(rules.ACCESS_REVIEWER, AccessRequestPermission.REVIEW, Scope.ANY_CASELOAD),
]
"""Which requests and which prisons, is asked again with the request or the prison in hand (`rules.py`)."""
