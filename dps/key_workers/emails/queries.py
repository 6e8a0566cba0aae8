"""Who wants which e-mail, and what it says in numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dps.identity.accounts.staff import addresses_of
from dps.key_workers.emails.rules import Kind
from dps.key_workers.models import EmailWish, PrisonSettings
from dps.key_workers.policies import Policy
from dps.key_workers.staff import queries as staff
from dps.key_workers.staff.permitted import may_allocate
from dps.platform import local_time
from dps.platform.access import Actor


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who wants an e-mail, has a verified address and works at the prison."""

    username: str
    first_name: str
    email: str
    staff_id: int | None
    """Their staff id while they hold the job role there."""
    may_allocate: bool


def wishes_of(account_id: int, prison: str, policy: Policy) -> set[Kind]:
    """The kinds one account asked for. One statement."""
    found = EmailWish.objects.filter(account_id=account_id, prison=prison, policy=policy)
    return {Kind(kind) for kind in found.values_list("kind", flat=True)}


def wished_for(kind: Kind) -> list[tuple[str, Policy]]:
    """The prisons and schemes, where they are on, of which somebody wants a kind of e-mail. Two statements."""
    on = set(PrisonSettings.objects.filter(enabled=True).values_list("prison", "policy"))
    pairs = EmailWish.objects.filter(kind=kind).values_list("prison", "policy").distinct().order_by("prison", "policy")
    return [(prison, Policy(policy)) for prison, policy in pairs if (prison, policy) in on]


def readers(prison: str, policy: Policy, kind: Kind) -> list[Reader]:
    """Who gets a kind of e-mail about a prison. Three statements."""
    asked = list(EmailWish.objects.filter(prison=prison, policy=policy, kind=kind).values_list("account_id", flat=True))
    if not asked:
        return []
    held = {one.username: one.staff_id for one in staff.workers(prison, policy, local_time.today()) if one.username}
    return [
        Reader(
            username,
            first,
            email,
            held.get(username),
            may_allocate(Actor(username, roles=roles, caseloads=(prison,), active_caseload=prison), policy),
        )
        for _, username, first, email, roles in addresses_of(asked, prison)
    ]


def has_address(account_id: int, prison: str) -> bool:
    """Whether e-mails would reach an account: its address is verified. One statement."""
    return bool(addresses_of([account_id], prison))


def arrivals_without_a_worker(prison: str, policy: Policy, since: datetime) -> int:
    """People who are at the prison, arrived since then, have no worker and may have one. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM prisoners_searchrecord r
                WHERE r.agency = %s AND r.arrived_at >= %s
                  AND NOT EXISTS (SELECT FROM key_workers_allocation a
                                   WHERE a.person_id = r.person_id AND a.policy = %s AND a.is_active)
                  AND NOT EXISTS (SELECT FROM key_workers_complexityofneed c
                                   WHERE c.person_id = r.person_id AND c.active AND c.level = 'HIGH')""",
            [prison, since, policy],
        )
        return int(cursor.fetchone()[0])
