import runpy
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from dps.identity.accounts import hashers, rules
from dps.identity.accounts.commands import actor_of, create_user, switch_caseload, unlock
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, Attempts, StaffSession
from dps.identity.sign_in.commands import check_password, complete, sign_out
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WING_OFFICE, ELSEWHERE = "10.1.2.3", "2001:db8::7"


def try_to(username: str = "AISHA_GEN", password: str = PASSWORD, **changed: Any) -> Account | None:
    """A whole sign-in of an account that needs no further step."""
    given = {"address": WING_OFFICE, "at": NOON, **changed}
    account = check_password(username=username, password=password, **given)
    if account is not None:
        complete(account=account, methods=["pwd"], at=given["at"])
    return account


def fail(times: int, **changed: Any) -> None:
    for _ in range(times):
        assert try_to(password="wrong", **changed) is None


def audited() -> list[tuple[str, str]]:
    return [(entry.action, entry.details.get("reason", "")) for entry in AuditEntry.objects.order_by("id")]


# create_user


def test_an_account_is_made_as_it_will_be_used(details: dict[str, Any]) -> None:
    made = create_user(
        **{**details, "username": " aisha_gen ", "email": " Aisha.O’Roe@Justice.GOV.uk ", "first_name": " Aisha "},
        roles=["role_pom", "ROLE_GLOBAL_SEARCH", "POM"],
        caseloads=["mdi", "LEI", "MDI"],
    )
    kept = Account.objects.get(pk=made.pk)
    assert (kept.username, kept.email, kept.first_name) == ("AISHA_GEN", "aisha.o'roe@justice.gov.uk", "Aisha")
    assert kept.roles == ["GLOBAL_SEARCH", "POM", "PRISON"]
    assert (kept.caseloads, kept.active_caseload) == (["MDI", "LEI"], "MDI")
    assert (kept.source, kept.is_active, kept.display_name) == ("nomis", True, "Aisha Holroyd")


def test_somebody_without_a_prison_is_no_prison_officer(details: dict[str, Any]) -> None:
    made = create_user(**details, roles=["GLOBAL_SEARCH", "PROBATION"])
    assert (made.roles, made.caseloads, made.active_caseload) == (["GLOBAL_SEARCH", "PROBATION"], [], "")
    assert made.source == "auth"


def test_the_password_is_kept_as_argon2_of_the_agreed_strength(aisha: Account) -> None:
    assert aisha.password.startswith("argon2$argon2id$v=19$")
    assert PASSWORD not in aisha.password
    # Tests hash cheaply: read the strength from the file itself.
    as_written = runpy.run_path(hashers.__file__)["PrisonArgon2Hasher"]
    assert (as_written.memory_cost, as_written.time_cost, as_written.parallelism) == (19_456, 2, 1)


def test_every_problem_is_told_at_once(db: None) -> None:
    with pytest.raises(Invalid) as refused:
        create_user(username="1", email="nobody", first_name=" ", last_name="<b>", password="aa",
                    roles=["NOT A ROLE"], caseloads=["LEEDS PRISON"])  # fmt: skip
    assert set(refused.value.problems) == {
        "username", "email", "first_name", "last_name", "password", "role", "caseload",
    }  # fmt: skip
    assert "at least 12" in refused.value.problems["password"]
    assert "at least 4 different" in refused.value.problems["password"]
    assert not Account.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "password123456"}, "password"),
        ({"password": "aisha_gen is me"}, "password"),
        ({"password": "my HOLROYD words"}, "password"),
        ({"password": "Aisha.Holroyd says"}, "password"),
        ({"password": "thirteen chrs", "roles": ["CENTRAL_ADMIN"]}, "password"),
        ({"first_name": "A" * 51}, "first_name"),
        ({"last_name": "Null\x00"}, "last_name"),
        ({"username": "A" * 241}, "username"),
        ({"email": "a" * 240 + "@b.uk"}, "email"),
        ({"caseloads": [""]}, "caseload"),
        ({"caseloads": ["LEI", "TOOLONG"]}, "caseload"),
        ({"roles": ["A" * 61]}, "role"),
        ({"roles": [""]}, "role"),
    ],
)
def test_what_cannot_be_kept_is_refused(details: dict[str, Any], changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_user(**{**details, **changed})
    assert list(refused.value.problems) == [field]
    assert not Account.objects.exists()


def test_a_user_name_is_used_once_whatever_its_case(aisha: Account, details: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="already"):
        create_user(**{**details, "username": "aisha_gen"})


def test_making_an_account_is_audited_without_the_password(aisha: Account) -> None:
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_type, entry.subject_id) == ("ACCOUNT_CREATED", "account", "AISHA_GEN")
    assert entry.details == {"roles": ["GLOBAL_SEARCH", "PRISON"], "caseloads": ["LEI", "MDI"]}


# sign_in


@pytest.mark.parametrize("typed", ["AISHA_GEN", "aisha_gen", "  Aisha_Gen "])
def test_signing_in_takes_the_name_in_any_case(aisha: Account, typed: str) -> None:
    assert try_to(typed) == aisha
    aisha.refresh_from_db()
    assert aisha.last_login == NOON
    entry = AuditEntry.objects.get(action="SIGNED_IN")
    assert (entry.username, entry.caseload, entry.at) == ("AISHA_GEN", "LEI", NOON)


@pytest.mark.parametrize("typed", [PASSWORD.upper(), f" {PASSWORD}", PASSWORD[:-1], "", "é", "x" * 5000])
def test_the_password_must_be_exactly_right(aisha: Account, typed: str) -> None:
    assert try_to(password=typed) is None


def test_a_refusal_says_nothing_and_the_audit_says_why(aisha: Account) -> None:
    Account.objects.create(username="NEW", password="!")
    Account.objects.create(username="GONE", password=aisha.password, inactive=True)
    Account.objects.create(username="SHUT", password=aisha.password, locked=True)
    assert [try_to("NOBODY"), try_to("NEW"), try_to("GONE"), try_to("SHUT"), try_to(password="x")] == [None] * 5
    assert [reason for action, reason in audited() if action == "SIGN_IN_REFUSED"] == [
        "no such user",
        "no password yet",
        "inactive",
        "locked",
        "wrong password",
    ]
    assert not AuditEntry.objects.filter(details__icontains="landing keys").exists()


def test_guessed_user_names_are_not_kept_anywhere(db: None) -> None:
    for guess in range(20):
        assert try_to(f"GUESS{guess}") is None
    assert not Account.objects.exists()
    assert set(AuditEntry.objects.values_list("subject_id", flat=True)) == {""}
    assert Attempts.objects.count() == 1


def test_the_tenth_failure_in_a_row_locks(aisha: Account) -> None:
    fail(9)
    assert try_to() == aisha  # and the count begins again
    fail(9)
    aisha.refresh_from_db()
    assert (aisha.locked, aisha.failed_attempts) == (False, 9)
    fail(1)
    aisha.refresh_from_db()
    assert (aisha.locked, aisha.failed_attempts) == (True, 0)
    assert try_to() is None
    assert audited()[-3:] == [
        ("ACCOUNT_LOCKED", ""),
        ("SIGN_IN_REFUSED", "wrong password"),
        ("SIGN_IN_REFUSED", "locked"),
    ]


def test_the_lock_ends_the_sessions_with_it(aisha: Account) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(aisha)
    fail(9)
    assert StaffSession.objects.filter(account_id=aisha.pk).count() == 2
    fail(1)
    assert not StaffSession.objects.exists()
    assert AuditEntry.objects.get(action="ACCOUNT_LOCKED").details == {"sessions": 2}
    Account.objects.filter(pk=aisha.pk).update(locked=False)
    assert [browser.get("/").status_code for browser in browsers] == [302, 302], "unlocking brings none back"


def test_guessing_on_at_a_locked_account_counts_for_nothing(aisha: Account) -> None:
    fail(12)
    aisha.refresh_from_db()
    assert aisha.failed_attempts == 0
    Account.objects.filter(pk=aisha.pk).update(locked=False)
    fail(9)
    assert try_to() is not None
    assert audited().count(("ACCOUNT_LOCKED", "")) == 1


def test_failures_count_from_wherever_they_come(aisha: Account) -> None:
    for number in range(10):
        fail(1, address=f"10.0.0.{number}")
    assert try_to(address="10.9.9.9") is None


def test_an_address_that_guesses_all_day_is_slowed_and_its_neighbours_are_not(aisha: Account) -> None:
    Attempts.objects.create(
        key=f"sign-in from {WING_OFFICE}", window_started=NOON, number=rules.ADDRESS_FAILURES_ALLOWED - 1
    )
    soon = NOON + timedelta(minutes=1)
    assert try_to(at=soon) == aisha
    fail(1, at=soon)
    assert try_to(at=soon) is None
    assert audited()[-1] == ("SIGN_IN_REFUSED", "too many failures from this address")
    assert try_to(at=soon, address=ELSEWHERE) == aisha
    assert try_to(at=NOON + timedelta(minutes=5, seconds=1)) == aisha


def test_the_count_of_an_address_begins_again_after_five_minutes(aisha: Account) -> None:
    fail(2)
    fail(1, at=NOON + timedelta(minutes=4))
    assert Attempts.objects.get().number == 3
    fail(1, at=NOON + timedelta(minutes=6))
    kept = Attempts.objects.get()
    assert (kept.number, kept.window_started) == (1, NOON + timedelta(minutes=6))


def test_a_refusal_takes_as_much_work_for_nobody_as_for_somebody(
    aisha: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dps.identity.accounts.hashers import PrisonArgon2Hasher

    tried: list[str] = []
    verify = PrisonArgon2Hasher.verify
    monkeypatch.setattr(
        PrisonArgon2Hasher, "verify", lambda self, p, e: tried.append(e.split("$argon2id$")[0]) or verify(self, p, e)
    )
    for username in ("AISHA_GEN", "NOBODY"):
        tried.clear()
        assert try_to(username, "wrong") is None
        assert len(tried) == 1, username


def test_an_account_with_a_very_long_name_works_like_any_other(details: dict[str, Any]) -> None:
    name = f"{'A' * 200}@JUSTICE.GOV.UK"
    create_user(**{**details, "username": name})
    assert try_to(name) is not None
    fail(10, username=name)
    assert AuditEntry.objects.filter(subject_id=name, action="ACCOUNT_LOCKED").exists()


def test_an_unlocked_account_may_try_again(aisha: Account) -> None:
    fail(10)
    assert run("unlock_user", "--username", "aisha_gen") == "AISHA_GEN is not locked.\n"
    assert try_to() == aisha
    assert AuditEntry.objects.filter(action="ACCOUNT_UNLOCKED", subject_id="AISHA_GEN").count() == 1
    assert run("unlock_user", "--username", "AISHA_GEN") == "AISHA_GEN is not locked.\n"
    assert AuditEntry.objects.filter(action="ACCOUNT_UNLOCKED").count() == 1


def test_unlocking_never_opens_an_inactive_account(aisha: Account) -> None:
    Account.objects.update(locked=True, inactive=True)
    unlock(username="AISHA_GEN")
    assert try_to() is None


def test_nobody_is_not_unlocked(db: None) -> None:
    with pytest.raises(CommandError, match="no account NOBODY"):
        run("unlock_user", "--username", "nobody")


# the rest


def test_signing_out_is_audited(aisha: Account) -> None:
    sign_out(by=actor_of(aisha))
    assert AuditEntry.objects.filter(action="SIGNED_OUT", username="AISHA_GEN", caseload="LEI").count() == 1


def test_changing_prison_is_kept_and_audited(aisha: Account) -> None:
    switch_caseload(to="MDI", by=actor_of(aisha))
    aisha.refresh_from_db()
    assert aisha.active_caseload == "MDI"
    entry = AuditEntry.objects.get(action="CASELOAD_SWITCHED")
    assert entry.details == {"changes": {"caseload": ["LEI", "MDI"]}}


@pytest.mark.parametrize("to", ["BXI", "", "lei", "LEI "])
def test_nobody_works_in_a_prison_that_is_not_theirs(aisha: Account, to: str) -> None:
    with pytest.raises(NotAllowed):
        switch_caseload(to=to, by=actor_of(aisha))
    aisha.refresh_from_db()
    assert aisha.active_caseload == "LEI"


def test_an_account_acts_with_its_roles_and_prisons(aisha: Account) -> None:
    assert actor_of(aisha) == Actor(
        username="AISHA_GEN",
        display_name="Aisha Holroyd",
        account_id=aisha.pk,
        roles=frozenset({"PRISON", "GLOBAL_SEARCH"}),
        caseloads=("LEI", "MDI"),
        active_caseload="LEI",
    )


# manage.py


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_of_the_contract(db: None) -> None:
    said = run(
        "create_user", "--username", "contract", "--email", "c@justice.gov.uk", "--first-name", "Con",
        "--last-name", "Tract", "--password", PASSWORD, "--role", "GLOBAL_SEARCH", "--role", "POM",
        "--caseload", "LEI", "--caseload", "MDI",
    )  # fmt: skip
    assert said == "CONTRACT can sign in.\n"
    kept = Account.objects.get(username="CONTRACT")
    assert (kept.roles, kept.caseloads) == (["GLOBAL_SEARCH", "POM", "PRISON"], ["LEI", "MDI"])
    assert try_to("CONTRACT") == kept


NEW_USER = [
    "create_user",
    "--username",
    "piped",
    "--email",
    "p@justice.gov.uk",
    "--first-name",
    "Pi",
    "--last-name",
    "Ped",
]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nsecond line\n"])
def test_the_command_reads_the_password_where_nobody_sees_it(
    db: None, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    typed = f" {PASSWORD} "
    monkeypatch.setattr("sys.stdin", StringIO(typed + end))
    assert run(*NEW_USER, "--password-from-stdin") == "PIPED can sign in.\n"
    assert Account.objects.get(username="PIPED").check_password(typed)


def test_the_command_wants_one_password_in_one_way(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for stdin in ("", "\n"):
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        with pytest.raises(CommandError, match="--password:"):
            run(*NEW_USER, "--password-from-stdin")
    for ways in ([], ["--password", PASSWORD, "--password-from-stdin"]):
        with pytest.raises(CommandError, match="password-from-stdin"):
            run(*NEW_USER, *ways)
    assert not Account.objects.exists()


def test_the_command_names_every_wrong_argument(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        run("create_user", "--username", "1", "--email", "x", "--first-name", "", "--last-name", "B", "--password", "a")
    for named in ("--username:", "--email:", "--first-name:", "--password:"):
        assert named in str(refused.value)
    assert "--last-name" not in str(refused.value)


def test_demo_users_are_made_once_and_can_all_sign_in(db: None) -> None:
    first = run("demo_users")
    assert run("demo_users") == first
    names = list(Account.objects.values_list("username", flat=True))
    assert len(names) >= 6
    for name in names:
        assert name in first
        assert try_to(name, "landing keys kettle 7") is not None, name


def test_demo_users_are_refused_where_real_people_work(db: None, settings: Any) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError):
        run("demo_users")
    assert not Account.objects.exists()


# many at once


@pytest.mark.django_db(transaction=True)
def test_guesses_made_at_the_same_moment_are_all_counted(details: dict[str, Any]) -> None:
    made = create_user(**details, caseloads=["LEI"])

    def guess(_: int) -> Account | None:
        try:
            return try_to(password="wrong")
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as officers:
        assert set(officers.map(guess, range(9))) == {None}
    made.refresh_from_db()
    assert (made.failed_attempts, made.locked) == (9, False)
    assert Attempts.objects.get().number == 9
    with ThreadPoolExecutor(5) as officers:
        list(officers.map(guess, range(5)))
    made.refresh_from_db()
    assert made.locked
    assert audited().count(("ACCOUNT_LOCKED", "")) == 1
