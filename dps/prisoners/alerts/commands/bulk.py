"""Planning one alert for many people, and starting it. What the job then does is in bulk_work.py."""

from datetime import date, datetime, timedelta

from django.db import transaction

from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.platform.web.sheets import read_sheet
from dps.prisoners.alerts.commands import writing
from dps.prisoners.alerts.models import BulkAlert, BulkAlertPerson
from dps.prisoners.alerts.permissions import AlertPermission
from dps.prisoners.alerts.rules import bulk as rules
from dps.prisoners.alerts.rules import writing as alert_rules
from dps.prisoners.alerts.rules.bulk import Mode, People
from dps.prisoners.models import Person

KEEP_DRAFTS = timedelta(days=7)


@transaction.atomic
def begin(*, by: Actor, at: datetime) -> BulkAlert:
    """Begin a plan of one's own. Raises NotAllowed."""
    require(by, AlertPermission.BULK)
    return BulkAlert.objects.create(planned_by=by.username, planned_at=at)


@transaction.atomic
def choose_alert(*, plan_id: int, code: str, reason: str, by: Actor) -> BulkAlert:
    """Say which alert, and why. Raises Invalid with every problem, NotFound, Conflict, NotAllowed."""
    plan = _draft(plan_id, by)
    problems = {}
    try:
        plan.type = writing.type_of(code) if code else ""
    except Invalid as refused:
        problems = refused.problems
    if not code:
        problems = {"code": alert_rules.CHOOSE_ALERT}
    needs_reason = code not in alert_rules.NO_REASON_NEEDED
    if words := (
        alert_rules.SAY_WHY
        if needs_reason and not reason.strip()
        else alert_rules.too_long(reason, rules.LONGEST_REASON)
    ):
        problems["reason"] = words
    if problems:
        raise Invalid(problems)
    writing.require_code(code, by, centrally=True)
    plan.code, plan.reason = code, reason.strip()
    plan.save(update_fields=["type", "code", "reason"])
    return plan


@transaction.atomic
def add_person(*, plan_id: int, number: str, by: Actor) -> bool:
    """Add one person. False when they are in the plan already. Raises Invalid, NotFound, Conflict, NotAllowed."""
    plan = _draft(plan_id, by)
    number = number.strip().upper()
    if not rules.PRISON_NUMBER.match(number):
        raise Invalid({"number": "Enter a prison number, such as A1234BC"})
    if not Person.objects.filter(pk=number).exists():
        raise Invalid({"number": "Nobody has this prison number"})
    if plan.items.count() >= rules.MOST_PEOPLE:
        raise Invalid({"number": f"A plan is for {rules.MOST_PEOPLE:,} people or fewer"})
    _, made = BulkAlertPerson.objects.get_or_create(plan=plan, number=number)
    return made


@transaction.atomic
def add_file(*, plan_id: int, content: bytes, by: Actor) -> tuple[int, int]:
    """Add the people of a CSV file. Gives how many were added and how many rows named somebody again. Raises Invalid,
    NotFound, Conflict, NotAllowed."""
    plan = _draft(plan_id, by)
    sheet = read_sheet(content, most=rules.MOST_BYTES)
    return _add(plan, People(problem=sheet.problem) if sheet.problem else rules.read_people(sheet.rows), "people")


@transaction.atomic
def set_people(*, plan_id: int, numbers: list[str], by: Actor) -> BulkAlert:
    """Make these the people of the plan, and no others. Raises Invalid, NotFound, Conflict, NotAllowed."""
    plan = _draft(plan_id, by)
    people = rules.read_numbers(enumerate(numbers, start=1))
    if not people.problem:
        plan.items.all().delete()
    _add(plan, people, "prisonNumbers")
    return plan


@transaction.atomic
def drop_person(*, plan_id: int, number: str, by: Actor) -> None:
    """Take one person out. Raises NotFound, Conflict, NotAllowed."""
    gone, _ = _draft(plan_id, by).items.filter(number=number).delete()
    if not gone:
        raise NotFound(number)


@transaction.atomic
def drop_everybody(*, plan_id: int, by: Actor) -> None:
    """Take everybody out. Raises NotFound, Conflict, NotAllowed."""
    _draft(plan_id, by).items.all().delete()


@transaction.atomic
def choose_mode(*, plan_id: int, mode: str, by: Actor) -> BulkAlert:
    """Say what becomes of the same alert of those who are not named. Raises Invalid, NotFound, Conflict, NotAllowed."""
    plan = _draft(plan_id, by)
    if mode not in list(Mode):
        raise Invalid({"mode": "Choose what happens to the alert of those who are not named"})
    plan.mode = mode
    plan.save(update_fields=["mode"])
    return plan


@attempted("BULK_ALERTS_STARTED", "bulk_alert", "plan_id")
def start(*, plan_id: int, by: Actor, at: datetime, today: date) -> BulkAlert:
    """Start it: a job does the rest. Raises Invalid when something is missing or no longer allowed, NotFound, Conflict,
    NotAllowed."""
    from dps.prisoners.alerts.jobs import work_through_bulk_alert

    plan = _draft(plan_id, by)
    people = plan.items.count()
    problems = {
        "code": "" if plan.code else alert_rules.CHOOSE_ALERT,
        "people": "" if people else "Add at least one person",
        "mode": "" if plan.mode else "Choose what happens to the alert of those who are not named",
    }
    if found := {field: words for field, words in problems.items() if words}:
        raise Invalid(found)
    writing.type_of(plan.code)
    writing.require_code(plan.code, by, centrally=True)
    plan.state, plan.people, plan.started_at, plan.moved_at, plan.starts_on = (
        BulkAlert.State.WAITING,
        people,
        at,
        at,
        today,
    )
    plan.save(update_fields=["state", "people", "started_at", "moved_at", "starts_on"])
    work_through_bulk_alert.defer(plan_id=plan.pk)
    details = {"code": plan.code, "mode": plan.mode, "people": people, "reason": plan.reason}
    audit.record(
        "BULK_ALERTS_STARTED", by=by, subject_type="bulk_alert", subject_id=str(plan.pk), details=details, at=at
    )
    return plan


@transaction.atomic
def discard(*, plan_id: int, by: Actor) -> None:
    """Drop a plan that was not started. Raises NotFound, Conflict, NotAllowed."""
    _draft(plan_id, by).delete()


def forget_old_drafts(before: datetime) -> None:
    """Drop plans begun before `before` that nobody started."""
    BulkAlert.objects.filter(state=BulkAlert.State.DRAFT, planned_at__lt=before).delete()


def _draft(plan_id: int, by: Actor) -> BulkAlert:
    require(by, AlertPermission.BULK)
    plan = BulkAlert.objects.select_for_update().filter(pk=plan_id, planned_by=by.username).first()
    if plan is None:
        raise NotFound(str(plan_id))
    if plan.state != BulkAlert.State.DRAFT:
        raise Conflict(f"Bulk alert {plan_id} was started already")
    return plan


def _add(plan: BulkAlert, people: People, field: str) -> tuple[int, int]:
    if people.problem:
        raise Invalid({field: people.problem})
    known = set(Person.objects.filter(pk__in=people.numbers).values_list("pk", flat=True))
    if unknown := [row for number, row in zip(people.numbers, people.rows, strict=True) if number not in known]:
        raise Invalid({field: rules.unknown_problem(unknown)})
    before = plan.items.count()
    if before + len(people.numbers) > rules.MOST_PEOPLE:
        raise Invalid({field: f"A plan is for {rules.MOST_PEOPLE:,} people or fewer"})
    BulkAlertPerson.objects.bulk_create(
        [BulkAlertPerson(plan=plan, number=number) for number in people.numbers],
        ignore_conflicts=True,
        batch_size=1000,
    )
    added = plan.items.count() - before
    return added, people.repeated + len(people.numbers) - added
