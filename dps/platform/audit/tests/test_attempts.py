from datetime import UTC, datetime

import pytest

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.audit.attempts import attempted
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, Refusal

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICER = Actor("OFFICER")


@attempted("THING_CHANGED", "thing", "name")
def change(*, name: str, refusal: Refusal | None, by: Actor, at: datetime) -> str:
    audit.record("THING_CHANGED", by=by, subject_type="thing", subject_id=name)
    if refusal:
        raise refusal
    return name


@attempted("THING_CHANGED", "thing", lambda asked: asked["name"].upper())
def change_otherwise(*, name: str, by: Actor) -> None:
    raise Conflict("changed meanwhile")


@pytest.mark.django_db
def test_what_is_done_is_told_once() -> None:
    assert change(name="A", refusal=None, by=OFFICER, at=NOW) == "A"
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["THING_CHANGED"]


@pytest.mark.django_db
def test_what_is_refused_is_undone_and_told() -> None:
    with pytest.raises(Invalid):
        change(name="AB", refusal=Invalid({"name": "Enter a name"}), by=OFFICER, at=NOW)
    with pytest.raises(Conflict):
        change_otherwise(name="a", by=OFFICER)
    told = AuditEntry.objects.order_by("id").values_list("action", "subject_type", "subject_id", "username", "details")
    assert list(told) == [
        ("THING_CHANGED_REFUSED", "thing", "AB", "OFFICER", {"why": "Invalid", "words": "Enter a name"}),
        ("THING_CHANGED_REFUSED", "thing", "A", "OFFICER", {"why": "Conflict", "words": "changed meanwhile"}),
    ]
    assert AuditEntry.objects.first().at == NOW
