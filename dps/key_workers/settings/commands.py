"""Changing how a prison runs its schemes (key-workers.md 2.8)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from dps.key_workers.allocating import due_dates
from dps.key_workers.allocating.commands import require_may_allocate
from dps.key_workers.models import Allocation, PrisonSettings
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.rules import settings_typed as rules
from dps.key_workers.rules.settings import Settings
from dps.key_workers.settings.queries import all_settings_of, settings_of
from dps.key_workers.settings.takeover import take_over_from_nomis
from dps.platform import audit, events, local_time
from dps.platform.access import Actor, holds, require
from dps.platform.web.refusals import Conflict, Invalid

CHANGED = "key-work.settings.changed"


@transaction.atomic
def change(
    actor: Actor,
    prison: str,
    policy: Policy,
    *,
    allow_recommendation: bool,
    capacity: int | None,
    order: str,
    frequency: int | None = None,
    has_high_complexity: bool | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Settings:
    """Change how a scheme is run. None of `frequency` (weeks; administrators only) and `has_high_complexity` leaves
    them; `version` is that of the settings the person saw, None to change whatever is there.

    Raises Invalid with every problem, NotAllowed, Conflict when somebody else changed them first.
    """
    require_may_allocate(actor, prison, policy)
    if frequency is not None and not _administers(actor, prison):
        require(actor, KeyWorkPermission.ADMINISTER, prison=prison)
    found = rules.problems(capacity=capacity, order=order, frequency=frequency)
    if found:
        raise Invalid(found)
    at = at or local_time.now()
    row = _locked(prison, policy, actor, at)
    if version is not None and version != (row.version if row.pk else 0):
        raise Conflict(f"settings of {prison}")
    values: dict[str, Any] = {"allow_recommendation": allow_recommendation, "capacity": capacity, "order": order}
    if frequency is not None:
        values["frequency_in_weeks"] = frequency
    if has_high_complexity is not None:
        values["has_high_complexity"] = has_high_complexity
    _save(row, values, by=actor, at=at)
    return settings_of(prison, policy)


@transaction.atomic
def switch(actor: Actor, prison: str, on: Collection[Policy], *, at: datetime | None = None) -> dict[Policy, bool]:
    """Have exactly these schemes on at a prison: administrators only. Nobody is deallocated and roles stay.

    The first time a prison uses key workers, the allocations NOMIS has are taken over. Gives the schemes that changed.
    Raises NotAllowed.
    """
    if not _administers(actor, prison):
        require(actor, KeyWorkPermission.ADMINISTER, prison=prison)
    at = at or local_time.now()
    changed = {}
    for policy in Policy:
        row = _locked(prison, policy, actor, at)
        if row.enabled is (policy in on):
            continue
        values: dict[str, Any] = {"enabled": policy in on}
        if not row.pk:
            values["allow_recommendation"] = True
        _save(row, values, by=actor, at=at)
        changed[policy] = policy in on
    first = not Allocation.objects.filter(prison=prison, policy=Policy.KEY_WORKER).exists()
    if changed.get(Policy.KEY_WORKER) and first:
        take_over_from_nomis(prison, by=actor, at=at, today=local_time.today())
    return changed


@transaction.atomic
def configure(
    actor: Actor,
    prison: str,
    policy: Policy,
    *,
    enabled: bool,
    allow_recommendation: bool,
    capacity: int,
    order: str,
    frequency: int,
    has_high_complexity: bool,
) -> Settings:
    """Everything about one scheme at once, as other systems send it. Raises Invalid with every problem, NotAllowed."""
    change(
        actor, prison, policy, allow_recommendation=allow_recommendation, capacity=capacity, order=order,
        frequency=frequency, has_high_complexity=has_high_complexity,
    )  # fmt: skip
    on = {one for one, found in all_settings_of(prison).items() if found.enabled}
    switch(actor, prison, on | {policy} if enabled else on - {policy})
    return settings_of(prison, policy)


def _administers(actor: Actor, prison: str) -> bool:
    return holds(actor, KeyWorkPermission.MANAGE_BY_SYSTEM)


def _locked(prison: str, policy: Policy, actor: Actor, at: datetime) -> PrisonSettings:
    """The row, locked; one that is not stored yet when the prison was never set up."""
    found = PrisonSettings.objects.select_for_update().filter(prison=prison, policy=policy).first()
    return found or PrisonSettings(prison=prison, policy=policy, version=0, changed_at=at, changed_by=actor.username)


def _save(row: PrisonSettings, values: dict[str, Any], *, by: Actor, at: datetime) -> None:
    changes = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    if not changes and row.pk:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.changed_at, row.changed_by = row.version + 1, at, by.username
    row.save()
    if "frequency_in_weeks" in changes:
        due_dates.recount_of_prison(row.prison, Policy(row.policy))
    audit.record(
        "KEY_WORK_SETTINGS_CHANGED",
        by=by,
        subject_type="prison",
        subject_id=row.prison,
        details={"policy": str(row.policy), "changes": changes},
        at=at,
    )
    data = {"prison": row.prison, "policy": str(row.policy), "changed": sorted(changes)}
    events.publish(CHANGED, subject=f"{row.prison}:{row.policy}", data=data, at=at)
