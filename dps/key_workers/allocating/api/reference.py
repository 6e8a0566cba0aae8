"""The coded lists of key work, for other systems."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from dps.key_workers.allocating.api.common import CodeAndWords
from dps.key_workers.models import Allocation, ComplexityOfNeed, RecordedEvent, WorkerSettings
from dps.key_workers.permissions import KeyWorkPermission
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import NotFound

router = Router(tags=["Key workers"])
LISTS = {
    "staff-status": WorkerSettings.Status,
    "allocation-reason": Allocation.Reason,
    "deallocation-reason": Allocation.Ended,
    "recorded-event-type": RecordedEvent.Type,
    "complexity-of-need": ComplexityOfNeed.Level,
}


class Codes(ApiSchema):
    codes: list[CodeAndWords]


@operation(router.get, "/reference-data/{str:domain}", capability=KeyWorkPermission.READ_BY_SYSTEM, response=Codes)
def reference_data(request: HttpRequest, domain: Path[str]) -> dict[str, Any]:
    """The codes of one list in order: staff-status, allocation-reason, deallocation-reason, recorded-event-type,
    complexity-of-need."""
    found = LISTS.get(domain)
    if found is None:
        raise NotFound(domain)
    return {"codes": [{"code": code, "description": words} for code, words in found.choices]}
