"""Work too long for one transaction: done in steps by one job after another, followed on a page, picked up again when
its job was lost. Each step is a transaction, so that work that is killed goes on where it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from dps.platform.web.refusals import Refusal

T = TypeVar("T")
LOST_AFTER = timedelta(minutes=10)
SYSTEM_ISSUE = "System issue"


def work_through(step: Callable[[], bool], *, steps: int, go_on: Callable[[], object]) -> None:
    """Do `step` until it says that nothing is left, at most `steps` times; `go_on` then leaves the rest to a job after
    this one."""
    for _ in range(steps):
        if step():
            return
    go_on()


def lost(unfinished: "QuerySet[Any]", at: datetime) -> list[int]:
    """Which of what was begun stands still (`moved_at`) for ten minutes: its job is no more. One statement."""
    return list(unfinished.filter(moved_at__lt=at - LOST_AFTER).order_by("id").values_list("id", flat=True))


def one_of_many(
    write: Callable[[], T], *, why: Callable[[Refusal], str], fault: Callable[[Exception], None]
) -> tuple[T | None, str]:
    """What `write` gives for one of many, and ''; else None and why it was not done. The others are not stopped.

    `why` puts a refusal into words; `fault` is told of what nobody expected. A database that is away stops them all.
    """
    try:
        with transaction.atomic():
            return write(), ""
    except Refusal as refused:
        return None, why(refused)
    except (OperationalError, InterfaceError):  # the database is away: not about this one
        raise
    except Exception as failure:
        fault(failure)
        return None, SYSTEM_ISSUE


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        """0 to 100; 100 only when all is done."""
        return self.done * 100 // self.of if self.of else 0

    @property
    def twentieths(self) -> int:
        """The same in the steps of a bar."""
        return self.percent // 5
