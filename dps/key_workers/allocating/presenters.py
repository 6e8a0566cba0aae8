"""Rows of people and the lists of workers to choose from, in words. The list is long and the same in every row: it is
made once, and each row marks its own choice in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dps.key_workers.allocating.forms import NOBODY
from dps.key_workers.allocating.queries import Row
from dps.key_workers.rules.recommendation import Choice
from dps.key_workers.rules.settings import BY_NAME
from dps.key_workers.staff.queries import Worker
from dps.prisoners.rules import names

ACTIVE = "ACTIVE"
_FLAGS = {"XRF": ("Risk to females", "risk"), "RNO121": ("No one-to-one", "risk")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One person as the page lists them."""

    number: str
    name: str
    location: str
    flags: Sequence[tuple[str, str]]
    more_alerts: int
    worker: str
    """'' for none."""
    staff_id: int | None
    elsewhere: str
    """The prison of the allocation, when it is another."""
    high_complexity: bool
    has_history: bool
    options: SafeString
    chosen: bool
    """Whether something is chosen in the row that is not saved yet."""
    why: str = ""
    cautions: Sequence[str] = ()


def name_of(worker: Worker) -> str:
    """`Lee, Ann`."""
    return names.last_first(worker.last_name, worker.first_name)


def load_of(worker: Worker) -> str:
    """`5 of 9`."""
    return f"{worker.allocated} of {worker.capacity}"


def able(workers: Iterable[Worker], order: str) -> list[Worker]:
    """Workers who may be given people, as the prison orders them."""

    def place(one: Worker) -> tuple[int, str, str, int]:
        load = 0 if order == BY_NAME else one.allocated
        return load, one.last_name.casefold(), one.first_name.casefold(), one.staff_id

    return sorted((one for one in workers if one.status == ACTIVE), key=place)


class WorkerOptions:
    """The options of every row, made once."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._each = {one.staff_id: _option(str(one.staff_id), f"{name_of(one)} ({_room(one)})") for one in workers}
        self._all = SafeString("".join(self._each.values()))

    def for_row(self, current: int | None, chosen: str, *, recommended: tuple[int, str] | None = None) -> SafeString:
        """The options of one row: what it has now is left out, `chosen` is marked. `recommended` is a staff id with
        the words of its option, which stands first."""
        options = str(self._all)
        if current in self._each:
            options = options.replace(self._each[current], "")
        before = _option("", "No change" if current is not None else "Choose")
        if current is not None:
            before += _option(NOBODY, "Deallocate")
        if recommended is not None:
            before += _option(f"auto-{recommended[0]}", recommended[1])
            options = options.replace(self._each.get(recommended[0], ""), "")
        if chosen:
            mark = format_html('value="{}"', chosen)
            return SafeString((before + options).replace(mark, f"{mark} selected", 1))
        return SafeString(before + options)


def _room(one: Worker) -> str:
    return load_of(one) + (", full" if one.allocated >= one.capacity else "")


def _option(value: str, words: str) -> str:
    return str(format_html('<option value="{}">{}</option>\n', value, words))


def shown(
    row: Row,
    here_prison: str,
    workers: Mapping[int, Worker],
    options: WorkerOptions,
    chosen: str,
    *,
    recommended: tuple[int, str] | None = None,
    why: str = "",
    cautions: Sequence[str] = (),
) -> Shown:
    """One row."""
    holder = workers.get(row.staff_id) if row.staff_id is not None and row.held_at == here_prison else None
    worker = names.last_first(row.worker_last, row.worker_first) if row.worker_last else ""
    if row.staff_id is not None and not worker:
        worker = f"Staff {row.staff_id}"
    return Shown(
        number=row.number,
        name=names.last_first(row.last_name, row.first_name),
        location=row.cell_path,
        flags=[_FLAGS[code] for code in row.cautions],
        more_alerts=row.active_alerts - len(row.cautions),
        worker=f"{worker} ({load_of(holder)})" if holder else worker,
        staff_id=row.staff_id if holder else None,
        elsewhere=row.held_at if row.held_at and row.held_at != here_prison else "",
        high_complexity=row.high_complexity,
        has_history=row.has_history,
        options=options.for_row(row.staff_id, chosen, recommended=recommended),
        chosen=bool(chosen),
        why=why,
        cautions=cautions,
    )


def recommended(choice: Choice, workers: Mapping[int, Worker]) -> tuple[int, str]:
    """The option of a recommended worker: staff id and words."""
    return choice.staff_id, f"{name_of(workers[choice.staff_id])} (recommended)"


def seen(rows: Iterable[Row], others: Mapping[str, int | None]) -> str:
    """Whom each person is seen to have, carried by the form so that a change meanwhile is noticed."""
    pairs = {**others, **{row.number: row.staff_id for row in rows}}
    return " ".join(f"{number}:{'' if staff_id is None else staff_id}" for number, staff_id in pairs.items())


def hidden_choices(values: Mapping[str, str]) -> SafeString:
    """Choices made in rows that are not on this page."""
    return format_html_join("\n", '<input type="hidden" name="choice-{}" value="{}">', sorted(values.items()))


def what_was_done(made: int, ended: int, worker: str) -> str:
    """`You allocated a key worker to 3 prisoners and took theirs from 1`."""
    people = "1 prisoner" if made == 1 else f"{made:,} prisoners"
    gone = "1 prisoner" if ended == 1 else f"{ended:,} prisoners"
    if made and ended:
        return f"{worker.capitalize()} allocated to {people}, and deallocated from {gone}"
    if made:
        return f"{worker.capitalize()} allocated to {people}"
    return f"{worker.capitalize()} deallocated from {gone}"
