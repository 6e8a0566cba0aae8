"""What somebody who looks after the link does about writes: try again, settle, switch, read a person again."""

from collections.abc import Sequence

from django.db import transaction

from dps.legacy.models import QueuedWrite, WriteSwitch, about
from dps.legacy.outbound import prisoner, queueing, rules, staff
from dps.legacy.outbound.mappers import BY_KIND
from dps.legacy.permissions import LegacyPermission
from dps.platform import access, audit, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, Invalid, NotFound

State = QueuedWrite.State
Outcome = QueuedWrite.Outcome
AT_ONCE = 2000
"""Writes put back into the queue by one press of a button."""


@transaction.atomic
def retry(actor: Actor, write_id: int) -> QueuedWrite:
    """Try one refused write again, or one that was kept back. Raises NotFound, Conflict when it is neither any more."""
    access.require(actor, LegacyPermission.CHANGE)
    write = _locked(write_id)
    if write.state not in (State.FAILED, State.SWITCHED_OFF):
        raise Conflict("It has been dealt with already")
    _wait([write], ours_wins=write.ours_wins)
    _record(actor, "NOMIS_WRITE_RETRIED", write)
    return write


@transaction.atomic
def retry_all(actor: Actor, state: str) -> int:
    """Try all refused writes again, or send all that were kept back and whose switch is on now; at most 2,000. Gives
    how many."""
    access.require(actor, LegacyPermission.CHANGE)
    found = list(QueuedWrite.objects.select_for_update().filter(state=state).order_by("id")[:AT_ONCE])
    if state == State.SWITCHED_OFF:
        set_to = queueing.switches()
        found = [write for write in found if rules.is_on(set_to, write.prison, write.kind)]
    _wait(found)
    if found:
        audit.record("NOMIS_WRITES_RETRIED", by=actor, details={"number": len(found), "state": str(state)})
    return len(found)


def _wait(writes: Sequence[QueuedWrite], *, ours_wins: bool = False) -> None:
    now = local_time.now()
    for write in writes:
        write.state, write.try_at, write.attempts, write.theirs = State.WAITING, now, 0, None
        write.reason, write.ours_wins = "", ours_wins or write.ours_wins
    QueuedWrite.objects.bulk_update(
        writes, ["state", "try_at", "attempts", "theirs", "reason", "ours_wins"], batch_size=500
    )
    queueing.enqueue({write.whose for write in writes})


def later_ones(write: QueuedWrite) -> list[QueuedWrite]:
    """Later changes of the same thing that wait for this one."""
    return list(
        QueuedWrite.objects.filter(about(write.whose), kind=write.kind, key=write.key, pk__gt=write.pk)
        .exclude(state=State.DONE)
        .order_by("id")
    )


@transaction.atomic
def keep_ours(actor: Actor, write_id: int) -> QueuedWrite:
    """Settle a conflict: what was entered here is written to NOMIS, whatever it holds. Raises NotFound, Conflict."""
    access.require(actor, LegacyPermission.CHANGE)
    write = _in_conflict(write_id)
    write.settled_by = actor.username
    write.save(update_fields=["settled_by"])
    _record(actor, "NOMIS_CONFLICT_SETTLED", write, kept="ours", theirs=write.theirs)
    _wait([write], ours_wins=True)
    return write


def take_theirs(actor: Actor, write_id: int) -> QueuedWrite:
    """Settle a conflict: what NOMIS holds is taken over here, and this change and later ones of the same thing are
    given up. Raises NotFound, Conflict, and NomisAway when it cannot be read now."""
    access.require(actor, LegacyPermission.CHANGE)
    with transaction.atomic():
        write = _in_conflict(write_id)
        given_up = [write, *later_ones(write)]
        now = local_time.now()
        for one in given_up:
            one.state, one.outcome, one.done_at = State.DONE, Outcome.GIVEN_UP, now
            one.settled_by, one.reason = actor.username, ""
        QueuedWrite.objects.bulk_update(given_up, ["state", "outcome", "done_at", "settled_by", "reason"])
        _record(
            actor,
            "NOMIS_CONFLICT_SETTLED",
            write,
            kept="theirs",
            theirs=write.theirs,
            given_up=[one.change_id for one in given_up],
        )
        if write.person_id is None:
            staff.read_again(write)
        else:
            prisoner.forget_unsent(write)
            prisoner.resync(write.person_id, feeds_of=BY_KIND[write.kind].target)
    return write


def _in_conflict(write_id: int) -> QueuedWrite:
    write = _locked(write_id)
    if write.state != State.CONFLICT:
        raise Conflict("It has been settled already")
    return write


def _locked(write_id: int) -> QueuedWrite:
    found = QueuedWrite.objects.select_for_update().filter(pk=write_id).first()
    if found is None:
        raise NotFound(write_id)
    return found


def _record(actor: Actor, action: str, write: QueuedWrite, **more: object) -> None:
    audit.record(
        action,
        by=actor,
        subject_type="staff" if write.person_id is None else "prisoner",
        subject_id=write.person_id or str(write.staff_id),
        details={
            "change": write.change_id,
            "kind": write.kind,
            "key": write.key,
            "before": write.before,
            "after": write.after,
            **more,
        },
    )


@transaction.atomic
def set_switch(actor: Actor, prison: str, kind: str, setting: str) -> None:
    """Switch writing on or off for a prison (or `*ALL*`) and a kind (or `*ALL*`); `default` forgets the switch.

    Raises Invalid for what is no prison, kind or setting.
    """
    access.require(actor, LegacyPermission.CHANGE)
    problems = {}
    if prison != rules.EVERY and not prisoner.is_prison(prison):
        problems["prison"] = "Choose a prison from the list"
    if kind != rules.EVERY and kind not in BY_KIND:
        problems["kind"] = "Choose a kind of change from the list"
    if setting not in ("on", "off", "default"):
        problems["setting"] = "Choose whether writing is on or off"
    if problems:
        raise Invalid(problems)
    kept = WriteSwitch.objects.select_for_update().filter(prison=prison, kind=kind).first()
    was = None if kept is None else kept.on
    if setting == "default":
        if kept is not None:
            kept.delete()
    else:
        WriteSwitch.objects.update_or_create(
            prison=prison,
            kind=kind,
            defaults={"on": setting == "on", "changed_at": local_time.now(), "changed_by": actor.username},
        )
    audit.record(
        "NOMIS_SWITCH_CHANGED",
        by=actor,
        details={"prison": prison, "kind": kind, "changes": {"on": [was, {"on": True, "off": False}.get(setting)]}},
    )


def resync(actor: Actor, number: str) -> "prisoner.Resynced":
    """Read everything of one person from NOMIS again. What waits to be sent there stays as it is here.

    Raises NotFound for a person who is not here, and NomisAway.
    """
    access.require(actor, LegacyPermission.CHANGE)
    with transaction.atomic():
        done = prisoner.resync(number)
        audit.record(
            "PRISONER_READ_AGAIN_FROM_NOMIS",
            by=actor,
            subject_type="prisoner",
            subject_id=number,
            details={"changed": done.changed, "removed": done.removed},
        )
    return done
