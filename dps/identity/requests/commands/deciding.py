"""Agreeing to what somebody asked for, which gives it in the same transaction, and refusing it."""

from datetime import date, datetime

from django.db import transaction

from dps.identity.accounts import access
from dps.identity.accounts.commands import for_change
from dps.identity.models import Account, RoleGiven
from dps.identity.requests import queries, rules
from dps.identity.requests.commands import telling
from dps.identity.requests.commands.asking import end_of, record
from dps.identity.requests.models import AccessRequest, CaseloadGiven
from dps.identity.requests.permissions import AccessRequestPermission
from dps.identity.requests.queries import Catalogued, asked, decider_of, named
from dps.identity.requests.rules import Kind
from dps.platform import audit, local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound

State = AccessRequest.State
DECISION = {State.AGREED: "agreed to", State.REFUSED: "refused", State.WITHDRAWN: "withdrawn"}


class AlreadyDecided(Conflict):
    """Somebody else was quicker. `words` say who and what."""

    def __init__(self, request: AccessRequest) -> None:
        name = queries.names_of({request.decided_by})[request.decided_by]
        state = DECISION[State(request.state)]
        self.words = f"{name} was quicker: this request was {state} {local_time.long_date_and_time(request.decided_at)}"
        super().__init__(self.words)


@transaction.atomic
def agree(
    *, request_id: int, version: int, ends_on: date | None, by: Actor, at: datetime, today: date
) -> AccessRequest:
    """Agree, and give (or go on giving, or take away) what was asked for at once, up to and including `ends_on`.

    Raises NotFound for a request that is not theirs to decide, AlreadyDecided, and Invalid: ends_on or ''.
    """
    request, catalogue = _to_decide(request_id, version, by, today)
    account, kind = request.account, Kind(request.kind)
    needed = rules.end_is_needed(
        kind,
        named(request.code, catalogue).admin_types,
        has_other_prison=bool(set(account.caseloads) - {request.code}),
    )
    problems = {"": _cannot_be_given(request, account, catalogue)}
    if kind is Kind.REMOVAL:
        ends_on = None
    else:
        problems["ends_on"] = rules.agreed_end_problem(ends_on, asked=request.ends_on, today=today, needed=needed)
    problems = {field: words for field, words in problems.items() if words}
    if problems:
        raise Invalid(problems)
    before = request.ends_on
    _decide(request, State.AGREED, by, at, ends_on=ends_on)
    record(
        "ACCESS_REQUEST_AGREED",
        request,
        by,
        at,
        state=[State.OPEN.value, State.AGREED.value],
        ends=[_iso(before), _iso(ends_on)],
    )
    _DO[kind](request, by, at)
    _tell_decided(
        request,
        "access-given",
        catalogue,
        by,
        until=telling.until(ends_on) if kind is not Kind.REMOVAL else "from now on",
    )
    return request


@transaction.atomic
def refuse(*, request_id: int, version: int, reason: str, by: Actor, at: datetime, today: date) -> AccessRequest:
    """Say no, and why, which the person who asked is told. Raises NotFound, AlreadyDecided, and Invalid: reason."""
    request, catalogue = _to_decide(request_id, version, by, today)
    if problem := rules.text_problem(reason, "Say why it is refused"):
        raise Invalid({"reason": problem})
    _decide(request, State.REFUSED, by, at, reason=reason.strip())
    record(
        "ACCESS_REQUEST_REFUSED",
        request,
        by,
        at,
        state=[State.OPEN.value, State.REFUSED.value],
        reason=["", request.reason],
    )
    _tell_decided(request, "access-refused", catalogue, by, reason=request.reason)
    return request


def _to_decide(request_id: int, version: int, by: Actor, today: date) -> tuple[AccessRequest, dict[str, Catalogued]]:
    """A request locked for a decision, after its account: in the same order as asking does."""
    require(by, AccessRequestPermission.DECIDE)
    whose = AccessRequest.objects.filter(pk=request_id).values_list("account__username", flat=True).first()
    if whose is None:
        raise NotFound(str(request_id))
    account = for_change(whose)
    request = AccessRequest.objects.select_for_update().get(pk=request_id)
    request.account = account
    catalogue = queries.catalogue(today)
    if not rules.may_decide(decider_of(by), asked(request, named(request.code, catalogue).admin_types)):
        raise NotFound(str(request_id))
    if request.state != State.OPEN:
        raise AlreadyDecided(request)
    if request.version != version:
        raise Conflict("the page shows an earlier state of the request")
    return request, catalogue


def _decide(request: AccessRequest, state: str, by: Actor, at: datetime, **more: object) -> None:
    changed = {"state": state, "decided_by": by.username, "decided_at": at, "version": request.version + 1, **more}
    for field, value in changed.items():
        setattr(request, field, value)
    request.save(update_fields=list(changed))


def _cannot_be_given(request: AccessRequest, account: Account, catalogue: dict[str, Catalogued]) -> str:
    """Why what was asked for cannot be done any more; '' when it can."""
    kind, role, name = Kind(request.kind), named(request.code, catalogue), account.display_name
    if account.inactive and kind is not Kind.REMOVAL:
        return f"The account of {name} is closed. Refuse the request"
    if kind is Kind.REMOVAL:
        return "" if request.code in account.roles else f"{name} no longer has this role. Refuse the request"
    if kind in (Kind.KEEP_ROLE, Kind.KEEP_CASELOAD):
        held = end_of(account, kind, request.code) is not None
        return "" if held else f"{name} no longer has it, or it no longer ends. Refuse the request"
    if request.code in (account.caseloads if kind is Kind.CASELOAD else account.roles):
        return f"{name} has it already. Refuse the request"
    offered = kind is Kind.CASELOAD or rules.can_be_asked_for(
        role.admin_types, hidden=role.hidden, source=account.source
    )
    return "" if offered else "This role is no longer given. Refuse the request"


def _give_role(request: AccessRequest, by: Actor, at: datetime) -> None:
    access.give_role(
        username=request.account.username,
        role=request.code,
        at=at,
        by=by,
        ends_on=request.ends_on,
        reference=reference(request),
    )


def _give_caseload(request: AccessRequest, by: Actor, at: datetime) -> None:
    access.add_caseload(username=request.account.username, caseload=request.code, at=at, by=by)
    CaseloadGiven.objects.update_or_create(
        account=request.account,
        caseload=request.code,
        defaults={
            "given_by": by.username, "given_at": at, "ends_on": request.ends_on, "reference": reference(request)
        },
    )  # fmt: skip


def _keep_role(request: AccessRequest, by: Actor, at: datetime) -> None:
    given = RoleGiven.objects.select_for_update().get(account=request.account, role=request.code)
    _extend(given, "ROLE_EXTENDED", {"role": request.code}, request, by, at)


def _keep_caseload(request: AccessRequest, by: Actor, at: datetime) -> None:
    given = CaseloadGiven.objects.select_for_update().get(account=request.account, caseload=request.code)
    _extend(given, "CASELOAD_EXTENDED", {"caseload": request.code}, request, by, at)


def _extend(
    given: RoleGiven | CaseloadGiven,
    action: str,
    what: dict[str, str],
    request: AccessRequest,
    by: Actor,
    at: datetime,
) -> None:
    before, given.ends_on, given.reference = given.ends_on, request.ends_on, reference(request)
    given.save(update_fields=["ends_on", "reference"])
    audit.record(
        action,
        by=by,
        subject_type="account",
        subject_id=request.account.username,
        details={**what, "reference": given.reference, "changes": {"ends": [_iso(before), _iso(given.ends_on)]}},
        at=at,
    )


def _take_role_away(request: AccessRequest, by: Actor, at: datetime) -> None:
    access.take_role_away(username=request.account.username, role=request.code, at=at, by=by, reason=reference(request))


_DO = {
    Kind.ROLE: _give_role,
    Kind.CASELOAD: _give_caseload,
    Kind.KEEP_ROLE: _keep_role,
    Kind.KEEP_CASELOAD: _keep_caseload,
    Kind.REMOVAL: _take_role_away,
}


def reference(request: AccessRequest) -> str:
    """What a role or caseload given for a request carries as its reference."""
    return f"Request {request.pk}"


def _tell_decided(
    request: AccessRequest, template: str, catalogue: dict[str, Catalogued], by: Actor, **values: str
) -> None:
    """Tell whoever asked, and in case of a removal whoever it is about."""
    asker = request.account
    if request.kind == Kind.REMOVAL:
        found = Account.objects.filter(username=request.asked_by).first()
        if request.state == State.AGREED:
            telling.tell(
                request.account,
                "access-ended",
                what=telling.what(request.kind, request.code, catalogue),
                because="an administrator took it away",
                link=telling.link("access_requests:mine"),
            )
        if found is None:
            return
        asker = found
    telling.tell(
        asker,
        template,
        what=telling.wish(request, catalogue),
        decided_by=by.display_name or by.username,
        link=telling.link("access_requests:mine"),
        **values,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
