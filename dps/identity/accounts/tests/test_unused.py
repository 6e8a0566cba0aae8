from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.accounts import jobs, rules, unused
from dps.identity.accounts.commands import disable, enable
from dps.identity.models import Account, RoleGiven, StaffSession
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry
from dps.platform.notify.models import Message

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def ago(days: int, **less: int) -> datetime:
    return NOON - timedelta(days=days) + timedelta(**less)


# rules


@pytest.mark.parametrize(
    ("last_use", "warned", "to_warn", "to_close"),
    [
        (ago(83, seconds=1), None, False, False),
        (ago(83), None, True, False),
        (ago(83), ago(1), False, False),
        (ago(90), None, True, False),  # never closed without a warning
        (ago(90), ago(7), False, True),
        (ago(90, seconds=1), ago(7), False, False),
        (ago(200), ago(7, seconds=1), False, False),  # warned late: seven days all the same
        (ago(200), ago(7), False, True),
    ],
)
def test_when_an_account_is_warned_and_closed(
    last_use: datetime, warned: datetime | None, to_warn: bool, to_close: bool
) -> None:
    assert rules.is_to_be_warned(last_use, warned=warned, at=NOON) is to_warn
    assert rules.is_to_be_closed(last_use, warned=warned, at=NOON) is to_close


@pytest.mark.parametrize(("year", "month", "day"), [(2026, 3, 28), (2026, 10, 24)], ids=["spring", "autumn"])
def test_a_change_of_the_clocks_makes_ninety_days_no_longer_or_shorter(year: int, month: int, day: int) -> None:
    last_use = datetime(year, month, day, 9, 0, tzinfo=LONDON)
    due = last_use.astimezone(UTC) + timedelta(days=90)
    warned = due - timedelta(days=7)
    assert abs(due.astimezone(LONDON).hour - 9) == 1, "the clocks changed in between"
    assert not rules.is_to_be_closed(last_use, warned=warned, at=(due - timedelta(seconds=1)).astimezone(LONDON))
    assert rules.is_to_be_closed(last_use, warned=warned, at=due.astimezone(LONDON))


@given(last_use=moments, warned=moments, at=moments)
def test_it_is_closed_from_the_moment_that_was_said(last_use: datetime, warned: datetime, at: datetime) -> None:
    said = rules.closes_on(last_use, warned=warned)
    assert rules.is_to_be_closed(last_use, warned=warned, at=at) == (at >= said)
    assert said >= warned + timedelta(days=7) and said >= last_use + timedelta(days=90)


@given(last_use=st.none() | moments, made=moments, at=moments)
def test_an_account_opened_again_is_not_closed_in_the_same_breath(
    last_use: datetime | None, made: datetime, at: datetime
) -> None:
    now = rules.last_used(signed_in=rules.last_use_after_enabling(last_use, at), made=made)
    assert not rules.is_to_be_closed(now, warned=None, at=at)
    if last_use is not None and last_use <= at:
        assert rules.closes_on(now, warned=at) >= at + timedelta(days=7)


@pytest.mark.parametrize(
    ("closed_on", "today", "deleted"),
    [
        (date(2025, 11, 24), date(2026, 11, 23), False),
        (date(2025, 11, 24), date(2026, 11, 24), True),
        (date(2028, 2, 29), date(2029, 2, 27), False),
        (date(2028, 2, 29), date(2029, 2, 28), True),
    ],
)
def test_a_closed_account_is_deleted_a_year_later(closed_on: date, today: date, deleted: bool) -> None:
    assert rules.is_to_be_deleted(closed_on, today) is deleted


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_year_is_365_or_366_days(day: date) -> None:
    assert (rules.a_year_after(day) - day).days in (365, 366)


# commands


def make(username: str, **given: Any) -> Account:
    fields = {"email": f"{username.lower()}@justice.gov.uk", "email_verified": True, "created_at": ago(500), **given}
    return Account.objects.create(username=username, first_name="Aisha", last_name=username.title(), **fields)


@pytest.mark.django_db
def test_people_are_warned_once_and_only_at_an_address_that_is_theirs() -> None:
    make("USED", last_login=ago(82))
    make("UNUSED", last_login=ago(83))
    make("UNVERIFIED", last_login=ago(100), email_verified=False)
    make("NEVER", created_at=ago(83))
    make("NEW", created_at=ago(82))
    make("CLOSED", last_login=ago(100), inactive=True)
    assert unused.warn_unused(at=NOON) == 3
    warned = Account.objects.filter(warned_unused_at=NOON).order_by("username")
    assert [account.username for account in warned] == ["NEVER", "UNUSED", "UNVERIFIED"]
    mails = {mail.username: mail for mail in Message.objects.all()}
    assert set(mails) == {"NEVER", "UNUSED"}
    assert (mails["UNUSED"].template, mails["UNUSED"].recipient) == ("account-unused", "unused@justice.gov.uk")
    assert mails["UNUSED"].values["day"] == "1 December 2026"
    assert mails["UNUSED"].values["link"].endswith("/sign-in")
    entry = AuditEntry.objects.get(action="ACCOUNT_UNUSED_WARNED", subject_id="UNVERIFIED")
    assert (entry.username, entry.details["email"]) == ("SYS", False)
    assert unused.warn_unused(at=NOON + timedelta(hours=1)) == 0
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_the_warned_are_closed_and_signed_out() -> None:
    gone = make("GONE", last_login=ago(90), warned_unused_at=ago(7))
    StaffSession.objects.create(session_key="x", expire_date=NOON + timedelta(days=1), account_id=gone.pk)
    make("UNWARNED", last_login=ago(200))
    make("LATE", last_login=ago(200), warned_unused_at=ago(6))
    make("BACK", last_login=ago(1), warned_unused_at=ago(7))
    make("YOUNG", created_at=ago(89), warned_unused_at=ago(7))
    make("NEVER", created_at=ago(90), warned_unused_at=ago(7), source="azuread")
    assert unused.close_unused(at=NOON) == 2
    closed = Account.objects.filter(inactive=True)
    assert {account.username for account in closed} == {"GONE", "NEVER"}
    gone.refresh_from_db()
    assert (gone.inactive_reason, gone.inactive_since) == ("Not used for 90 days", NOON)
    assert not StaffSession.objects.filter(account_id=gone.pk).exists()
    entry = AuditEntry.objects.get(action="ACCOUNT_DISABLED", subject_id="GONE")
    assert (entry.username, entry.details) == ("SYS", {"reason": "Not used for 90 days"})
    assert unused.close_unused(at=NOON) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("last_login", [None, ago(300)])
def test_an_account_opened_again_has_seven_days(last_login: datetime | None) -> None:
    make("BACK", last_login=last_login)
    disable(username="BACK", reason="On leave", at=ago(10), by=SYSTEM)
    enable(username="BACK", at=NOON, by=SYSTEM)
    at = NOON
    while not Account.objects.get().inactive:
        at += timedelta(hours=1)
        unused.warn_unused(at=at)
        unused.close_unused(at=at)
    assert timedelta(days=7) <= at - NOON <= timedelta(days=7, hours=2)


@pytest.mark.django_db
def test_accounts_made_here_are_deleted_a_year_after_they_were_closed_ten_at_a_time() -> None:
    over = {"inactive": True, "inactive_reason": "Left", "source": Account.Source.LOCAL, "inactive_since": ago(365)}
    for number in range(11):
        account = make(f"GONE{number:02d}", **over)
        RoleGiven.objects.create(account=account, role="POM", given_by="SYS", given_at=ago(400))
    make("NOMIS", **{**over, "source": Account.Source.NOMIS})
    make("LATER", **{**over, "inactive_since": ago(364)})
    make("OPEN", source=Account.Source.LOCAL)
    disable(username="OPEN", reason="Left", at=ago(400), by=SYSTEM)
    enable(username="OPEN", at=ago(390), by=SYSTEM)
    assert [unused.delete_closed(at=NOON) for _ in range(3)] == [10, 1, 0]
    assert set(Account.objects.values_list("username", flat=True)) == {"NOMIS", "LATER", "OPEN"}
    entry = AuditEntry.objects.get(action="ACCOUNT_DELETED", subject_id="GONE07")
    assert entry.details["reason"] == "Left" and entry.username == "SYS"


@pytest.mark.django_db
def test_the_job_does_all_three() -> None:
    now = local_time.now()
    make("WARN", last_login=now - timedelta(days=84))
    make("CLOSE", last_login=now - timedelta(days=91), warned_unused_at=now - timedelta(days=8))
    make("DELETE", inactive=True, inactive_since=now - timedelta(days=367), source=Account.Source.LOCAL)
    jobs.unused_accounts(timestamp=0)
    left = {
        account.username: (account.inactive, account.warned_unused_at is not None) for account in Account.objects.all()
    }
    assert left == {"CLOSE": (True, True), "WARN": (False, True)}
