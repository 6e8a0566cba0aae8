"""A new password: what is asked of it, and what follows."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dps.identity.accounts.commands import actor_of, create_user
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, EarlierPassword, OneTimeLink, StaffSession
from dps.identity.passwords import commands, queries
from dps.identity.passwords.commands.choosing import NEW
from dps.identity.passwords.models import UserNameWanted
from dps.identity.passwords.rules import can_be_chosen_here, whom_to_ask
from dps.identity.passwords.tests.outbox import mails, path_in, templates
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEXT = "seven red kettles"


def choose(account: Account, new: str, at: datetime = AT, **more: Any) -> Account:
    return commands.set_password(account_id=account.pk, new=new, by=actor_of(account), at=at, **more)


def problems_of(account: Account, new: str, **more: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        choose(account, new, **more)
    return refused.value.problems[NEW].split("\n")


@pytest.mark.parametrize(
    ("source", "inactive", "may"),
    [("nomis", False, True), ("auth", False, True), ("nomis", True, False), ("auth", True, False),
     ("delius", False, False), ("azuread", False, False), ("delius", True, False)],
)  # fmt: skip
def test_whose_password_is_kept_here(source: str, inactive: bool, may: bool) -> None:
    assert can_be_chosen_here(source, inactive=inactive) is may


@pytest.mark.parametrize(
    ("source", "named"), [("nomis", "administrator"), ("delius", "Delius"), ("azuread", "Microsoft")]
)
def test_whom_to_ask_names_the_system(source: str, named: str) -> None:
    assert named in whom_to_ask(source)


def test_a_new_password_takes_the_place_of_the_old_one(aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(must_change_password=True, failed_attempts=4)
    choose(aisha, NEXT)
    aisha.refresh_from_db()
    assert aisha.check_password(NEXT) and not aisha.check_password(PASSWORD)
    assert (aisha.must_change_password, aisha.failed_attempts, aisha.password_changed_at) == (False, 0, AT)
    entry = AuditEntry.objects.get(action="PASSWORD_CHANGED")
    assert (entry.username, entry.subject_id, entry.at) == ("AISHA_GEN", "AISHA_GEN", AT)
    [(to, values)] = mails("password-changed")
    assert to == aisha.email and values["username"] == "AISHA_GEN"


@pytest.mark.parametrize(
    "new", [" seven  red kettles ", "семь чайников", "ｆｕｌｌ ｗｉｄｔｈ key", "x" * 250 + "yzwé12"]
)
def test_exactly_what_was_typed_counts(aisha: Account, new: str) -> None:
    choose(aisha, new)
    aisha.refresh_from_db()
    assert aisha.check_password(new)
    for other in (new.strip(" "), new[:-1], new.upper()):
        assert other == new or not aisha.check_password(other)


def test_every_failing_rule_is_told_at_once(aisha: Account, settings: Any, tmp_path: Path) -> None:
    listed = tmp_path / "breached"
    listed.write_text(hashlib.sha1(b"aisha", usedforsecurity=False).hexdigest().upper() + ":12\n")
    settings.BREACHED_PASSWORDS_FILE = str(listed)
    said = problems_of(aisha, "aisha")
    assert len(said) == 3
    for words in ("at least 12", "your name", "known to criminals"):
        assert any(words in line for line in said)
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD) and not mails()


@pytest.mark.parametrize(
    "typed", ["1q2w3e4r5t6y", "Password123456", "!!Qwerty2024!", "letmeinletmein", "123letmein4567"]
)
def test_a_common_password_that_is_long_enough_is_refused(aisha: Account, typed: str) -> None:
    assert problems_of(aisha, typed) == ["Password is one that many people use: choose another"]


def test_administrators_choose_longer_ones(aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(is_administrator=True)
    assert problems_of(aisha, "seven red keys"[:13]) == ["Password must be at least 14 characters"]


def test_the_last_twelve_are_not_used_again(aisha: Account) -> None:
    chosen = [f"seven red kettles {number}" for number in range(14)]
    for day, new in enumerate(chosen):
        choose(aisha, new, at=AT + timedelta(days=day))
    assert EarlierPassword.objects.filter(account=aisha).count() == 12
    later = AT + timedelta(days=20)
    for new in chosen[1:]:
        assert problems_of(aisha, new, at=later) == ["Password is one you use now or used before: choose another"]
    choose(aisha, chosen[0], at=later)
    choose(aisha, PASSWORD, at=later)


def test_how_many_is_the_operators_choice(aisha: Account, settings: Any) -> None:
    settings.EARLIER_PASSWORDS_KEPT = 1
    for new in ("first red kettles", "second red kettles"):
        choose(aisha, new)
    assert problems_of(aisha, "first red kettles")
    choose(aisha, PASSWORD)
    settings.EARLIER_PASSWORDS_KEPT = 0
    assert problems_of(aisha, PASSWORD), "the one in use is always refused"
    choose(aisha, NEXT)
    assert not EarlierPassword.objects.exists()
    choose(aisha, PASSWORD)


def test_whoever_has_not_proved_the_old_one_finds_out_nothing_about_it(aisha: Account) -> None:
    assert queries.problems_with(aisha, PASSWORD)
    assert queries.problems_with(aisha, PASSWORD, with_earlier=False) == []


def test_sessions_end_but_the_one_named(aisha: Account) -> None:
    Client().force_login(aisha), Client().force_login(aisha)
    kept = StaffSession.objects.filter(account_id=aisha.pk).first()
    choose(aisha, NEXT, keep_session=str(kept.public_id))
    assert StaffSession.objects.filter(account_id=aisha.pk).get() == kept
    choose(aisha, "eight red kettles")
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()


def test_links_that_wait_are_void(aisha: Account) -> None:
    commands.send_first_password(account=aisha, by=SYSTEM, at=AT)
    choose(aisha, NEXT)
    assert OneTimeLink.objects.get().used_at == AT


def test_nobody_chooses_for_somebody_else_or_where_it_is_kept_elsewhere(
    aisha: Account, details: dict[str, Any]
) -> None:
    other = create_user(**{**details, "username": "OTHER"})
    with pytest.raises(NotAllowed):
        commands.set_password(account_id=aisha.pk, new=NEXT, by=actor_of(other), at=AT)
    for change in ({"source": "delius"}, {"source": "azuread"}, {"source": "nomis", "inactive": True}):
        Account.objects.filter(pk=aisha.pk).update(**change)
        with pytest.raises(NotAllowed):
            choose(aisha, NEXT)
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)


def test_an_account_without_an_address_is_told_nothing(aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(email="")
    choose(aisha, NEXT)
    assert not mails()


def test_the_first_password_link(details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    commands.send_first_password(account=new, by=SYSTEM, at=AT)
    [(to, values)] = mails()
    assert to == new.email
    assert {name: values[name] for name in ("full_name", "username")} == {
        "full_name": "Aisha Holroyd",
        "username": "AISHA_GEN",
    }
    link = OneTimeLink.objects.get()
    assert (link.kind, link.expires_at) == ("FIRST", AT + timedelta(days=7))
    token = path_in("first-password").rsplit("/", 1)[1]
    assert len(token) == 43 and token not in str(OneTimeLink.objects.values()) + str(AuditEntry.objects.values())
    commands.send_first_password(account=new, by=SYSTEM, at=AT + timedelta(days=1))
    link.refresh_from_db()
    assert link.used_at == AT + timedelta(days=1), "a newer link makes the older void"


@pytest.mark.parametrize(
    "change", [{"inactive": True}, {"source": "delius"}, {"email": "x@justice.gov.uk"}], ids=lambda c: next(iter(c))
)
def test_the_command_asks_again_whether_the_link_is_good(details: dict[str, Any], change: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    commands.send_first_password(account=new, by=SYSTEM, at=AT)
    hash = OneTimeLink.objects.get().hash
    with pytest.raises(Conflict):
        commands.choose_by_link(hash="0" * 64, new=NEXT, at=AT)
    with pytest.raises(Conflict):
        commands.choose_by_link(hash=hash, new=NEXT, at=AT + timedelta(days=7))
    UserNameWanted.objects.create(link=OneTimeLink.objects.get())
    with pytest.raises(Conflict):
        commands.choose_by_link(hash=hash, new=NEXT, at=AT)
    UserNameWanted.objects.all().delete()
    before = {name: getattr(new, name) for name in change}
    Account.objects.filter(pk=new.pk).update(**change)
    with pytest.raises(Conflict):
        commands.choose_by_link(hash=hash, new=NEXT, at=AT)
    Account.objects.filter(pk=new.pk).update(**before)
    commands.choose_by_link(hash=hash, new=NEXT, at=AT)
    with pytest.raises(Conflict):
        commands.choose_by_link(hash=hash, new="eight red kettles", at=AT)
    with pytest.raises(Conflict):
        commands.say_which_account(hash=hash, username=new.username, at=AT)


def test_nobody_without_an_address_is_invited(details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    Account.objects.filter(pk=new.pk).update(email="")
    new.refresh_from_db()
    with pytest.raises(Invalid):
        commands.send_first_password(account=new, by=SYSTEM, at=AT)
    assert not templates() and not OneTimeLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_at_once_one_wins(details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    commands.send_first_password(account=new, by=SYSTEM, at=AT)
    hash = OneTimeLink.objects.get().hash

    def use(number: int) -> str:
        try:
            commands.choose_by_link(hash=hash, new=f"red kettles of thread {number}", at=AT)
            return f"red kettles of thread {number}"
        except Conflict:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        won = [password for password in pool.map(use, range(6)) if password]
    new.refresh_from_db()
    assert len(won) == 1 and new.check_password(won[0])
    assert len(mails("password-changed")) == 1
