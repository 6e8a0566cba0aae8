"""Preparing a change of roles in bulk, and confirming it. What the job then does is in work.py."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models.functions import Lower

from dps.identity.models import Role
from dps.identity.users.bulk import rules
from dps.identity.users.bulk.permissions import BulkPermission
from dps.identity.users.models import BulkChange
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.platform.web.sheets import read_sheet

KEEP_DRAFTS = timedelta(days=7)


def allowed_roles(*, action: str, today: date, by: Actor) -> dict[str, str]:
    """Code to name of every role `by` may give (ADD) or take away (REMOVE) in bulk, by name. One statement."""
    asker = rules.central(by.roles)
    return {
        role.code: role.name
        for role in Role.objects.order_by(Lower("name"), "code")
        if rules.may_change(
            rules.RoleOffered(role.code, frozenset(role.admin_types), role.hidden_on),
            action=action,
            asker=asker,
            today=today,
        )
    }


@transaction.atomic
def begin(*, reference: str, at: datetime, by: Actor) -> BulkChange:
    """Begin to prepare a change asked for by a ticket. Raises Invalid, NotAllowed."""
    require(by, BulkPermission.CHANGE)
    _refuse({"reference": rules.reference_problem(reference)})
    return BulkChange.objects.create(reference=reference, requested_by=by.username, made_at=at)


@transaction.atomic
def name_ticket(*, change_id: int, reference: str, by: Actor) -> BulkChange:
    """Put another ticket on a draft. Raises Invalid, NotFound, Conflict, NotAllowed."""
    change = _draft(change_id, by)
    _refuse({"reference": rules.reference_problem(reference)})
    change.reference = reference
    change.save(update_fields=["reference"])
    return change


@transaction.atomic
def choose_roles(*, change_id: int, action: str, roles: Sequence[str], today: date, by: Actor) -> BulkChange:
    """Say which roles to add or to remove. Raises Invalid with every problem, NotFound, Conflict, NotAllowed."""
    change = _draft(change_id, by)
    chosen = list(dict.fromkeys(roles))
    _refuse(_action_problems(action, chosen, today, by))
    change.action, change.roles = action, chosen
    change.save(update_fields=["action", "roles"])
    return change


@transaction.atomic
def name_people(*, change_id: int, content: bytes, by: Actor) -> BulkChange:
    """Keep the people of a file, each once. Raises Invalid, NotFound, Conflict, NotAllowed."""
    change = _draft(change_id, by)
    sheet = read_sheet(content, most=rules.MOST_BYTES)
    _refuse({"people": sheet.problem})
    people = rules.read_people(sheet.rows)
    _refuse({"people": people.problem})
    change.usernames, change.people, change.repeated = list(people.usernames), len(people.usernames), people.repeated
    change.save(update_fields=["usernames", "people", "repeated"])
    return change


@attempted("BULK_CHANGE_STARTED", "bulk_change", "change_id")
def confirm(*, change_id: int, today: date, at: datetime, by: Actor) -> BulkChange:
    """Start it: a job does the rest. Raises Invalid when something is missing or no longer allowed, NotFound, Conflict,
    NotAllowed."""
    from dps.identity.users.bulk.jobs import work_through_bulk_change

    change = _draft(change_id, by)
    problems = _action_problems(change.action, change.roles, today, by)
    _refuse({**problems, "people": "" if change.usernames else "Choose a file of people"})
    change.assignments = change.people * len(change.roles)
    change.state, change.confirmed_at, change.moved_at = BulkChange.State.WAITING, at, at
    change.save(update_fields=["assignments", "state", "confirmed_at", "moved_at"])
    work_through_bulk_change.defer(change_id=change.pk)
    audit.record(
        "BULK_CHANGE_STARTED",
        by=by,
        subject_type="bulk_change",
        subject_id=str(change.pk),
        details={
            "reference": change.reference,
            "action": change.action,
            "roles": change.roles,
            "people": change.people,
            "repeated": change.repeated,
            "assignments": change.assignments,
        },
        at=at,
    )
    return change


@transaction.atomic
def discard(*, change_id: int, by: Actor) -> None:
    """Drop a draft. Raises NotFound, Conflict once it was started, NotAllowed."""
    _draft(change_id, by).delete()


def forget_old_drafts(before: datetime) -> None:
    """Drop drafts begun before `before` that nobody confirmed."""
    BulkChange.objects.filter(state=BulkChange.State.DRAFT, made_at__lt=before).delete()


def _draft(change_id: int, by: Actor) -> BulkChange:
    require(by, BulkPermission.CHANGE)
    change = BulkChange.objects.select_for_update().filter(pk=change_id, requested_by=by.username).first()
    if change is None:
        raise NotFound(str(change_id))
    if change.state != BulkChange.State.DRAFT:
        raise Conflict(f"bulk change {change_id} was started already")
    return change


def _action_problems(action: str, roles: Sequence[str], today: date, by: Actor) -> dict[str, str]:
    allowed = allowed_roles(action=action or rules.ADD, today=today, by=by)
    return {"action": rules.action_problem(action), "roles": rules.roles_problem(roles, allowed)}


def _refuse(problems: dict[str, str]) -> None:
    if found := {field: words for field, words in problems.items() if words}:
        raise Invalid(found)
