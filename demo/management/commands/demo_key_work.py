from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.key_workers.allocating.commands import Wanted, save
from dps.key_workers.figures.commands import ask_for_rebuild
from dps.key_workers.leaving.commands import record_complexity
from dps.key_workers.models import PrisonSettings, StaffRole
from dps.key_workers.policies import Policy
from dps.key_workers.recommending.queries import propose
from dps.key_workers.roles.commands import give
from dps.key_workers.settings.commands import change, switch
from dps.platform import local_time
from dps.platform.access import SYSTEM, Actor
from dps.prisoners.search.models import SearchRecord

ADMINISTRATOR = "KW_ADMIN"
SESSIONS_EVERY = {"MDI": 2}
"""Weeks between sessions where it is not one."""
COMPLEX_NEEDS_AT = ("NHI",)
PERSONAL_OFFICERS_AT = ("NHI",)
CAPACITY, OFFICERS, COMPLEX_PEOPLE = 12, 8, 6
WEEKS_OF_FIGURES = 8


class Command(BaseCommand):
    help = "Switch key work on in the prisons of the demo, as its administrator would, with figures of the last weeks."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Schemes are only switched on by themselves on localhost.")
        account = Account.objects.filter(username=ADMINISTRATOR).first()
        if account is None:
            raise CommandError("Run demo_users first: there is no administrator of key work.")
        for prison in account.caseloads:
            if (
                StaffRole.objects.filter(prison=prison).exists()
                and not PrisonSettings.objects.filter(prison=prison).exists()
            ):
                _begin(replace(actor_of(account), active_caseload=prison), prison)
                self.stdout.write(f"Key work is on at {prison}")


def _begin(actor: Actor, prison: str) -> None:
    """One prison begins: what NOMIS has is taken over, and figures of the last weeks are counted by the worker."""
    if prison in COMPLEX_NEEDS_AT:
        _assess(prison)
    policies = [Policy.KEY_WORKER, *([Policy.PERSONAL_OFFICER] if prison in PERSONAL_OFFICERS_AT else [])]
    switch(actor, prison, policies)
    for policy in policies:
        change(
            actor,
            prison,
            policy,
            allow_recommendation=True,
            capacity=CAPACITY,
            order=PrisonSettings.Order.BY_ALLOCATIONS,
            frequency=SESSIONS_EVERY.get(prison, 1),
            has_high_complexity=prison in COMPLEX_NEEDS_AT,
        )
    if Policy.PERSONAL_OFFICER in policies:
        _make_officers(actor, prison)
    today = local_time.today()
    for policy in policies:
        first, last = today - timedelta(weeks=WEEKS_OF_FIGURES), today - timedelta(days=1)
        ask_for_rebuild(actor, prison, policy, from_=first, to=last, at=local_time.now(), today=today)


def _assess(prison: str) -> None:
    """Some people's needs are complex: no key worker."""
    people = SearchRecord.objects.filter(agency=prison, in_out="IN").order_by("person_id")
    for number in people.values_list("person_id", flat=True)[:COMPLEX_PEOPLE]:
        at = local_time.now() - timedelta(days=20)
        record_complexity(SYSTEM, number, level="HIGH", assessed_at=at, assessed_by="NHI_ASSESSOR")


def _make_officers(actor: Actor, prison: str) -> None:
    """Some of those who are no key workers become personal officers, and are given people as recommended."""
    workers = StaffRole.objects.filter(prison=prison).values("staff_id")
    free = Account.objects.filter(caseloads=[prison], staff_id__isnull=False).exclude(staff_id__in=workers)
    for account in free.order_by("staff_id")[:OFFICERS]:
        give(
            actor,
            prison,
            Policy.PERSONAL_OFFICER,
            account.username,
            is_officer=None,
            schedule_type="FT",
            capacity=CAPACITY,
        )
    chosen = propose(prison, Policy.PERSONAL_OFFICER, local_time.today()).found.choices
    if chosen:
        wanted = [Wanted(one.person.number, one.staff_id, "AUTO", one.why) for one in chosen]
        save(actor, prison, Policy.PERSONAL_OFFICER, allocate=wanted, deallocate=[])
