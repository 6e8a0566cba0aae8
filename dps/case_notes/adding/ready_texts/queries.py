"""Reads of ready texts."""

from django.db.models import Q, QuerySet

from dps.case_notes.adding.drafts.queries import whose
from dps.case_notes.models import ReadyText
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound

MOST_OFFERED = 200


def _usable(actor: Actor) -> "QuerySet[ReadyText]":
    shared = Q(prison=actor.active_caseload) if actor.active_caseload else Q(pk=None)
    return ReadyText.objects.filter(Q(account_id=whose(actor)) | shared)


def usable_by(actor: Actor) -> list[ReadyText]:
    """One's own texts and those shared with the prison one works in, by name. One statement."""
    return list(_usable(actor).order_by("name", "id")[:MOST_OFFERED])


def one(text_id: int, *, for_: Actor) -> ReadyText:
    """A text one may use. One statement. Raises NotFound."""
    found = _usable(for_).filter(pk=text_id).first()
    if found is None:
        raise NotFound(str(text_id))
    return found


def my_own(text_id: int, *, of: Actor) -> ReadyText:
    """A text one made, to change it. One statement. Raises NotFound, also for somebody else's that is shared."""
    found = ReadyText.objects.filter(account_id=whose(of), pk=text_id).first()
    if found is None:
        raise NotFound(str(text_id))
    return found
