"""Job roles of key workers at a prison. NOMIS has a row for each time somebody took one up; here is one for all.

A personal officer is nothing that NOMIS knows, so their roles stay here (key-workers.md 3, legacy-nomis.md 8).
"""

from datetime import datetime

from dps.key_workers.models import StaffRole
from dps.key_workers.policies import Policy
from dps.key_workers.roles.carrying import Held, RoleChange
from dps.legacy.feeds.key_work import KEY_WORKER_ROLE
from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import Key, Mapper, Payload, Task, Written, column, words
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.refusals import Refused
from dps.legacy.translation import moment
from dps.platform import local_time

KIND = "key worker role"
TABLE = "staff_location_roles"
KEY = ("sac_staff_id", "cal_agy_loc_id", "from_date", "position", "role")


def is_kept_there(change: RoleChange) -> bool:
    """Whether NOMIS keeps roles of this kind."""
    return change.policy == Policy.KEY_WORKER


def key_of(change: RoleChange) -> str:
    """By what all changes of one role are known: `LEI/21`."""
    return f"{change.after['prison']}/{change.after['staff_id']}"


def identity(write_key: str) -> tuple[str, int, str]:
    """The role here that a write is about: prison, staff id, policy."""
    prison, _, staff_id = write_key.partition("/")
    return prison, int(staff_id), str(Policy.KEY_WORKER)


def as_written(change: RoleChange) -> tuple[Payload | None, Payload]:
    """Before and after as NOMIS has them: taken up again from another day or in another position, it is a new row."""
    before, after = change.before, change.after
    same_row = before is not None and all(before[part] == after[part] for part in ("from_date", "position"))
    return _payload(before) if before is not None and same_row else None, _payload(after)


def _payload(role: Held) -> Payload:
    until = role["to_date"]
    if until is not None and until < role["from_date"]:  # NOMIS takes no end before the beginning
        until = role["from_date"]
    return {**role, "to_date": until}


def _of_staff(task: Task) -> Row:
    return {
        "sac_staff_id": int(task.values["staff_id"]),
        "cal_agy_loc_id": str(task.values["prison"]),
        "role": KEY_WORKER_ROLE,
    }


def _row(task: Task) -> Key | None:
    """The row of this position that began on this day, at whatever time of it."""
    began = values.day(task.values["from_date"])
    for row in task.nomis.rows(TABLE, {**_of_staff(task), "position": task.values["position"]}, KEY):
        if values.day(row["from_date"]) == began:
            return {name: row[name] for name in KEY}
    return None


def _new_key(task: Task, owner: Row) -> Key:
    known = {**owner, "from_date": values.day(task.values["from_date"]), "position": task.values["position"]}
    return {name: known[name] for name in KEY}


def _known_to_nomis(task: Task) -> None:
    staff_id = int(task.values["staff_id"])
    if task.nomis.has("staff_members") and not task.nomis.rows("staff_members", {"staff_id": staff_id}, ["staff_id"]):
        raise Refused(f"NOMIS has no member of staff {staff_id}")


class _Roles(Mapper):
    def carry_out(self, task: Task) -> Written:
        """As any other; but the end of a role that NOMIS does not have is no work."""
        task.nomis.require(self.table, *self.key)
        if task.write.before is not None and task.values.get("to_date") and _row(task) is None:
            return Written(None, QueuedWrite.Outcome.THERE_ALREADY)
        return super().carry_out(task)

    def standing(self, task: Task) -> tuple[Key, Row] | None:
        """When they take the role up: one that NOMIS says they hold, from another day or in another position."""
        if task.write.before is not None:
            return None
        for row in task.nomis.rows(self.table, _of_staff(task), [*self.key, *self._names], lock=True):
            until = values.day(row.get("to_date"))
            if until is None or until.date() > local_time.today():
                return {name: row[name] for name in self.key}, self._read(task, row)
        return None


def say_nomis_has_it(write: QueuedWrite, stamp: str) -> None:
    """What our own write left there is not news here; what comes after it is."""
    prison, staff_id, policy = identity(write.key)
    said_at = moment(datetime.fromisoformat(stamp)) if stamp else local_time.now()
    StaffRole.objects.filter(prison=prison, staff_id=staff_id, policy=policy).update(read_at=said_at)


def forget_when_read(write: QueuedWrite) -> None:
    """Whatever NOMIS has of the role is news here."""
    prison, staff_id, policy = identity(write.key)
    StaffRole.objects.filter(prison=prison, staff_id=staff_id, policy=policy).update(read_at=None)


ROLE: _Roles = _Roles(
    kind=KIND,
    title="Key worker roles",
    table=TABLE,
    key=KEY,
    columns=(
        words("schedule_type", "schedule_type", 12),
        column("hours_per_week", "hours_per_week", values.hundredths),
        column("to_date", "to_date", values.day),
    ),
    target="key_workers.StaffRole",
    locate=_row,
    owner=_of_staff,
    new_key=_new_key,
    prepare=_known_to_nomis,
    clash=lambda task, after: ROLE.standing(task),
    alike=False,
    own_keys=False,
)
MAPPERS = (ROLE,)
