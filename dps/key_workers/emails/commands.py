"""What somebody wants to be e-mailed, and the e-mails themselves. All are asked for; none names a prisoner."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from dps.estate.queries import agency_name
from dps.key_workers.due import queries as due
from dps.key_workers.emails import queries, rules
from dps.key_workers.emails.queries import Reader
from dps.key_workers.emails.rules import Kind
from dps.key_workers.levels import own_staff_id
from dps.key_workers.models import EmailWish
from dps.key_workers.policies import Policy
from dps.key_workers.staff import queries as staff
from dps.key_workers.staff.permitted import may_allocate
from dps.key_workers.staff.presenters import full_name
from dps.platform import audit, local_time, notify
from dps.platform.access import Actor
from dps.platform.web.refusals import NotAllowed


def wish(actor: Actor, policy: Policy, kinds: Collection[Kind]) -> None:
    """Have these kinds of e-mail sent, and no others, about the prison somebody works in.

    Raises NotAllowed for a kind that is not offered to them.
    """
    offered = rules.offered(is_worker=own_staff_id(actor, policy) is not None, may_allocate=may_allocate(actor, policy))
    if actor.account_id is None or not set(kinds) <= set(offered):
        raise NotAllowed("an e-mail that is not for them")
    with transaction.atomic():
        mine = EmailWish.objects.filter(account_id=actor.account_id, prison=actor.active_caseload, policy=policy)
        before = set(mine.values_list("kind", flat=True))
        mine.exclude(kind__in=list(kinds)).delete()
        EmailWish.objects.bulk_create(
            [
                EmailWish(account_id=actor.account_id, prison=actor.active_caseload, policy=policy, kind=kind)
                for kind in kinds
            ],
            ignore_conflicts=True,
        )
        details = {
            "prison": actor.active_caseload,
            "policy": str(policy),
            "changes": {"kinds": [sorted(before), sorted(str(kind) for kind in kinds)]},
        }
        audit.record(
            "KEY_WORK_EMAILS_CHANGED",
            by=actor,
            subject_type="account",
            subject_id=actor.username,
            details=details,
        )


def tell_of_a_save(
    prison: str, policy: Policy, *, by: str, made: dict[int, int], ended: dict[int, int], at: datetime
) -> int:
    """One e-mail to each worker of a save who wants it, but not to whoever saved: how many people, no names. Gives how
    many."""
    told = 0
    for one in queries.readers(prison, policy, Kind.ALLOCATED):
        staff_id = one.staff_id
        if staff_id is None or one.username == by or not (made.get(staff_id) or ended.get(staff_id)):
            continue
        _send(
            "key-work-allocated",
            one,
            prison,
            policy,
            path="mine/",
            when=local_time.long_date_and_time(at),
            allocated=str(made.get(staff_id, 0)),
            deallocated=str(ended.get(staff_id, 0)),
        )
        told += 1
    return told


def tell_of_a_return(prison: str, policy: Policy, staff_id: int) -> int:
    """That a worker is back from leave, to those who allocate and want to know. Gives how many e-mails."""
    worker = staff.worker(prison, policy, staff_id)
    readers = [one for one in queries.readers(prison, policy, Kind.RETURNING) if one.may_allocate] if worker else []
    for one in readers:
        name = full_name(worker.first_name, worker.last_name, staff_id) if worker else ""
        _send("key-work-returning", one, prison, policy, path=f"staff/{staff_id}/", name=name)
    return len(readers)


@transaction.atomic
def tell_of_arrivals(*, since: datetime) -> int:
    """How many people arrived since then and have no worker, to those who allocate and want to know. All or none."""
    told = 0
    for prison, policy in queries.wished_for(Kind.ARRIVALS):
        readers = [one for one in queries.readers(prison, policy, Kind.ARRIVALS) if one.may_allocate]
        number = queries.arrivals_without_a_worker(prison, policy, since) if readers else 0
        for one in readers if number else []:
            _send("key-work-arrivals", one, prison, policy, path="allocate", number=str(number))
            told += 1
    return told


@transaction.atomic
def tell_what_is_due(*, at: datetime) -> int:
    """The weekly digest: of their own people to workers, of the whole prison to those who allocate. All or none."""
    told = 0
    today = local_time.in_london(at).date()
    for prison, policy in queries.wished_for(Kind.DUE):
        wings, workers = due.counted(prison, policy, today)
        by_staff = {int(one.key): (one.overdue, one.soon) for one in workers}
        whole = (sum(one.overdue for one in wings), sum(one.soon for one in wings))
        for one in queries.readers(prison, policy, Kind.DUE):
            if not one.may_allocate and one.staff_id is None:
                continue
            numbers = whole if one.may_allocate else by_staff.get(one.staff_id or 0, (0, 0))
            _send(
                "key-work-due",
                one,
                prison,
                policy,
                path="due/?show=week",
                what="Sessions" if policy is Policy.KEY_WORKER else "Entries",
                whose="everybody" if one.may_allocate else "the people you look after",
                overdue=str(numbers[0]),
                soon=str(numbers[1]),
            )
            told += 1
    return told


def _send(template: str, to: Reader, prison: str, policy: Policy, *, path: str, **values: str) -> None:
    base = f"{settings.PUBLIC_URL}/key-workers/{policy.slug}/"
    notify.send(
        template,
        to=to.email,
        values={
            "first_name": to.first_name or to.username,
            "prison": agency_name(prison),
            "worker": policy.words.worker,
            "link": f"{base}{path}",
            "wishes_link": f"{base}emails/",
            **values,
        },
        username=to.username,
        about=f"{policy.words.workers} at {prison}",
        urgent=False,
    )
