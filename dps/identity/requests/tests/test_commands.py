from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max

from dps.identity.accounts import access
from dps.identity.models import AccessWithdrawn, Account, Role, RoleGiven
from dps.identity.requests import commands, jobs, queries, rules
from dps.identity.requests.models import AccessRequest, AccessReview, CaseloadGiven, EndReminder
from dps.identity.requests.rules import Kind
from dps.identity.requests.tests.conftest import CHRISTMAS, NOW, TODAY, actor, agree, ask, make
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry
from dps.platform.notify.models import Message
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]


def mails(template: str) -> dict[str, dict[str, Any]]:
    """User name to what the mails of a template say."""
    return {mail.username: mail.values for mail in Message.objects.filter(template=template)}


def last_audit(action: str) -> AuditEntry:
    return AuditEntry.objects.filter(action=action).latest("id")


def problems(call: Callable[[], object]) -> dict[str, str]:
    before = AccessRequest.objects.count(), AuditEntry.objects.count(), Message.objects.count()
    with pytest.raises(Invalid) as refused:
        call()
    assert (AccessRequest.objects.count(), AuditEntry.objects.count(), Message.objects.count()) == before
    return refused.value.problems


# asking


def test_asking_for_roles_and_a_prison_at_once() -> None:
    made = ask("UPDATE_ALERT GLOBAL_SEARCH", "MDI", why=" Covering \n the wing office ")
    assert [(one.kind, one.code, one.state) for one in made] == [
        ("ROLE", "UPDATE_ALERT", "OPEN"), ("ROLE", "GLOBAL_SEARCH", "OPEN"), ("CASELOAD", "MDI", "OPEN"),
    ]  # fmt: skip
    kept = AccessRequest.objects.get(code="MDI")
    assert (kept.account.username, kept.asked_by, kept.ends_on) == ("OFFICER", "OFFICER", CHRISTMAS)
    assert kept.why == "Covering \n the wing office"
    entry = last_audit("ACCESS_ASKED_FOR")
    assert (entry.subject_id, entry.username) == ("OFFICER", "OFFICER")
    assert entry.details == {
        "request": kept.pk, "kind": "CASELOAD", "code": "MDI", "why": kept.why, "ends": "2026-12-25",
    }  # fmt: skip
    assert Account.objects.get(username="OFFICER").roles == ["POM", "PRISON"]


def test_each_administrator_gets_one_mail_with_what_they_may_decide() -> None:
    ask("UPDATE_ALERT INACTIVE_BOOKINGS GLOBAL_SEARCH", "MDI")
    sent = mails("access-asked")
    assert set(sent) == {"LSA", "ADM", "ADM2"}
    assert sent["LSA"]["what"] == "the role Update Alert; the role Released Prisoner Viewing"
    assert sent["ADM"]["what"].startswith("the role Global Search; the prison Moorland")
    assert sent["LSA"]["asker"] == "Officer Person"
    assert "wing office" not in str(sent), "why is only on the page"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email_verified": False}, {"ADM", "ADM2"}),
        ({"inactive": True}, {"ADM", "ADM2"}),
        ({"roles": ["PRISON"]}, {"ADM", "ADM2"}),
        ({}, {"LSA"}),
    ],
)
def test_central_administrators_are_told_where_there_is_no_local_one(changed: dict[str, Any], told: set[str]) -> None:
    Account.objects.filter(username="LSA").update(**changed)
    ask("UPDATE_ALERT")
    assert set(mails("access-asked")) == told


def test_at_most_ten_are_told_those_who_were_here_last_first() -> None:
    for number in range(12):
        make(f"LSA{number:02d}", "MAINTAIN_ACCESS_ROLES", "LEI", "LEI", last_login=NOW - timedelta(days=number))
    ask("UPDATE_ALERT")
    assert set(mails("access-asked")) == {f"LSA{number:02d}" for number in range(10)}


def test_every_problem_is_told_at_once() -> None:
    said = problems(lambda: ask("POM GLOBAL_SEARCH NO_SUCH IMS_USER MFA", "LEI", why=" ", ends_on=None))
    assert set(said) == {"roles", "prison", "why", "ends_on"}
    assert said["roles"].split("; ") == [
        "You have POM User already", "NO_SUCH cannot be asked for", "Artemis user cannot be asked for",
        "Multi Factor Authentication cannot be asked for",
    ]  # fmt: skip
    assert said["prison"] == "You have Leeds (HMP) already"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"roles": "", "prison": ""}, "roles", "Choose a role or a prison"),
        ({"roles": "GLOBAL_SEARCH", "ends_on": None}, "ends_on", "Enter the last day"),
        ({"prison": "MDI", "ends_on": None}, "ends_on", "Enter the last day"),
        ({"roles": "UPDATE_ALERT", "ends_on": date(2027, 11, 25)}, "ends_on", "a year is the most"),
        ({"roles": "UPDATE_ALERT", "ends_on": TODAY - timedelta(days=1)}, "ends_on", "today or later"),
        ({"roles": "UPDATE_ALERT", "why": "x" * 501}, "why", "500 characters"),
        ({"prison": "XXX"}, "prison", "Choose a prison from the list"),
        ({"prison": "HYI"}, "prison", "Choose a prison from the list"),
        ({"roles": " ".join(f"ROLE{n}" for n in range(11))}, "roles", "10 roles or fewer"),
    ],
)
def test_what_cannot_be_asked(changed: dict[str, Any], field: str, words: str) -> None:
    said = problems(lambda: ask(**changed))
    assert list(said) == [field] and words in said[field]


def test_a_hidden_role_is_not_asked_for_and_one_hidden_later_is() -> None:
    Role.objects.filter(pk="UPDATE_ALERT").update(hidden_on=TODAY)
    assert "cannot be asked for" in problems(lambda: ask("UPDATE_ALERT"))["roles"]
    Role.objects.filter(pk="UPDATE_ALERT").update(hidden_on=TODAY + timedelta(days=1))
    ask("UPDATE_ALERT", ends_on=None)


def test_a_second_request_for_the_same_says_so() -> None:
    ask("UPDATE_ALERT", "MDI")
    said = problems(lambda: ask("UPDATE_ALERT", "MDI"))
    assert said["roles"] == "You have asked for Update Alert already: it waits for an answer"
    assert "already: it waits" in said["prison"]


def test_somebody_without_a_prison_needs_no_last_day_for_their_first() -> None:
    Account.objects.filter(username="OFFICER").update(caseloads=[], active_caseload="")
    assert ask(prison="MDI", ends_on=None)[0].ends_on is None


def test_somebody_outside_prisons_asks_for_roles_for_people_outside() -> None:
    made = ask("MFA", by=actor("OUTSIDE"))
    assert set(mails("access-asked")) == {"EXT"}
    assert "cannot be asked for" in problems(lambda: ask("LICENCE_RO_READONLY MFA", by=actor("OFFICER")))["roles"]
    agree(made[0], "EXT")
    assert Account.objects.get(username="OUTSIDE").roles == ["MFA"]


def test_withdrawing() -> None:
    asked = ask("UPDATE_ALERT")[0]
    for nosy in ("COLLEAGUE", "LSA"):
        with pytest.raises(NotFound):
            commands.withdraw(request_id=asked.pk, by=actor(nosy), at=NOW)
    commands.withdraw(request_id=asked.pk, by=actor("OFFICER"), at=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.version) == ("WITHDRAWN", "OFFICER", 2)
    assert last_audit("ACCESS_REQUEST_WITHDRAWN").details["changes"] == {"state": ["OPEN", "WITHDRAWN"]}
    with pytest.raises(Conflict):
        commands.withdraw(request_id=asked.pk, by=actor("OFFICER"), at=NOW)
    ask("UPDATE_ALERT")


# deciding


def test_agreeing_gives_the_role_with_its_end_and_its_request() -> None:
    asked = ask("UPDATE_ALERT", ends_on=None)[0]
    agree(asked, "LSA", ends_on=CHRISTMAS)
    given = RoleGiven.objects.get(account__username="OFFICER", role="UPDATE_ALERT")
    assert (given.given_by, given.given_at, given.ends_on) == ("LSA", NOW, CHRISTMAS)
    assert given.reference == f"Request {asked.pk}"
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.decided_at, asked.ends_on, asked.version) == (
        "AGREED", "LSA", NOW, CHRISTMAS, 2,
    )  # fmt: skip
    assert last_audit("ACCESS_REQUEST_AGREED").details["changes"] == {
        "state": ["OPEN", "AGREED"], "ends": [None, "2026-12-25"],
    }  # fmt: skip
    assert last_audit("ROLE_GIVEN").details["reference"] == f"Request {asked.pk}"
    told = mails("access-given")["OFFICER"]
    assert told["what"] == "the role Update Alert" and told["until"] == "up to and including 25 December 2026"
    assert told["decided_by"] == "Lsa Person"


def test_agreeing_to_a_prison() -> None:
    asked = ask(prison="MDI")[0]
    agree(asked, "ADM")
    officer = Account.objects.get(username="OFFICER")
    assert (officer.caseloads, officer.active_caseload) == (["LEI", "MDI"], "LEI")
    kept = CaseloadGiven.objects.get()
    assert (kept.given_by, kept.ends_on, kept.reference) == ("ADM", CHRISTMAS, f"Request {asked.pk}")


@pytest.mark.parametrize("by", ["OFFICER", "COLLEAGUE", "LSA_MDI", "EXT", "TOP", "GOVERNOR"])
def test_others_cannot_decide(by: str) -> None:
    asked = ask("UPDATE_ALERT")[0]
    for call in (
        lambda: agree(asked, by),
        lambda: commands.refuse(request_id=asked.pk, version=1, reason="No", by=actor(by), at=NOW, today=TODAY),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            call()
    asked.refresh_from_db()
    assert asked.state == "OPEN"


def test_an_administrator_asks_and_another_decides() -> None:
    asked = ask("GLOBAL_SEARCH", by=actor("ADM"))[0]
    with pytest.raises(NotFound):
        agree(asked, "ADM")
    agree(asked, "ADM2")
    with pytest.raises(NotFound):
        agree(ask("OAUTH_ADMIN")[0], "ADM")
    agree(AccessRequest.objects.get(code="OAUTH_ADMIN"), "ADM2")


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (None, "25 December 2026 was asked for"),
        (CHRISTMAS + timedelta(days=1), "or earlier, as was asked for"),
        (TODAY - timedelta(days=1), "today or later"),
    ],
)
def test_a_last_day_that_cannot_be_agreed(ends_on: date | None, words: str) -> None:
    asked = ask("GLOBAL_SEARCH")[0]
    assert words in problems(lambda: agree(asked, ends_on=ends_on))["ends_on"]


def test_what_changed_since_it_was_asked() -> None:
    first, second = ask("UPDATE_ALERT GLOBAL_SEARCH")
    access.give_role(username="OFFICER", role="UPDATE_ALERT", at=NOW, by=SYSTEM)
    assert "has it already" in problems(lambda: agree(first))[""]
    Role.objects.filter(pk="GLOBAL_SEARCH").update(hidden_on=TODAY)
    assert "no longer given" in problems(lambda: agree(second))[""]
    Account.objects.filter(username="OFFICER").update(inactive=True)
    assert "is closed" in problems(lambda: agree(second))[""]


def test_refusing_says_why() -> None:
    asked = ask("UPDATE_ALERT")[0]
    refuse = {"request_id": asked.pk, "version": 1, "by": actor("LSA"), "at": NOW, "today": TODAY}
    assert problems(lambda: commands.refuse(reason=" ", **refuse)) == {"reason": "Say why it is refused"}
    commands.refuse(reason=" Ask your line manager first ", **refuse)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("REFUSED", "Ask your line manager first")
    assert last_audit("ACCESS_REQUEST_REFUSED").details["changes"]["reason"] == ["", asked.reason]
    assert mails("access-refused")["OFFICER"]["reason"] == asked.reason
    assert "UPDATE_ALERT" not in Account.objects.get(username="OFFICER").roles


def test_who_was_slower_is_told_who_was_quicker() -> None:
    asked = ask("UPDATE_ALERT")[0]
    agree(asked, "LSA")
    with pytest.raises(commands.AlreadyDecided) as slower:
        agree(asked, "ADM")
    assert slower.value.words == "Lsa Person was quicker: this request was agreed to 24 November 2026 at 12:00"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_decides() -> None:
    asked = ask("UPDATE_ALERT")[0]

    def decide(by: str) -> str:
        try:
            agree(asked, by)
            return "agreed"
        except commands.AlreadyDecided as slower:
            return slower.words
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(decide, ["LSA", "ADM", "ADM2", "LSA"]))
    assert [answer for answer in answers if answer == "agreed"] == ["agreed"]
    assert all("was quicker" in answer for answer in answers if answer != "agreed")
    assert RoleGiven.objects.filter(role="UPDATE_ALERT").count() == 1
    assert AuditEntry.objects.filter(action="ACCESS_REQUEST_AGREED").count() == 1


# keeping


def test_keeping_a_role_moves_its_end() -> None:
    agree(ask("GLOBAL_SEARCH")[0])
    keep = {"kind": Kind.KEEP_ROLE, "code": "GLOBAL_SEARCH", "by": actor("OFFICER"), "at": NOW, "today": TODAY}
    said = problems(lambda: commands.ask_to_keep(why="", ends_on=CHRISTMAS, **keep))
    assert set(said) == {"why", "ends_on"} and "after 25 December 2026" in said["ends_on"]
    assert "Enter the last day" in problems(lambda: commands.ask_to_keep(why="Still", ends_on=None, **keep))["ends_on"]
    later = date(2027, 6, 30)
    asked = commands.ask_to_keep(why="Still", ends_on=later, **keep)
    assert "already" in problems(lambda: commands.ask_to_keep(why="Still", ends_on=later, **keep))["code"]
    agree(asked, "ADM2")
    given = RoleGiven.objects.get(role="GLOBAL_SEARCH")
    assert (given.ends_on, given.reference) == (later, f"Request {asked.pk}")
    assert last_audit("ROLE_EXTENDED").details["changes"] == {"ends": ["2026-12-25", "2027-06-30"]}
    assert Account.objects.get(username="OFFICER").roles.count("GLOBAL_SEARCH") == 1


def test_keeping_a_prison_moves_its_end() -> None:
    agree(ask(prison="MDI")[0])
    keep = {"kind": Kind.KEEP_CASELOAD, "code": "MDI", "by": actor("OFFICER"), "at": NOW, "today": TODAY}
    agree(commands.ask_to_keep(why="Still there", ends_on=date(2027, 1, 31), **keep))
    assert CaseloadGiven.objects.get().ends_on == date(2027, 1, 31)
    assert last_audit("CASELOAD_EXTENDED").details["caseload"] == "MDI"


@pytest.mark.parametrize(("kind", "code"), [(Kind.KEEP_ROLE, "POM"), (Kind.KEEP_ROLE, "GLOBAL_SEARCH"), (Kind.KEEP_CASELOAD, "LEI"), (Kind.KEEP_CASELOAD, "MDI"), (Kind.ROLE, "POM")])  # fmt: skip
def test_what_does_not_end_cannot_be_kept(kind: Kind, code: str) -> None:
    with pytest.raises(NotFound):
        commands.ask_to_keep(
            kind=kind, code=code, why="Why", ends_on=CHRISTMAS, by=actor("OFFICER"), at=NOW, today=TODAY
        )


def test_what_ended_while_the_request_waited_is_not_kept() -> None:
    agree(ask("GLOBAL_SEARCH")[0])
    asked = commands.ask_to_keep(
        kind=Kind.KEEP_ROLE, code="GLOBAL_SEARCH", why="Still", ends_on=date(2027, 6, 30), by=actor("OFFICER"), at=NOW,
        today=TODAY,
    )  # fmt: skip
    commands.end_what_is_over(today=CHRISTMAS + timedelta(days=1), at=NOW)
    assert "no longer has it" in problems(lambda: agree(asked))[""]


# removals


def test_asking_for_the_removal_of_a_role_one_may_not_take_away() -> None:
    Account.objects.filter(username="OFFICER").update(roles=["GLOBAL_SEARCH", "IMS_USER", "POM", "PRISON"])
    remove = {"username": "officer", "why": "Left the team", "at": NOW}
    asked = commands.ask_for_removal(role="GLOBAL_SEARCH", by=actor("LSA"), **remove)
    assert mails("access-asked")["ADM"]["what"] == "to take the role Global Search away from Officer Person"
    agree(asked, "ADM")
    assert "GLOBAL_SEARCH" not in Account.objects.get(username="OFFICER").roles
    assert last_audit("ROLE_TAKEN_AWAY").details["reason"] == f"Request {asked.pk}"
    assert mails("access-ended")["OFFICER"]["what"] == "the role Global Search"
    assert mails("access-given")["LSA"]["until"] == "from now on"
    hidden = commands.ask_for_removal(role="IMS_USER", by=actor("ADM"), **remove)
    with pytest.raises(NotFound):
        agree(hidden, "ADM2")
    agree(hidden, "TOP")
    assert Account.objects.get(username="OFFICER").roles == ["POM", "PRISON"]


@pytest.mark.parametrize(
    ("by", "role", "words"),
    [
        ("LSA", "POM", "You may take this role away yourself"),
        ("ADM", "GLOBAL_SEARCH", "You may take this role away yourself"),
        ("LSA", "PRISON", "comes with the account"),
    ],
)
def test_a_removal_that_need_not_be_asked_for(by: str, role: str, words: str) -> None:
    Account.objects.filter(username="OFFICER").update(roles=["GLOBAL_SEARCH", "POM", "PRISON"])
    said = problems(lambda: commands.ask_for_removal(username="OFFICER", role=role, why="", by=actor(by), at=NOW))
    assert words in said["role"] and "Say why" in said["why"]


@pytest.mark.parametrize(
    ("by", "role"), [("LSA_MDI", "POM"), ("COLLEAGUE", "POM"), ("EXT", "POM"), ("ADM", "UPDATE_ALERT")]
)
def test_a_removal_nobody_may_know_of(by: str, role: str) -> None:
    with pytest.raises(NotFound):
        commands.ask_for_removal(username="OFFICER", role=role, why="Why", by=actor(by), at=NOW)


# ending


def test_what_is_over_ends_and_is_told() -> None:
    agree(ask("GLOBAL_SEARCH", "MDI")[0])
    agree(AccessRequest.objects.get(code="MDI"))
    Account.objects.filter(username="OFFICER").update(active_caseload="MDI")
    assert commands.end_what_is_over(today=CHRISTMAS, at=NOW) == 0
    assert commands.end_what_is_over(today=CHRISTMAS + timedelta(days=1), at=NOW) == 2
    officer = Account.objects.get(username="OFFICER")
    assert (officer.roles, officer.caseloads, officer.active_caseload) == (["POM", "PRISON"], ["LEI"], "LEI")
    assert not RoleGiven.objects.exists() and not CaseloadGiven.objects.exists()
    assert not AccessWithdrawn.objects.exists(), "NOMIS may give the same again"
    assert last_audit("ROLE_TAKEN_AWAY").details["reason"] == "its last day is over"
    assert last_audit("CASELOAD_REMOVED").username == "SYS"
    told = Message.objects.filter(template="access-ended")
    assert {mail.values["what"] for mail in told} == {"the role Global Search", "the prison Moorland (HMP & YOI)"}
    assert {mail.values["because"] for mail in told} == {"25 December 2026 was its last day"}
    assert commands.end_what_is_over(today=CHRISTMAS + timedelta(days=1), at=NOW) == 0


def test_the_only_prison_ends_too() -> None:
    Account.objects.filter(username="OFFICER").update(caseloads=[], active_caseload="", roles=["POM"])
    agree(ask(prison="MDI")[0])
    commands.end_what_is_over(today=CHRISTMAS + timedelta(days=1), at=NOW)
    officer = Account.objects.get(username="OFFICER")
    assert (officer.roles, officer.caseloads, officer.active_caseload) == (["POM"], [], "")


def test_what_was_taken_away_otherwise_does_not_end_again() -> None:
    agree(ask("GLOBAL_SEARCH", "MDI")[0])
    agree(AccessRequest.objects.get(code="MDI"))
    Account.objects.filter(username="OFFICER").update(roles=["POM", "PRISON"])
    access.remove_caseload(username="OFFICER", caseload="MDI", at=NOW, by=SYSTEM)
    assert commands.forget_caseloads_no_longer_held() == 1
    access.add_caseload(username="OFFICER", caseload="MDI", at=NOW, by=SYSTEM)
    assert commands.end_what_is_over(today=CHRISTMAS + timedelta(days=1), at=NOW) == 0
    assert not RoleGiven.objects.exists()
    assert Account.objects.get(username="OFFICER").caseloads == ["LEI", "MDI"]


def test_people_are_told_two_weeks_before_once() -> None:
    agree(ask("GLOBAL_SEARCH", "MDI")[0])
    agree(AccessRequest.objects.get(code="MDI"))
    before = CHRISTMAS - timedelta(days=rules.REMIND_DAYS)
    assert commands.remind(today=before - timedelta(days=1), at=NOW) == 0
    assert commands.remind(today=before, at=NOW) == 2
    assert commands.remind(today=before + timedelta(days=1), at=NOW) == 0
    told = {mail.values["what"]: mail.values for mail in Message.objects.filter(template="access-about-to-end")}
    assert set(told) == {"the role Global Search", "the prison Moorland (HMP & YOI)"}
    assert told["the role Global Search"]["day"] == "25 December 2026"
    assert told["the role Global Search"]["link"].endswith("/access-requests/keep/role/GLOBAL_SEARCH/")
    commands.forget_old_reminders(CHRISTMAS)
    assert EndReminder.objects.count() == 2
    commands.forget_old_reminders(CHRISTMAS + timedelta(days=1))
    assert not EndReminder.objects.exists()


def test_who_asked_to_keep_it_or_has_left_is_not_reminded() -> None:
    agree(ask("GLOBAL_SEARCH", "MDI")[0])
    agree(AccessRequest.objects.get(code="MDI"))
    commands.ask_to_keep(
        kind=Kind.KEEP_ROLE, code="GLOBAL_SEARCH", why="Still", ends_on=date(2027, 6, 30), by=actor("OFFICER"), at=NOW,
        today=TODAY,
    )  # fmt: skip
    assert commands.remind(today=CHRISTMAS, at=NOW) == 1
    EndReminder.objects.all().delete()
    Account.objects.filter(username="OFFICER").update(inactive=True)
    assert commands.remind(today=CHRISTMAS, at=NOW) == 0


def test_the_jobs() -> None:
    officer, today, now = Account.objects.get(username="OFFICER"), local_time.today(), local_time.now()
    Account.objects.filter(pk=officer.pk).update(roles=["GLOBAL_SEARCH", "POM", "PRISON"])
    for role, ends_on in (("GLOBAL_SEARCH", today - timedelta(days=1)), ("POM", today + timedelta(days=14))):
        RoleGiven.objects.create(
            account=officer, role=role, given_by="ADM", given_at=now - timedelta(days=60), ends_on=ends_on
        )
    jobs.end_access(timestamp=0)
    jobs.remind_of_ends(timestamp=0)
    assert Account.objects.get(pk=officer.pk).roles == ["POM", "PRISON"]
    assert set(Message.objects.values_list("template", flat=True)) == {"access-ended", "access-about-to-end"}


# reviewing


def review(by: str, role: str, prison: str = "LEI", **verdicts: str) -> commands.reviewing.Outcome:
    ids = {Account.objects.get(username=name).pk: verdict for name, verdict in verdicts.items()}
    return commands.review(prison=prison, role=role, verdicts=ids, by=actor(by), at=NOW)


def test_a_review_is_kept_with_who_and_when() -> None:
    done = review("LSA", "POM", OFFICER="NEEDED", COLLEAGUE="NEEDED", LSA_MDI="NEEDED")
    assert (done.needed, done.taken_away, done.asked, done.gone) == (["Officer Person", "Colleague Person"], [], [], 1)
    kept = AccessReview.objects.get(account__username="OFFICER")
    assert (kept.role, kept.prison, kept.verdict, kept.by, kept.at) == ("POM", "LEI", "NEEDED", "LSA", NOW)
    review("LSA", "POM", OFFICER="TAKE_AWAY")
    assert last_audit("ACCESS_REVIEWED").details == {
        "role": "POM", "prison": "LEI", "changes": {"verdict": ["NEEDED", "TAKE_AWAY"]},
    }  # fmt: skip


def test_who_may_takes_away_at_once_and_others_ask() -> None:
    assert review("LSA", "POM", OFFICER="TAKE_AWAY").taken_away == ["Officer Person"]
    assert Account.objects.get(username="OFFICER").roles == ["PRISON"]
    assert mails("access-ended")["OFFICER"]["because"] == "a review found that it is no longer needed"
    assert review("GOVERNOR", "POM", COLLEAGUE="TAKE_AWAY").asked == ["Colleague Person"]
    assert review("GOVERNOR", "POM", COLLEAGUE="TAKE_AWAY").asked == ["Colleague Person"]
    waiting = AccessRequest.objects.get(kind="REMOVAL")
    assert (waiting.asked_by, waiting.account.username, waiting.code) == ("GOVERNOR", "COLLEAGUE", "POM")
    agree(waiting, "LSA")
    assert "POM" not in Account.objects.get(username="COLLEAGUE").roles


def test_nobody_reviews_themselves_or_another_prison() -> None:
    Account.objects.filter(username="LSA").update(roles=["MAINTAIN_ACCESS_ROLES", "POM", "PRISON"])
    done = review("LSA", "POM", LSA="TAKE_AWAY", OFFICER="nonsense")
    assert (done.needed, done.taken_away, done.asked) == ([], [], [])
    assert not AccessReview.objects.exists()
    for by, role, prison in (("LSA", "POM", "MDI"), ("GOVERNOR", "POM", "MDI"), ("LSA", "PRISON", "LEI")):
        with pytest.raises(NotFound):
            review(by, role, prison, OFFICER="NEEDED")
    with pytest.raises(NotAllowed):
        review("COLLEAGUE", "POM", OFFICER="NEEDED")


# what the rule says and what the list says are one


def test_the_inbox_holds_what_may_be_decided_and_nothing_else() -> None:
    make(
        "EVERYTHING",
        "MAINTAIN_ACCESS_ROLES MAINTAIN_OAUTH_USERS CENTRAL_ADMIN OAUTH_ADMIN",
        "LEI",
        "LEI MDI",
        staff_id=1,
    )
    catalogue = queries.catalogue(TODAY)
    for account in Account.objects.all():
        for kind in Kind:
            for code in (
                ("MDI",)
                if kind.is_about_a_caseload
                else ("POM", "GLOBAL_SEARCH", "MFA", "OAUTH_ADMIN", "IMS_USER", "AUDIT")
            ):
                AccessRequest.objects.create(
                    account=account, kind=kind, code=code, why="Why", asked_at=NOW,
                    asked_by="LSA" if kind is Kind.REMOVAL else account.username,
                )  # fmt: skip
    AccessRequest.objects.create(
        account=Account.objects.get(username="OFFICER"),
        kind="ROLE",
        code="NOT_KNOWN",
        why="?",
        asked_by="OFFICER",
        asked_at=NOW,
    )
    found = 0
    for account in Account.objects.all():
        decider = queries.decider_of(actor(account.username))
        listed = {request.pk for request in queries.to_decide(decider, catalogue)}
        ruled = {
            request.pk
            for request in AccessRequest.objects.select_related("account")
            if rules.may_decide(decider, queries.asked(request, queries.named(request.code, catalogue).admin_types))
        }
        assert listed == ruled, account.username
        found += len(listed)
        assert queries.waiting_for(actor(account.username), TODAY) == len(listed)
    assert found > 50
    assert AccessRequest.objects.aggregate(most=Max("version"))["most"] == 1
