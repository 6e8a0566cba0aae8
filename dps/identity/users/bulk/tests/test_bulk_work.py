import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from dps.identity.models import Account, Role, RoleGiven
from dps.identity.users.bulk import commands, jobs, queries, rules, work
from dps.identity.users.bulk.tests.conftest import NOW, TODAY, confirmed, people
from dps.identity.users.models import BulkChange, BulkChangeItem
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound


def results(change: BulkChange) -> list[list[str]]:
    change.refresh_from_db()
    return list(queries.result_rows(change))[1:]


def jobs_of(change: BulkChange) -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(task_name="work_through_bulk_change", args__change_id=change.pk)


def work_to_the_end(change: BulkChange) -> int:
    transactions = 1
    while not work.do_some(change_id=change.pk, at=NOW, today=TODAY):
        transactions += 1
    return transactions


def test_roles_are_given_once_and_every_outcome_is_told(asker: Actor) -> None:
    people(2)
    Account.objects.create(username="HOLDER", roles=["GLOBAL_SEARCH"])
    Account.objects.create(username="TWIN", staff_id=7)
    change = confirmed(
        asker, ["user_0000", "user_0001", "HOLDER", "NOBODY", "NOBODY", "ASKER", "TWIN"], ["GLOBAL_SEARCH"]
    )
    assert (change.people, change.repeated, change.assignments, change.state) == (6, 1, 6, "WAITING")
    work_to_the_end(change)
    assert results(change) == [
        ["ASKER", "GLOBAL_SEARCH", "ERROR", "Nobody changes their own roles"],
        ["HOLDER", "GLOBAL_SEARCH", "SUCCESS", "Already had the role"],
        ["NOBODY", "GLOBAL_SEARCH", "ERROR", "User not found"],
        ["TWIN", "GLOBAL_SEARCH", "ERROR", "Nobody changes their own roles"],
        ["USER_0000", "GLOBAL_SEARCH", "SUCCESS", ""],
        ["USER_0001", "GLOBAL_SEARCH", "SUCCESS", ""],
    ]
    assert (change.state, change.succeeded, change.failed, change.completed_at, change.usernames) == (
        "COMPLETE",
        3,
        3,
        NOW,
        [],
    )
    given = RoleGiven.objects.get(account__username="USER_0000")
    assert (given.role, given.given_by, given.reference) == ("GLOBAL_SEARCH", "ASKER", "RITM1")
    assert Account.objects.get(username="USER_0000").roles == ["GLOBAL_SEARCH", "PRISON"]
    actions = dict(AuditEntry.objects.filter(subject_type="bulk_change").values_list("action", "details"))
    assert actions["BULK_CHANGE_STARTED"] == {
        "reference": "RITM1", "action": "ADD", "roles": ["GLOBAL_SEARCH"], "people": 6, "repeated": 1, "assignments": 6,
    }  # fmt: skip
    assert actions["BULK_CHANGE_COMPLETED"] == {"reference": "RITM1", "succeeded": 3, "failed": 3}
    assert set(AuditEntry.objects.filter(action="ROLE_GIVEN").values_list("username", "subject_id")) == {
        ("ASKER", "USER_0000"),
        ("ASKER", "USER_0001"),
    }


def test_roles_are_taken_away(asker: Actor) -> None:
    people(2, roles=["PRISON", "GLOBAL_SEARCH", "UPDATE_ALERT"])
    Account.objects.create(username="WITHOUT", roles=["PRISON"])
    change = confirmed(asker, ["USER_0000", "USER_0001", "WITHOUT"], ["GLOBAL_SEARCH", "UPDATE_ALERT"], rules.REMOVE)
    work_to_the_end(change)
    assert [row[3] for row in results(change)] == ["", "", "", "", "Did not have the role", "Did not have the role"]
    assert {
        tuple(roles) for roles in Account.objects.filter(username__startswith="USER").values_list("roles", flat=True)
    } == {("PRISON",)}
    assert AuditEntry.objects.filter(action="ROLE_TAKEN_AWAY", details__reason="RITM1").count() == 4


@pytest.mark.parametrize("how", ["loses the role", "is closed", "is gone"])
def test_somebody_who_may_no_longer_change_roles_changes_no_more(asker: Actor, how: str) -> None:
    change = confirmed(asker, people(1), ["GLOBAL_SEARCH"])
    mine = Account.objects.filter(username="ASKER")
    mine.delete() if how == "is gone" else mine.update(**({"inactive": True} if how == "is closed" else {"roles": []}))
    work_to_the_end(change)
    assert results(change) == [["USER_0000", "GLOBAL_SEARCH", "ERROR", "ASKER may no longer change this role"]]
    assert not RoleGiven.objects.exists()


def test_a_role_that_left_the_catalogue_is_told(asker: Actor) -> None:
    change = confirmed(asker, people(1), ["GLOBAL_SEARCH", "UPDATE_ALERT"])
    Role.objects.filter(pk="GLOBAL_SEARCH").delete()
    work_to_the_end(change)
    assert [row[1:3] for row in results(change)] == [["GLOBAL_SEARCH", "ERROR"], ["UPDATE_ALERT", "SUCCESS"]]


def test_a_fault_with_one_person_stops_nobody_else(asker: Actor) -> None:
    change = confirmed(asker, people(2), ["GLOBAL_SEARCH"])
    with connection.cursor() as cursor:  # as a row that another fault left behind
        cursor.execute(
            "INSERT INTO identity_rolegiven (account_id, role, given_by, given_at, reference)"
            " SELECT id, 'GLOBAL_SEARCH', 'X', now(), '' FROM identity_account WHERE username = 'USER_0000'"
        )
    work_to_the_end(change)
    assert [row[2:] for row in results(change)] == [["ERROR", "System issue"], ["SUCCESS", ""]]


def test_small_transactions_of_a_known_cost(asker: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    change = confirmed(asker, people(45), ["GLOBAL_SEARCH"])
    Account.objects.filter(username__startswith="USER").update(roles=["GLOBAL_SEARCH"])
    assert not work.do_some(change_id=change.pk, at=NOW, today=TODAY)  # makes the items
    with django_assert_num_queries(
        2 + 5 + 2 + 1
    ):  # savepoint; change, items, asker, roles, people; items and change kept; signal
        work.do_some(change_id=change.pk, at=NOW, today=TODAY)
    change.refresh_from_db()
    assert (change.done, change.state) == (work.ITEMS_A_TRANSACTION, "RUNNING")
    assert work_to_the_end(change) == 2
    assert work.do_some(change_id=change.pk, at=NOW, today=TODAY)
    assert len(results(change)) == 45
    assert AuditEntry.objects.filter(action="BULK_CHANGE_COMPLETED").count() == 1


def test_a_job_does_some_and_leaves_the_rest_to_the_next(asker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    change = confirmed(asker, people(25), ["GLOBAL_SEARCH"])
    wanted = jobs_of(change)
    assert wanted.count() == 1
    monkeypatch.setattr(jobs, "TRANSACTIONS_A_JOB", 2)
    jobs.work_through_bulk_change(change_id=change.pk)
    change.refresh_from_db()
    assert change.done == 20 and wanted.count() == 2
    jobs.work_through_bulk_change(change_id=change.pk)
    change.refresh_from_db()
    assert change.state == "COMPLETE" and wanted.count() == 2


def test_a_change_whose_job_was_lost_is_found(asker: Actor) -> None:
    change = confirmed(asker, people(1), ["GLOBAL_SEARCH"])
    assert work.lost(NOW + timedelta(minutes=9)) == []
    assert work.lost(NOW + timedelta(minutes=11)) == [change.pk]
    for minutes, enqueued in ((9, 1), (11, 2)):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            jobs.pick_up_lost_bulk_changes(timestamp=0)
        assert jobs_of(change).count() == enqueued
    work_to_the_end(change)
    assert work.lost(NOW + timedelta(days=9)) == []


_WORKER = """
import django; django.setup()
from dps.identity.users.bulk.jobs import work_through_bulk_change
from dps.identity.users.bulk import work
work.ITEMS_A_TRANSACTION = 5
work_through_bulk_change(change_id={pk})
"""


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_each_assignment_is_done_once(asker: Actor) -> None:
    """A worker of its own is killed again and again, wherever it happens to be."""
    change = confirmed(asker, people(60), ["GLOBAL_SEARCH", "UPDATE_ALERT"])
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings.DATABASES["default"])
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "0", "LOG_LEVEL": "ERROR"}
    kills = 0
    for _ in range(40):
        before = BulkChange.objects.get(pk=change.pk).done
        worker = subprocess.Popen(
            [sys.executable, "-c", _WORKER.format(pk=change.pk)], cwd=settings.ROOT, env=environment
        )
        while worker.poll() is None:
            if BulkChange.objects.get(pk=change.pk).done > before + 20:
                worker.kill()
                kills += worker.wait() < 0
            time.sleep(0.002)
        change.refresh_from_db()
        assert change.done == BulkChangeItem.objects.filter(change=change).exclude(state="WAITING").count()
        assert change.succeeded == AuditEntry.objects.filter(action="ROLE_GIVEN").count()
        if change.state == "COMPLETE":
            break
    assert change.state == "COMPLETE" and kills >= 3
    assert {row[2] for row in results(change)} == {"SUCCESS"} and len(results(change)) == 120
    assert {row[3] for row in results(change)} == {""}, "something was done a second time"
    assert RoleGiven.objects.count() == AuditEntry.objects.filter(action="ROLE_GIVEN").count() == 120


def test_drafts_are_ones_own_and_are_confirmed_once(asker: Actor) -> None:
    change = commands.begin(reference="RITM1", at=NOW, by=asker)
    other = Actor("OTHER", roles=frozenset({"MANAGE_USER_BULK_JOBS"}))
    for read_or_write in (
        lambda: queries.change(change.pk, by=other),
        lambda: commands.name_ticket(change_id=change.pk, reference="RITM2", by=other),
        lambda: commands.discard(change_id=change.pk, by=other),
    ):
        with pytest.raises(NotFound):
            read_or_write()
    with pytest.raises(NotAllowed):
        commands.begin(reference="RITM1", at=NOW, by=Actor("X", roles=frozenset({"PRISON"})))
    with pytest.raises(Invalid) as refused:
        commands.confirm(change_id=change.pk, today=TODAY, at=NOW, by=asker)
    assert set(refused.value.problems) == {"action", "roles", "people"}
    started = confirmed(asker, people(1), ["GLOBAL_SEARCH"])
    with pytest.raises(Conflict):
        commands.confirm(change_id=started.pk, today=TODAY, at=NOW, by=asker)
    with pytest.raises(Conflict):
        queries.result_rows(started)
    commands.forget_old_drafts(NOW + timedelta(seconds=1))
    assert list(BulkChange.objects.all()) == [started]
