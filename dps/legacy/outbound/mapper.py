"""How a kind of change is written: which NOMIS table, which columns, which row. Declared once per kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dps.legacy.feeds.feed import STAMPS
from dps.legacy.models import Mapping as MappingRow
from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import rules, values
from dps.legacy.outbound.nomis import Left, Row, Session
from dps.legacy.outbound.refusals import Differs, NotYet, Refused
from dps.legacy.outbound.rules import Verdict
from dps.legacy.outbound.values import Form, as_shown
from dps.prisoners.models import Booking, Person

Payload = Mapping[str, Any]
Key = dict[str, Any]
"""Key columns of one NOMIS row, in order."""
OWN_IDS_FROM = 10_000_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One NOMIS column made of one field of a change."""

    column: str
    field: str
    form: Form
    needed: str = ""
    """What staff call it, when NOMIS takes no row without it."""
    bytes: int = 0
    """Of text: the most it may have; a NOMIS with a smaller column gets less."""


def column(name: str, of: str, form: Form, needed: str = "") -> Column:
    """The column `name` of the field `of`."""
    return Column(name, of, form, needed)


def words(name: str, of: str, size: int, needed: str = "", *, capitals: bool = False) -> Column:
    """A column of text, cut to the bytes it takes."""
    return Column(name, of, values.capitals(size) if capitals else values.text(size), needed, size)


@dataclass(frozen=True, slots=True)
class Written:
    """What a write led to. `key` is the row's; none when there is no row now."""

    key: tuple[Any, ...] | None
    outcome: str
    stamps: tuple[Left, ...] = ()
    also: tuple[tuple[str, str, Any], ...] = ()
    """Further records that were made with it: (kind of mapping, our key, NOMIS's)."""


@dataclass(slots=True)
class Task:
    """One write being carried out: the queue's row, what it is about, and NOMIS."""

    write: QueuedWrite
    nomis: Session
    also: list[tuple[str, str, Any]] = field(default_factory=list)

    @property
    def values(self) -> Payload:
        """The fields after the change; those before it when it was removed."""
        return self.write.after or self.write.before or {}

    @property
    def booking_id(self) -> int:
        """The booking it belongs to, as NOMIS has it. Raises Refused for a booking that NOMIS does not have."""
        found = self.write.booking_id or self.values.get("booking_id") or self.values.get("booking")
        if found is None:
            found = self.latest_booking_id
        if found is None:
            raise Refused("This person has never been booked into a prison, so NOMIS has nowhere to keep it")
        if int(found) >= OWN_IDS_FROM:
            raise Refused("It belongs to a period in custody that is not in NOMIS")
        return int(found)

    @property
    def root_id(self) -> int:
        """The person's root name record. Raises Refused for a person who is not in NOMIS."""
        found = Person.objects.filter(pk=self.write.person_id).values_list("nomis_root_id", flat=True).first()
        if found is None:
            raise Refused("This person is not in NOMIS")
        return int(found)

    @property
    def latest_booking_id(self) -> int | None:
        """The person's latest booking that is in NOMIS."""
        found: int | None = (
            Booking.objects.filter(person=self.write.person_id, id__lt=OWN_IDS_FROM)
            .order_by("sequence", "-id")
            .values_list("id", flat=True)
            .first()
        )
        return found

    def theirs(self, kind: str, ours: Any) -> int:
        """NOMIS's id for a record of ours: itself when it is NOMIS's. Raises NotYet while it has none."""
        if int(ours) < OWN_IDS_FROM:
            return int(ours)
        found = mapped(kind, str(ours))
        if found is None:
            raise NotYet(f"The {kind} it belongs to has not been written to NOMIS yet")
        return int(found)

    def lock_booking(self) -> None:
        """Nobody else of us numbers something of this booking meanwhile. Raises Refused when NOMIS lacks it."""
        if not self.nomis.rows(
            "offender_bookings", {"offender_book_id": self.booking_id}, ["offender_book_id"], lock=True
        ):
            raise Refused(f"NOMIS has no booking {self.booking_id}")


def mapped(kind: str, our_key: str) -> str | None:
    """The NOMIS key of a record that began here."""
    found: str | None = (
        MappingRow.objects.filter(kind=kind, our_key=our_key).values_list("nomis_key", flat=True).first()
    )
    return found


def key_text(key: Sequence[Any]) -> str:
    """A NOMIS key as one text."""
    return " / ".join(str(as_shown(part)).rstrip() for part in key)


Locate = Callable[[Task], "Key | None"]
Owner = Callable[[Task], Row]


@dataclass(frozen=True, slots=True)
class Mapper:
    """How one kind is written."""

    kind: str
    title: str
    """What staff call it: "Addresses"."""
    table: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    target: str
    """The table here that holds it, `app.Model`."""
    locate: Locate
    """The key of the row as far as it is known; None when NOMIS has yet to give one."""
    owner: Owner
    """Columns that say whose it is, for a new row."""
    new_key: Callable[[Task, Row], Key] | None = None
    """The key of a new row; none where `locate` always knows it."""
    defaults: Callable[[Task], Row] = lambda task: {}
    """Further columns of a new row."""
    derived: Callable[[Task, Row], Row] = lambda task, row: {}
    """Further columns that follow from those written, given them."""
    prepare: Callable[[Task], None] = lambda task: None
    """What must be there before a new row."""
    reads: tuple[str, ...] = ()
    """Further columns that are read to know what NOMIS holds, given to `reading`."""
    reading: Callable[[Row], Row] = lambda row: row
    """Puts right what was read before it is compared: a height that is only there in feet, say."""
    clash: Callable[[Task, Row], "tuple[Key, Row] | None"] = lambda task, row: None
    """A row that stands where a new one would, when its columns do not show it: its key and values."""
    afterwards: Callable[[Task, Key], None] = lambda task, key: None
    """What else is written with it."""
    alike: bool = True
    """Whether a row that says the same and is nobody's here is taken for the one to be made."""
    own_keys: bool = True
    """Whether records made here have keys of their own until NOMIS gives one."""

    def carry_out(self, task: Task) -> Written:
        """Write it, in the current NOMIS transaction. Safe to repeat: what is there already is left.

        Raises Refused, NotYet and Differs.
        """
        task.nomis.require(self.table, *self.key)
        write = task.write
        before, after = self._held(task, write.before), self._held(task, write.after)
        self._check(task, after)
        key = self.locate(task)
        now = self._now(task, key) if key else None
        if key is None and write.after is not None:
            key, now = self._of_an_earlier_try(task, after or {})
        if key is None and now is None and after is not None and (found := self.clash(task, after)):
            key, now = found
        if key is None and write.after is None:
            return Written(None, QueuedWrite.Outcome.THERE_ALREADY)
        found_verdict = rules.verdict(before, after, now)
        if write.ours_wins and found_verdict is Verdict.CONFLICT:
            found_verdict = Verdict.WRITE
        if found_verdict is Verdict.CONFLICT:
            raise Differs(self._why(now), now)
        if found_verdict is Verdict.DONE:
            return self._written(task, key if after is not None else None, QueuedWrite.Outcome.THERE_ALREADY)
        if after is None:
            assert key is not None
            task.nomis.delete(self.table, key)
            return self._written(task, None, QueuedWrite.Outcome.WRITTEN)
        if now is None:
            key = self._add(task, key, after)
        else:
            assert key is not None
            changed = {
                name: value
                for name, value in after.items()
                if now.get(name) != value and (before is None or before.get(name) != value)
            }
            task.nomis.update(self.table, key, {**changed, **self.derived(task, changed)})
        self.afterwards(task, key)
        return self._written(task, key, QueuedWrite.Outcome.WRITTEN)

    def _add(self, task: Task, key: Key | None, after: Row) -> Key:
        self.prepare(task)
        owner = self.owner(task)
        if key is None:
            assert self.new_key is not None
            key = self.new_key(task, owner)
        task.nomis.insert(self.table, key, {**self.defaults(task), **owner, **after, **self.derived(task, after)})
        return key

    def _written(self, task: Task, key: Key | None, outcome: str) -> Written:
        return Written(tuple(key.values()) if key else None, outcome, tuple(task.nomis.stamps_left()), tuple(task.also))

    def _held(self, task: Task, payload: Payload | None) -> Row | None:
        """The columns of a state in the form that NOMIS holds."""
        if payload is None:
            return None
        return {
            one.column: self._fitted(task, one, payload[one.field])
            for one in self.columns
            if one.field in payload and task.nomis.has(self.table, one.column)
        }

    def _fitted(self, task: Task, one: Column, value: Any) -> Any:
        held = one.form(value)
        if one.bytes and isinstance(held, str):
            return values.cut(held, task.nomis.size(self.table, one.column, one.bytes)) or None
        return held

    def _check(self, task: Task, after: Row | None) -> None:
        if after is None:
            return
        for one in self.columns:
            if one.needed and one.column in after and after[one.column] is None:
                raise Refused(f"NOMIS needs {one.needed}, and there is none")

    def _now(self, task: Task, key: Key) -> Row | None:
        """What NOMIS holds of the row, in the same form; none when there is no such row."""
        found = task.nomis.rows(self.table, key, [*self._names, *STAMPS], lock=True)
        if found:
            task.nomis.note_seen(self.table, key, found[0])
        return self._read(task, found[0]) if found else None

    @property
    def _names(self) -> list[str]:
        return list(dict.fromkeys([*(one.column for one in self.columns), *self.reads]))

    def _read(self, task: Task, row: Row) -> Row:
        row = self.reading(row)
        return {one.column: self._fitted(task, one, row[one.column]) for one in self.columns if one.column in row}

    def _of_an_earlier_try(self, task: Task, after: Row) -> tuple[Key | None, Row | None]:
        """A row that this very change made, when the process ended before that was noted; or one just like it that is
        none of ours."""
        owner = self.owner(task)
        found = task.nomis.rows(self.table, owner, [*self.key, *self._names, "audit_additional_info"], lock=True)
        taken: set[str] | None = None
        for row in found:
            key = {name: row[name] for name in self.key}
            if str(row.get("audit_additional_info") or "").rstrip() == task.nomis.note:
                return key, self._read(task, row)
        for row in found if self.alike else ():
            if all(self._read(task, row).get(name) == value for name, value in after.items()):
                key = {name: row[name] for name in self.key}
                if taken is None:
                    taken = set(
                        MappingRow.objects.filter(kind=self.kind, person_id=task.write.person_id).values_list(
                            "nomis_key", flat=True
                        )
                    )
                if key_text(tuple(key.values())) not in taken and not self._is_here(key):
                    return key, self._read(task, row)
        return None, None

    def _is_here(self, key: Key) -> bool:
        """Whether a record here is already that row of NOMIS."""
        from dps.legacy.outbound.records import is_here

        return is_here(self.target, tuple(key.values()))

    def _why(self, now: Row | None) -> str:
        if now is None:
            return "It was changed here, and removed in NOMIS"
        return "It was changed both here and in NOMIS"

    def hidden(self, payload: Payload | None) -> frozenset[str]:
        """Columns of a state whose values not everybody who settles writes may read."""
        return frozenset()

    def shown(self, payload: Payload | None) -> Row | None:
        """The columns of a state for people to compare, whatever this NOMIS has."""
        if payload is None:
            return None
        return {
            one.column: values.as_shown(one.form(payload[one.field])) for one in self.columns if one.field in payload
        }


def of_booking(task: Task) -> Row:
    """Whose it is: the booking."""
    return {"offender_book_id": task.booking_id}


def counted(table: str, sequence: str) -> Callable[[Task, Row], Key]:
    """The next number of its booking."""

    def new_key(task: Task, owner: Row) -> Key:
        task.lock_booking()
        booking = {"offender_book_id": task.booking_id}
        return {**booking, sequence: task.nomis.highest(table, sequence, booking) + 1}

    return new_key


def from_sequence(table: str, key: str) -> Callable[[Task, Row], Key]:
    """The next number of the whole table."""
    return lambda task, owner: {key: task.nomis.next_key(table, key)}


def by_id(kind: str, key: str) -> Locate:
    """The row whose id is the change's key, when that is NOMIS's."""

    def locate(task: Task) -> Key | None:
        found = task.write.key
        if int(found) >= OWN_IDS_FROM:
            known = mapped(kind, found)
            return {key: int(known)} if known else None
        return {key: int(found)}

    return locate
