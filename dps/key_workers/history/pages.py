"""Who looked after a person: one card for each allocation, newest first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.key_workers.history import presenters, queries
from dps.key_workers.levels import Level, level_of
from dps.key_workers.permissions import SEE
from dps.key_workers.policies import Policy, policy_at
from dps.platform.access import Actor, holds
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page


def may_see_history(record: dict[str, Any], actor: Actor) -> bool:
    """Whoever has to do with either scheme where they work: also workers themselves."""
    return any(level_of(actor, policy) > Level.NONE for policy in Policy)


def shows_tab(person: Opened, actor: Actor) -> bool:
    """The tab is for those who see key work by their roles, without asking the database."""
    return any(holds(actor, permission) for permission in SEE.values())


@person_page(PrisonerPermission.SEE, name="key work", allowed=may_see_history)
def history(request: HttpRequest, person: Opened) -> HttpResponse:
    """Current and previous allocations of one scheme; a link to the other when there are any of it."""
    held = queries.allocations_of(person.number)
    counts = {policy: sum(one.policy is policy for one in held) for policy in Policy}
    wanted = policy_at(request.GET.get("scheme", ""))
    first = Policy.KEY_WORKER if counts[Policy.KEY_WORKER] or not held else held[0].policy
    policy = wanted or first
    context = frame(request, person, "key-work/") | {
        "policy": policy,
        "words": policy.words,
        "cards": [presenters.card(one) for one in held if one.policy is policy],
        "others": [other for other in Policy if other is not policy and counts[other]],
        "high_complexity": queries.is_high_complexity(person.number),
    }
    return render(request, "key_workers/history.html.jinja", context)
