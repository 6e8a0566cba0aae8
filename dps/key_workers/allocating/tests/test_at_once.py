"""Two people at once, on two connections: the second waits for the first and sees what it did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from dps.identity.accounts.commands import actor_of
from dps.key_workers.allocating.commands import Wanted, end_all_of, save
from dps.key_workers.models import Allocation, WorkerSettings
from dps.key_workers.staff import locking
from dps.key_workers.tests.workers import KW, give_role, scheme_on, somebody
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Invalid
from dps.prisoners.models import SearchRecord
from dps.prisoners.tests.people import make_agencies, make_person

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def elsewhere(work: Callable[[], Any]) -> Any:
    """Work on a connection of its own."""
    try:
        return work()
    except Invalid as refused:
        return refused.problems
    finally:
        connection.close()


def first_then(by: Actor, first: Callable[[], Any], wanted: Wanted) -> Any:
    """What a save is answered that begins while `first` is done and not committed."""
    begun = Event()

    def second() -> Any:
        begun.set()
        return save(by, "LEI", KW, allocate=[wanted], deallocate=[])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(elsewhere, second)
            begun.wait(5)
            with pytest.raises(TimeoutError):
                answer.result(0.3)
        return answer.result(10)


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_and_is_told() -> None:
    make_agencies()
    scheme_on()
    for staff_id in (1, 2):
        give_role(staff_id)
    for number in ("A1111AA", "A2222AA", "A3333AA"):
        make_person(number)
    by = actor_of(somebody("ALLOCATOR", "OMIC_ADMIN"))

    def give(number: str, staff_id: int) -> Callable[[], Any]:
        return lambda: save(by, "LEI", KW, allocate=[Wanted(number, staff_id)], deallocate=[])

    told = first_then(by, give("A1111AA", 2), Wanted("A1111AA", 1, expected=None))
    assert "Somebody else changed the key worker" in told["A1111AA"]

    def move() -> None:
        give("A2222AA", 2)()
        SearchRecord.objects.filter(pk="A2222AA").update(agency="MDI")

    assert "is not at Leeds (HMP) now" in first_then(by, move, Wanted("A2222AA", 1))["A2222AA"]

    def make_inactive() -> None:
        locking.hold("LEI", KW, [1])
        WorkerSettings.objects.create(
            prison="LEI", staff_id=1, policy=KW, status="INACTIVE", changed_at=AT, changed_by="A"
        )
        end_all_of("LEI", KW, 1, reason="STAFF_STATUS_CHANGE", by=SYSTEM, at=AT)

    assert "is not active" in first_then(by, make_inactive, Wanted("A3333AA", 1))["A3333AA"]
    assert set(Allocation.objects.values_list("person_id", "staff_id")) == {("A1111AA", 2), ("A2222AA", 2)}
