"""How far somebody may go in a scheme at the prison they work in, and how a page of key work is declared
(key-workers.md 6).

@key_work_page(Level.ALLOCATE, methods=("GET", "POST"))
def allocate(request, here):
    ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dps.key_workers.models import StaffRole
from dps.key_workers.permissions import ALLOCATE, SEE, KeyWorkPermission
from dps.key_workers.policies import Policy, Words, policy_at
from dps.key_workers.rules.settings import Settings
from dps.key_workers.settings.queries import settings_of
from dps.platform import local_time
from dps.platform.access import Actor, holds, page
from dps.platform.web.refusals import NotAllowed, NotFound


class Level(IntEnum):
    """The highest wins, and includes the lower ones."""

    NONE = 0
    SELF = 1
    """Holds the job role at the prison: their own profile, and the history of people."""
    VIEW = 2
    ALLOCATE = 3
    ADMIN = 4
    """Also switches schemes on and off, and sets how often sessions are held."""


def level_of(actor: Actor, policy: Policy) -> Level:
    """How far somebody may go at their active caseload. One statement, and none for holders of a role."""
    if holds(actor, KeyWorkPermission.ADMINISTER):
        return Level.ADMIN
    if holds(actor, ALLOCATE[policy]):
        return Level.ALLOCATE
    if holds(actor, SEE[policy]):
        return Level.VIEW
    return Level.SELF if own_staff_id(actor, policy) is not None else Level.NONE


def own_staff_id(actor: Actor, policy: Policy) -> int | None:
    """The staff id under which somebody holds the job role at their active caseload today; None when they do not.
    One statement."""
    if not actor.username or not actor.active_caseload:
        return None
    in_force = Q(to_date=None) | Q(to_date__gt=local_time.today())
    found = StaffRole.objects.filter(in_force, username=actor.username, prison=actor.active_caseload, policy=policy)
    return found.values_list("staff_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page of key work stands: the prison somebody works in, the scheme, and how far they may go."""

    prison: str
    policy: Policy
    level: Level
    settings: Settings
    actor: Actor

    @property
    def words(self) -> Words:
        """What officers call the workers of this scheme."""
        return self.policy.words

    @property
    def base(self) -> str:
        """The address below which the pages of the scheme are."""
        return f"/key-workers/{self.policy.slug}/"

    @property
    def may_allocate(self) -> bool:
        return self.level >= Level.ALLOCATE

    @property
    def may_administer(self) -> bool:
        return self.level >= Level.ADMIN

    @property
    def may_view(self) -> bool:
        return self.level >= Level.VIEW


def key_work_page(
    level: Level,
    *,
    methods: Sequence[str] = ("GET",),
    also_when_off: Level | None = None,
    administration: bool = False,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Declare a page below `/key-workers/<slug:policy>/`. The view is called with the request, `Here` and what else the
    address holds.

    Whoever has no caseload is told so; whoever has nothing to do with the scheme finds nothing; whoever stands below
    `level` is refused; a scheme that is off shows that it is, except to those from the level `also_when_off`.
    """

    def declare(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @page(KeyWorkPermission.OPEN, methods=methods, administration=administration)
        @wraps(view)
        def opened(request: HttpRequest, policy: str, **more: Any) -> HttpResponseBase:
            scheme, actor = policy_at(policy), request.actor  # type: ignore[attr-defined]
            if scheme is None:
                raise NotFound(policy)
            if not actor.active_caseload:
                return render(request, "prisoners/no_caseload.html.jinja")
            reached = level_of(actor, scheme)
            if reached is Level.NONE:
                raise NotFound(policy)
            if reached < level:
                raise NotAllowed(f"{scheme}: {level.name}")
            settings = settings_of(actor.active_caseload, scheme)
            here = Here(actor.active_caseload, scheme, reached, settings, actor)
            if not settings.enabled and (also_when_off is None or reached < also_when_off):
                return render(request, "key_workers/off.html.jinja", {"here": here})
            return view(request, here, **more)

        return opened

    return declare
