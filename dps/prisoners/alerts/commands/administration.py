"""What central administration does to anybody's alerts (prisoners.md 6.3)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.alerts.commands import writing
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.alerts.rules.bulk import PRISON_NUMBER
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.models import Alert

LONGEST_DELETE_REASON = 1000


@transaction.atomic
def add_anywhere(
    *,
    number: str,
    code: str,
    reason: str,
    starts: date | None,
    ends: date | None,
    by: Actor,
    at: datetime,
    today: date,
) -> Alert:
    """Add an alert of somebody in any prison or none; its type may be out of use. Raises Invalid with every problem,
    AlreadyHas, NotAllowed."""
    require(by, AlertPermission.ADMINISTER)
    problems = rules.new_alert_problems(
        why=reason, starts=starts, ends=ends, today=today, longest=rules.LONGEST_CENTRAL_REASON,
        needs_why=code not in rules.NO_REASON_NEEDED,
    )  # fmt: skip
    if not code:
        problems["code"] = rules.CHOOSE_ALERT
    number = number.strip().upper()
    if not PRISON_NUMBER.match(number):
        problems["number"] = "Enter a prison number, such as A1234BC"
    else:
        try:
            lock_person(number)
        except NotFound:
            problems["number"] = "Nobody has this prison number"
    if problems or starts is None:
        raise Invalid(problems)
    kind = writing.type_of(code)
    writing.require_code(code, by, centrally=True)
    return writing.create(
        number, type=kind, code=code, description=reason.strip(), authorised_by="", starts=starts, ends=ends, by=by,
        at=at, today=today,
    )  # fmt: skip


@transaction.atomic
def delete(*, alert_id: UUID, reason: str, by: Actor, at: datetime, today: date) -> Alert:
    """Take an alert off the record, for a reason. It is kept with its history. Raises Invalid, NotAllowed, NotFound."""
    require(by, AlertPermission.DELETE)
    alert = writing.locked(alert_id)
    writing.require_code(alert.code, by, centrally=True)
    if not reason.strip():
        raise Invalid({"reason": "Say why the alert is deleted"})
    if len(reason) > LONGEST_DELETE_REASON:
        raise Invalid({"reason": rules.too_long(reason, LONGEST_DELETE_REASON)})
    writing.delete(alert, by=by, at=at, today=today, reason=reason.strip())
    return alert
