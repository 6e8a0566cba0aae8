"""Workers, schemes and allocations made by hand for tests of key work. People: `dps.prisoners.tests.people`."""

from datetime import UTC, date, datetime

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account
from dps.key_workers.allocating import due_dates
from dps.key_workers.models import (
    Allocation,
    ComplexityOfNeed,
    PrisonSettings,
    RecordedEvent,
    StaffRole,
    WorkerSettings,
)
from dps.key_workers.policies import Policy
from dps.platform import local_time

KW, PO = Policy.KEY_WORKER, Policy.PERSONAL_OFFICER
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


def somebody(username: str, *roles: str, prison: str = "LEI", caseloads: tuple[str, ...] = ()) -> Account:
    """A member of prison staff with these roles too, working in `prison`."""
    return create_user(
        username=username,
        password=None,
        first_name="Ann",
        last_name="Lee",
        email=f"{username.lower()}@b.uk",
        roles=["PRISON", *roles],
        caseloads=[prison, *caseloads],
    )


def scheme_on(prison: str = "LEI", policy: Policy = KW, **more: object) -> PrisonSettings:
    """A scheme switched on, recommendation allowed."""
    given = {"enabled": True, "allow_recommendation": True, "changed_at": LONG_AGO, "changed_by": "ADMIN", **more}
    return PrisonSettings.objects.create(prison=prison, policy=policy, **given)


def give_role(
    staff_id: int,
    first_name: str = "ANN",
    last_name: str = "",
    *,
    prison: str = "LEI",
    policy: Policy = KW,
    capacity: int | None = None,
    status: str = "ACTIVE",
    **more: object,
) -> StaffRole:
    """A worker; `capacity` and `status` are stored only when they differ from the defaults."""
    role = StaffRole.objects.create(
        prison=prison,
        policy=policy,
        staff_id=staff_id,
        first_name=first_name,
        last_name=last_name or f"WORKER{staff_id}",
        **{"from_date": date(2026, 1, 5), **more},
    )
    if capacity is not None or status != "ACTIVE":
        WorkerSettings.objects.create(
            prison=prison,
            policy=policy,
            staff_id=staff_id,
            capacity=capacity,
            status=status,
            changed_at=LONG_AGO,
            changed_by="ADMIN",
        )
    return role


def allocated(
    number: str, staff_id: int, *, at: datetime = LONG_AGO, prison: str = "LEI", policy: Policy = KW, **more: object
) -> Allocation:
    """An allocation as it was saved, with its due day."""
    given = {"allocated_by": "ADMIN", "reason": "MANUAL", **more}
    made = Allocation.objects.create(
        person_id=number, prison=prison, staff_id=staff_id, policy=policy, allocated_at=at, **given
    )
    due_dates.recount([made.pk])
    made.refresh_from_db()
    return made


def session_held(number: str, at: datetime, *, staff_id: int = 1, prison: str = "LEI", policy: Policy = KW) -> None:
    """A session, as a case note of it was recorded."""
    from uuid import uuid4

    RecordedEvent.objects.create(
        id=uuid4(), prison=prison, person_id=number, staff_id=staff_id, username="ANN", occurred_at=at, created_at=at,
        type="SESSION", policy=policy,
    )  # fmt: skip


def high_complexity(number: str, *, level: str = "HIGH", active: bool = True) -> None:
    """How complex somebody's needs were assessed to be."""
    now = local_time.now()
    ComplexityOfNeed.objects.create(
        person_id=number, level=level, active=active, assessed_at=now, assessed_by="ADMIN", updated_at=now
    )


def give_key_work(number: str) -> None:
    """Both schemes on in Leeds, two workers of each, and a person who has the first."""
    for policy in Policy:
        scheme_on(policy=policy)
        for staff_id in (1, 2):
            give_role(staff_id, policy=policy)
        allocated(number, 1, policy=policy)
