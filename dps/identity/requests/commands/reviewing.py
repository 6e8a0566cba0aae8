"""Looking again whether people still need what they may do (periodic access review)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from dps.identity.accounts import access
from dps.identity.accounts.commands import for_change
from dps.identity.models import Account
from dps.identity.requests import queries, rules
from dps.identity.requests.commands import telling
from dps.identity.requests.commands.asking import ask_for_removal
from dps.identity.requests.models import AccessRequest, AccessReview
from dps.identity.requests.permissions import AccessRequestPermission
from dps.identity.requests.queries import Catalogued, asked, decider_of, named
from dps.identity.requests.rules import Decider, Kind
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.web.refusals import NotFound

Verdict = AccessReview.Verdict


@dataclass
class Outcome:
    """What a review did, as names of people."""

    needed: list[str] = field(default_factory=list)
    taken_away: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Others were asked to take it away."""
    gone: int = 0
    """How many no longer had it, or no longer are in the prison."""


@transaction.atomic
def review(*, prison: str, role: str, verdicts: Mapping[int, str], by: Actor, at: datetime) -> Outcome:
    """Say of people of a prison (by account id) whether each still needs a role: NEEDED or TAKE_AWAY.

    What is to go is taken away at once by those who may, and asked for by others. One's own roles are left out.
    Raises NotFound for a prison that somebody does not review.
    """
    require(by, AccessRequestPermission.REVIEW)
    decider = decider_of(by)
    if not rules.may_review(decider, prison) or role in rules.BASE_ROLES:
        raise NotFound(prison)
    catalogue = queries.catalogue(at.date())
    people = Account.objects.filter(pk__in=list(verdicts)).order_by("pk").values_list("pk", "username")
    outcome = Outcome()
    for pk, username in list(people):
        account = for_change(username)
        if role not in account.roles or prison not in account.caseloads or account.inactive:
            outcome.gone += 1
        elif not rules.is_own(decider, account.username, account.staff_id) and verdicts[pk] in Verdict.values:
            _one(account, prison, role, Verdict(verdicts[pk]), by, at, outcome, decider, catalogue)
    return outcome


def _one(
    account: Account,
    prison: str,
    role: str,
    verdict: str,
    by: Actor,
    at: datetime,
    outcome: Outcome,
    decider: Decider,
    catalogue: dict[str, Catalogued],
) -> None:
    earlier = AccessReview.objects.filter(account=account, role=role).values_list("verdict", flat=True).first()
    AccessReview.objects.update_or_create(
        account=account,
        role=role,
        defaults={"prison": prison, "verdict": verdict, "by": by.username, "at": at},
    )
    audit.record(
        "ACCESS_REVIEWED",
        by=by,
        subject_type="account",
        subject_id=account.username,
        details={"role": role, "prison": prison, "changes": {"verdict": [earlier, str(verdict)]}},
        at=at,
    )
    if verdict == Verdict.NEEDED:
        outcome.needed.append(account.display_name)
        return
    removal = AccessRequest(account=account, kind=Kind.REMOVAL, code=role, asked_by="")
    if rules.may_decide(decider, asked(removal, named(role, catalogue).admin_types)):
        access.take_role_away(username=account.username, role=role, at=at, by=by, reason="not needed: access review")
        telling.tell(
            account,
            "access-ended",
            what=telling.what(Kind.ROLE, role, catalogue),
            because="a review found that it is no longer needed",
            link=telling.link("access_requests:mine"),
        )
        outcome.taken_away.append(account.display_name)
        return
    outcome.asked.append(account.display_name)
    waits = AccessRequest.objects.filter(account=account, kind=Kind.REMOVAL, code=role, state=AccessRequest.State.OPEN)
    if not waits.exists():
        ask_for_removal(
            username=account.username, role=role, why="A review found that it is no longer needed", by=by, at=at
        )


def note_download(*, prison: str, rows: int, by: Actor, at: datetime) -> None:
    """Audit that the list of a prison's people and their roles was taken away as a file."""
    audit.record(
        "ACCESS_REVIEW_DOWNLOADED", by=by, subject_type="prison", subject_id=prison, details={"rows": rows}, at=at
    )
