"""What staff do to one person's alerts (prisoners.md 6.1), on a page or by the API."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid
from dps.prisoners.alerts.commands import writing
from dps.prisoners.alerts.commands.writing import AlreadyClosed
from dps.prisoners.alerts.models import AlertReview
from dps.prisoners.alerts.permissions import AlertPermission, reaches_everybody
from dps.prisoners.alerts.queries.reach import require_person
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.alerts.rules.writing import is_active
from dps.prisoners.changes.recording import lock_person
from dps.prisoners.models import Alert
from dps.prisoners.rules.access import Part


@transaction.atomic
def add(
    *,
    number: str,
    code: str,
    description: str,
    starts: date | None,
    ends: date | None,
    by: Actor,
    at: datetime,
    today: date,
) -> Alert:
    """Add an alert from the profile. Raises Invalid with every problem, AlreadyHas, NotAllowed, NotFound."""
    _require(number, by)
    lock_person(number)
    problems = rules.new_alert_problems(why=description, starts=starts, ends=ends, today=today)
    if not code:
        problems = {"code": rules.CHOOSE_ALERT, **problems}
    if problems or starts is None:
        raise Invalid(problems)
    kind = writing.type_of(code, of_any_type=False)
    writing.require_code(code, by, centrally=False)
    return writing.create(
        number, type=kind, code=code, description=description.strip(), authorised_by="", starts=starts, ends=ends,
        by=by, at=at, today=today,
    )  # fmt: skip


@transaction.atomic
def add_sent(
    *,
    number: str,
    code: str,
    description: str,
    authorised_by: str,
    starts: date | None,
    ends: date | None,
    inactive_code: bool,
    by: Actor,
    at: datetime,
    today: date,
) -> Alert:
    """Add an alert that another system sends. `inactive_code`: also of a code out of use, as a migration needs.

    Raises Invalid with every problem, AlreadyHas, NotAllowed, NotFound.
    """
    _require(number, by)
    lock_person(number)
    starts = starts or today
    problems = rules.sent_alert_problems(why=description, authorised_by=authorised_by, starts=starts, ends=ends)
    if problems:
        raise Invalid(problems)
    kind = writing.type_of(code, inactive_too=inactive_code)
    writing.require_code(code, by, centrally=reaches_everybody(by, AlertPermission.EDIT))
    return writing.create(
        number, type=kind, code=code, description=description, authorised_by=authorised_by, starts=starts, ends=ends,
        by=by, at=at, today=today,
    )  # fmt: skip


@transaction.atomic
def add_details(*, alert_id: UUID, description: str, by: Actor, at: datetime, today: date) -> bool:
    """Give an active alert other comments. Says whether they are other ones. Raises Invalid, AlreadyClosed, NotAllowed,
    NotFound."""
    alert = _changeable(alert_id, by, today)
    if words := rules.comment_problem(description):
        raise Invalid({"description": words})
    return writing.change([(alert, {"description": description.strip()})], by=by, at=at, today=today)


@transaction.atomic
def close(
    *, alert_id: UUID, description: str, when: str, later: date | None, by: Actor, at: datetime, today: date
) -> bool:
    """Close an alert: today, or on a later day. Raises Invalid, AlreadyClosed, NotAllowed, NotFound."""
    alert = _changeable(alert_id, by, today)
    ends, problems = rules.closing(when, later, today)
    if words := rules.comment_problem(description):
        problems["description"] = words
    _within(alert, ends, problems, "later" if when == rules.End.LATER else "when")
    values = {"description": description.strip(), "active_to": ends}
    return writing.change([(alert, values)], by=by, at=at, today=today)


@transaction.atomic
def change_end(*, alert_id: UUID, what: str, new_end: date | None, by: Actor, at: datetime, today: date) -> bool:
    """Change or remove the end date of an active alert. Raises Invalid, AlreadyClosed, NotAllowed, NotFound."""
    alert = _changeable(alert_id, by, today)
    ends, problems = rules.new_end(what, new_end, today)
    _within(alert, ends, problems, "new_end")
    return writing.change([(alert, {"active_to": ends})], by=by, at=at, today=today)


@dataclass(frozen=True, slots=True)
class Sent:
    """What another system wants changed. None of `description`, `authorised_by` and `starts` leaves it; '' clears it.
    None of `ends` takes the end date away."""

    description: str | None
    authorised_by: str | None
    starts: date | None
    ends: date | None


@transaction.atomic
def change_sent(*, alert_id: UUID, sent: Sent, by: Actor, at: datetime, today: date) -> Alert:
    """Change an alert as another system wants it. An inactive one is never made active again, and only systems and
    central administration mend it. Raises Invalid, AlreadyClosed, NotAllowed, NotFound."""
    alert = writing.locked(alert_id)
    _require(alert.person_id, by)
    values: dict[str, Any] = {
        "description": alert.description if sent.description is None else sent.description,
        "authorised_by": alert.authorised_by if sent.authorised_by is None else sent.authorised_by,
        "active_from": sent.starts or alert.active_from,
        "active_to": sent.ends,
    }
    problems = rules.sent_alert_problems(
        why=values["description"] if sent.description is not None else "",
        authorised_by=values["authorised_by"] if sent.authorised_by is not None else "",
        starts=values["active_from"],
        ends=sent.ends,
    )
    if problems:
        raise Invalid(problems)
    writing.require_code(alert.code, by, centrally=reaches_everybody(by, AlertPermission.EDIT))
    if not is_active(alert.active_to, today) and (
        is_active(sent.ends, today) or not reaches_everybody(by, AlertPermission.EDIT)
    ):
        raise AlreadyClosed
    writing.change([(alert, values)], by=by, at=at, today=today)
    return alert


@transaction.atomic
def review(*, alert_id: UUID, by: Actor, at: datetime, today: date) -> None:
    """Say that somebody looked at an active alert and it still holds. Raises AlreadyClosed, NotAllowed, NotFound."""
    alert = _changeable(alert_id, by, today)
    AlertReview.objects.create(alert=alert, at=at, username=by.username, display_name=by.display_name)
    writing.audit_review(alert, by=by, at=at)


def _require(number: str, by: Actor) -> None:
    require(by, AlertPermission.EDIT)
    require_person(number, by, AlertPermission.EDIT, Part.EDIT_ALERTS)


def _changeable(alert_id: UUID, by: Actor, today: date) -> Alert:
    """An active alert of somebody whose alerts `by` may change, of a code they may change; its person locked."""
    alert = writing.locked(alert_id)
    _require(alert.person_id, by)
    writing.require_code(alert.code, by, centrally=False)
    if not is_active(alert.active_to, today):
        raise AlreadyClosed
    return alert


def _within(alert: Alert, ends: date | None, problems: dict[str, str], field: str) -> None:
    if words := rules.end_problem(alert.active_from, ends):
        problems.setdefault(field, words)
    if problems:
        raise Invalid(problems)


@transaction.atomic
def put_back(*, alert_id: UUID, values: dict[str, Any], reason: str, by: Actor, at: datetime, today: date) -> bool:
    """Give an active alert values it had before. Raises AlreadyClosed, NotAllowed, NotFound."""
    return writing.change([(_changeable(alert_id, by, today), values)], by=by, at=at, today=today, reason=reason)
