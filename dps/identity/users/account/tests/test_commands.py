from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dps.identity.models import Account, AdministeredPrison, OneTimeLink, Role, RoleGiven, StaffSession
from dps.identity.users.account import commands
from dps.identity.users.tests.staff import NOON, acting, make, make_central, make_estate, make_local
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
OPERATOR = "MANAGE_NOMIS_USER_ACCOUNT"


@pytest.fixture(autouse=True)
def _estate(request: pytest.FixtureRequest) -> None:
    make_estate()


@pytest.fixture
def aisha() -> Account:
    return make("AISHA_GEN", caseloads=["LEI", "MDI"], roles=["POM"])


@pytest.fixture
def central() -> Actor:
    return acting(make_central("CENTRAL_ADM", OPERATOR))


@pytest.fixture
def local() -> Actor:
    return acting(make_local("LEEDS_ADM", OPERATOR))


def now(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def give(by: Actor, *roles: str, username: str = "AISHA_GEN", ends_on: date | None = None, reference: str = "") -> None:
    commands.give_roles(
        username=username, roles=roles, ends_on=ends_on, reference=reference, at=NOON, today=TODAY, by=by
    )


def actions(username: str = "AISHA_GEN") -> list[str]:
    return list(AuditEntry.objects.filter(subject_id=username).order_by("id").values_list("action", flat=True))


DO: dict[str, Callable[[str, Actor], Any]] = {
    "give": lambda u, by: give(by, "LICENCE_CA", username=u),
    "take": lambda u, by: commands.take_role_away(username=u, role="POM", at=NOON, by=by),
    "add caseload": lambda u, by: commands.add_caseloads(username=u, caseloads=["NHI"], at=NOON, by=by),
    "remove caseload": lambda u, by: commands.remove_caseload(username=u, caseload="MDI", at=NOON, by=by),
    "choose caseload": lambda u, by: commands.choose_caseload(username=u, caseload="MDI", at=NOON, by=by),
    "add prison": lambda u, by: commands.add_prisons_looked_after(username=u, prisons=["NHI"], at=NOON, by=by),
    "remove prison": lambda u, by: commands.remove_prison_looked_after(username=u, prison="MDI", at=NOON, by=by),
    "rename": lambda u, by: commands.rename(username=u, first_name="Ann", last_name="Bo", was="Aisha Holroyd", at=NOON, by=by),
    "email": lambda u, by: commands.change_email(username=u, email="n@justice.gov.uk", was=f"{u.lower()}@justice.gov.uk", at=NOON, by=by),
    "deactivate": lambda u, by: commands.deactivate(username=u, reason="Left the service", at=NOON, by=by),
    "activate": lambda u, by: commands.activate(username=u, at=NOON, by=by),
    "unlock": lambda u, by: commands.unlock(username=u, at=NOON, by=by),
    "sign out": lambda u, by: commands.sign_out_everywhere(username=u, at=NOON, by=by),
    "second step": lambda u, by: commands.reset_second_step(username=u, at=NOON, by=by),
    "first password": lambda u, by: commands.send_first_password(username=u, at=NOON, by=by),
}  # fmt: skip
FOR_CENTRAL = {"add caseload", "remove caseload", "add prison", "remove prison", "rename", "email"}
FOR_OPERATOR = {"deactivate", "activate", "unlock", "sign out", "second step", "first password"}


def everything_of(account: Account) -> tuple[Any, ...]:
    kept = now(account)
    return (
        kept.roles, kept.caseloads, kept.active_caseload, kept.first_name, kept.email, kept.inactive, kept.locked,
        list(AdministeredPrison.objects.filter(account=account).values_list("prison", flat=True)),
        StaffSession.objects.filter(account_id=account.pk).count(), OneTimeLink.objects.filter(account=account).count(),
    )  # fmt: skip


# who may


@pytest.mark.parametrize("what", DO)
def test_each_change_asks_for_its_role(what: str, aisha: Account) -> None:
    roles = {
        "MAINTAIN_ACCESS_ROLES": what not in FOR_CENTRAL | FOR_OPERATOR,
        "MAINTAIN_ACCESS_ROLES_ADMIN": what not in FOR_OPERATOR,
        "STAFF_SEARCH": False,
        "VIEW_NOMIS_STAFF_DETAILS": False,
        "CREATE_USER": False,
        "CENTRAL_ADMIN": False,
    }
    for role, may in roles.items():
        by = acting(make(f"{role}_X"[:30], roles=[role], caseloads=[], looks_after=["LEI"]))
        before = everything_of(aisha)
        try:
            DO[what](aisha.username, by)
            refused = False
        except Refusal as refusal:
            refused = isinstance(refusal, NotAllowed)
        assert refused is not may, role
        if refused:
            assert everything_of(aisha) == before
            entry = AuditEntry.objects.latest("id")
            assert (
                entry.action.endswith("_REFUSED") and entry.subject_id == "AISHA_GEN" and entry.username == by.username
            )


@pytest.mark.parametrize("what", DO)
def test_nobody_changes_their_own_account_or_another_of_theirs(what: str) -> None:
    both = ["MAINTAIN_ACCESS_ROLES_ADMIN", OPERATOR, "POM"]
    admin = make("ME_ADM", roles=both, caseloads=["LEI", "MDI"], staff_id=9, locked=True, looks_after=["MDI"])
    other = make("ME_GEN", roles=["POM"], caseloads=["LEI", "MDI"], staff_id=9, locked=True, looks_after=["MDI"])
    for mine in (admin, other):
        before = everything_of(mine)
        with pytest.raises(NotAllowed):
            DO[what](mine.username, acting(admin))
        assert everything_of(mine) == before


@pytest.mark.parametrize("what", DO)
def test_an_account_one_may_not_know_of_is_not_found(what: str, local: Actor, central: Actor) -> None:
    make("MOOR_GEN", caseloads=["MDI", "NHI"], roles=["POM"])
    make("OUT_USER", caseloads=["LEI", "MDI"], source="auth", roles=["POM"])
    if what not in FOR_CENTRAL:
        for username in ("MOOR_GEN", "OUT_USER", "NO_SUCH"):
            with pytest.raises(NotFound):
                DO[what](username, local)
    for username in ("OUT_USER", "NO_SUCH"):
        with pytest.raises(NotFound):
            DO[what](username, central)


# roles


def test_roles_are_given_with_ticket_and_last_day(local: Actor, aisha: Account) -> None:
    give(local, "LICENCE_CA", "LICENCE_DM", ends_on=TODAY + timedelta(30), reference="INC-77")
    assert now(aisha).roles == ["LICENCE_CA", "LICENCE_DM", "POM", "PRISON"]
    given = RoleGiven.objects.get(account=aisha, role="LICENCE_CA")
    assert (given.given_by, given.reference, given.ends_on) == ("LEEDS_ADM", "INC-77", date(2026, 12, 24))
    assert actions() == ["ROLE_GIVEN", "ROLE_GIVEN"]
    entry = AuditEntry.objects.filter(action="ROLE_GIVEN").first()
    assert entry is not None and entry.details == {"role": "LICENCE_CA", "reference": "INC-77", "ends": "2026-12-24"}


@pytest.mark.parametrize(
    ("roles", "refusal"),
    [
        (["LICENCE_CA", "POM"], Conflict),
        (["LICENCE_CA", "NO_SUCH_ROLE"], NotFound),
        (["LICENCE_CA", "MAINTAIN_ACCESS_ROLES_ADMIN"], NotAllowed),
        (["LICENCE_CA", "PRISON"], Conflict),
        ([], Invalid),
    ],
)
def test_roles_are_given_all_or_none(local: Actor, aisha: Account, roles: list[str], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        give(local, *roles)
    assert now(aisha).roles == ["POM", "PRISON"]
    assert actions() == ["ROLE_GIVEN_REFUSED"]


def test_everything_wrong_about_a_role_is_told_at_once(local: Actor, aisha: Account) -> None:
    with pytest.raises(Invalid) as refused:
        give(local, ends_on=TODAY, reference="x" * 61)
    assert set(refused.value.problems) == {"roles", "ends_on", "reference"}


def test_client_administration_is_passed_on_only_by_a_holder(central: Actor, aisha: Account) -> None:
    with pytest.raises(NotAllowed):
        give(central, "OAUTH_ADMIN")
    give(acting(make_central("HOLDER_ADM", "OAUTH_ADMIN")), "OAUTH_ADMIN")
    assert "OAUTH_ADMIN" in now(aisha).roles


def test_a_hidden_role_is_not_given_and_stays_where_it_is_held(central: Actor, aisha: Account) -> None:
    Role.objects.filter(pk__in=["POM", "LICENCE_CA"]).update(hidden_on=TODAY)
    with pytest.raises(NotAllowed):
        give(central, "LICENCE_CA")
    commands.take_role_away(username="AISHA_GEN", role="POM", at=NOON, by=central)
    assert now(aisha).roles == ["PRISON"]


def test_a_role_not_held_cannot_be_taken(local: Actor, aisha: Account) -> None:
    for role in ("LICENCE_CA", "PRISON", "NO_SUCH"):
        with pytest.raises(NotFound):
            commands.take_role_away(username="AISHA_GEN", role=role, at=NOON, by=local)


@pytest.mark.parametrize(
    ("role", "local_may", "central_may"),
    [
        ("POM", True, True),
        ("CELL_MOVE", False, True),
        ("IMS_USER", False, False),
        ("NOT_IN_THE_CATALOGUE", False, True),
    ],
)
def test_restricted_roles_have_to_be_asked_for(
    local: Actor, central: Actor, role: str, local_may: bool, central_may: bool
) -> None:
    for by, may in ((local, local_may), (central, central_may)):
        account = make(f"HAS_{by.username}", roles=[role])
        if may:
            commands.take_role_away(username=account.username, role=role, at=NOON, by=by)
        else:
            with pytest.raises(NotAllowed):
                commands.take_role_away(username=account.username, role=role, at=NOON, by=by)
        assert (role in now(account).roles) is not may


@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_same_role_at_once_give_it_once() -> None:
    aisha = make("AISHA_GEN")
    who = [acting(make_central(f"C{n}_ADM")) for n in range(2)]

    def one(by: Actor) -> str:
        try:
            give(by, "POM")
            return "given"
        except Conflict as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(one, who))
    assert told == ["Aisha Holroyd already holds POM User. No role was added.", "given"]
    assert RoleGiven.objects.filter(account=aisha).count() == 1


# caseloads and prisons


def test_caseloads_are_added_and_removed(central: Actor, aisha: Account) -> None:
    commands.add_caseloads(username="AISHA_GEN", caseloads=["NHI", "BXI"], at=NOON, by=central)
    commands.remove_caseload(username="AISHA_GEN", caseload="MDI", at=NOON, by=central)
    assert now(aisha).caseloads == ["LEI", "NHI", "BXI"]
    for codes, refusal in ((["NHI"], Conflict), (["HYI"], NotFound), (["XXX"], NotFound), ([], Invalid)):
        with pytest.raises(refusal):
            commands.add_caseloads(
                username="AISHA_GEN", caseloads=["MDI", *codes] if codes else [], at=NOON, by=central
            )
    assert now(aisha).caseloads == ["LEI", "NHI", "BXI"], "all or none"
    with pytest.raises(NotFound):
        commands.remove_caseload(username="AISHA_GEN", caseload="MDI", at=NOON, by=central)


@pytest.mark.parametrize("caseloads", [["LEI", "MDI"], ["LEI"]])
def test_the_active_caseload_is_never_removed(central: Actor, caseloads: list[str]) -> None:
    account = make("BO_GEN", caseloads=caseloads)
    with pytest.raises(Conflict) as refused:
        commands.remove_caseload(username="BO_GEN", caseload="LEI", at=NOON, by=central)
    assert "choose another active caseload first" in str(refused.value)
    assert now(account).caseloads == caseloads


def test_an_active_caseload_is_one_they_have(local: Actor, aisha: Account) -> None:
    commands.choose_caseload(username="AISHA_GEN", caseload="MDI", at=NOON, by=local)
    assert now(aisha).active_caseload == "MDI"
    with pytest.raises(NotFound):
        commands.choose_caseload(username="AISHA_GEN", caseload="NHI", at=NOON, by=local)


def test_prisons_looked_after(central: Actor) -> None:
    new = make_local("NEW_ADM", looks_after=("LEI",))
    commands.add_prisons_looked_after(username="NEW_ADM", prisons=["MDI", "NHI"], at=NOON, by=central)
    commands.remove_prison_looked_after(username="NEW_ADM", prison="LEI", at=NOON, by=central)
    kept = set(AdministeredPrison.objects.filter(account=new).values_list("prison", flat=True))
    assert kept == {"MDI", "NHI"}
    assert actions("NEW_ADM") == [
        "PRISON_LOOKED_AFTER_ADDED",
        "PRISON_LOOKED_AFTER_ADDED",
        "PRISON_LOOKED_AFTER_REMOVED",
    ]
    for codes, refusal in ((["BXI", "MDI"], Conflict), (["XXX"], NotFound), ([], Invalid)):
        with pytest.raises(refusal):
            commands.add_prisons_looked_after(username="NEW_ADM", prisons=codes, at=NOON, by=central)
    with pytest.raises(NotFound):
        commands.remove_prison_looked_after(username="NEW_ADM", prison="LEI", at=NOON, by=central)
    assert set(AdministeredPrison.objects.filter(account=new).values_list("prison", flat=True)) == kept


# name and address


def test_a_name_is_changed_with_before_and_after(central: Actor, aisha: Account) -> None:
    commands.rename(
        username="aisha_gen", first_name=" Aïsha ", last_name="O’Roe-Day", was="Aisha Holroyd", at=NOON, by=central
    )
    assert (now(aisha).first_name, now(aisha).last_name) == ("Aïsha", "O'Roe-Day")
    entry = AuditEntry.objects.get(action="NAME_CHANGED")
    assert entry.details == {"changes": {"first_name": ["Aisha", "Aïsha"], "last_name": ["Holroyd", "O'Roe-Day"]}}


def test_what_somebody_else_changed_first_is_told(central: Actor, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(last_name="Marsh", email="new@justice.gov.uk")
    with pytest.raises(Conflict) as refused:
        commands.rename(username="AISHA_GEN", first_name="A", last_name="", was="Aisha Holroyd", at=NOON, by=central)
    assert "Aisha Marsh" in str(refused.value)
    with pytest.raises(Conflict) as refused:
        commands.change_email(
            username="AISHA_GEN", email="x@justice.gov.uk", was="aisha_gen@justice.gov.uk", at=NOON, by=central
        )
    assert "new@justice.gov.uk" in str(refused.value)


def test_every_wrong_part_of_a_name_is_told_at_once(central: Actor, aisha: Account) -> None:
    with pytest.raises(Invalid) as refused:
        commands.rename(username="AISHA_GEN", first_name="", last_name="B0b", was="Aisha Holroyd", at=NOON, by=central)
    assert set(refused.value.problems) == {"first_name", "last_name"}


@pytest.mark.parametrize(
    "email", ["", "nonsense", "a@gmail.com", "a@fredjustice.gov.uk", "a@x.gsi.gov.uk", "aisha_gen@justice.gov.uk"]
)
def test_an_address_that_cannot_be_used(central: Actor, aisha: Account, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        commands.change_email(username="AISHA_GEN", email=email, was="aisha_gen@justice.gov.uk", at=NOON, by=central)
    assert set(refused.value.problems) == {"email"}
    assert now(aisha).email == "aisha_gen@justice.gov.uk"


def test_a_new_address_waits_to_be_confirmed(central: Actor) -> None:
    account = make("BO_GEN", email="bo@justice.gov.uk", email_verified=True)
    commands.change_email(
        username="BO_GEN", email=" Bo.New@Justice.gov.uk", was="bo@justice.gov.uk", at=NOON, by=central
    )
    assert now(account).email == "bo@justice.gov.uk"
    assert OneTimeLink.objects.get(account=account, kind="EMAIL").address == "bo.new@justice.gov.uk"


# nobody gets into an account that may do more than they could be given

PROOF = ("email", "second step", "first password")
TAKE_OVERS: list[tuple[list[str], list[str], bool]] = [
    (["MAINTAIN_ACCESS_ROLES_ADMIN"], ["POM", "CELL_MOVE", "MAINTAIN_ACCESS_ROLES_ADMIN"], True),
    (["MAINTAIN_ACCESS_ROLES_ADMIN"], ["OAUTH_ADMIN"], False),
    (["MAINTAIN_ACCESS_ROLES_ADMIN"], ["ROLES_ADMIN"], False),
    (["MAINTAIN_ACCESS_ROLES_ADMIN"], ["NOT_IN_THE_CATALOGUE"], False),
    (["MAINTAIN_ACCESS_ROLES_ADMIN", "OAUTH_ADMIN"], ["OAUTH_ADMIN", "POM"], True),
    (["MAINTAIN_ACCESS_ROLES"], ["POM", "MAINTAIN_ACCESS_ROLES"], True),
    (["MAINTAIN_ACCESS_ROLES"], ["POM", "MAINTAIN_ACCESS_ROLES_ADMIN"], False),
    (["MAINTAIN_ACCESS_ROLES", "CELL_MOVE"], ["CELL_MOVE"], False),
    (["STAFF_SEARCH"], ["POM"], False),
    (["STAFF_SEARCH"], [], True),
]


@pytest.mark.parametrize(
    ("what", "mine", "theirs", "may"),
    [
        (what, *case)
        for case in TAKE_OVERS
        for what in PROOF
        if what != "email" or "MAINTAIN_ACCESS_ROLES_ADMIN" in case[0]  # nobody else changes addresses at all
    ],
)
def test_whose_way_of_proving_who_they_are_is_changed(what: str, mine: list[str], theirs: list[str], may: bool) -> None:
    account = make(
        "BO_GEN", roles=theirs, email_verified=True, **({"password": "!x"} if what == "first password" else {})
    )
    by = acting(make("ME_ADM", roles=[*mine, OPERATOR], caseloads=[], looks_after=["LEI"]))
    before = everything_of(account)
    if may:
        DO[what]("BO_GEN", by)
        assert not actions("BO_GEN")[-1].endswith("_REFUSED")
        return
    with pytest.raises(NotAllowed):
        DO[what]("BO_GEN", by)
    assert everything_of(account) == before
    entry = AuditEntry.objects.get(subject_id="BO_GEN")
    assert entry.action.endswith("_REFUSED") and theirs[-1] in entry.details["words"]


@pytest.mark.parametrize("what", [*sorted(FOR_OPERATOR - set(PROOF)), "rename"])
def test_what_opens_no_way_in_is_done_for_any_account(what: str) -> None:
    make(
        "BO_GEN", name=("Aisha", "Holroyd"), roles=["OAUTH_ADMIN"], locked=what == "unlock", inactive=what == "activate"
    )
    DO[what]("BO_GEN", acting(make_central("ME_ADM", OPERATOR)))
    assert not actions("BO_GEN")[-1].endswith("_REFUSED")


# whether and how the account can be used


def test_closing_ends_sessions_and_opening_undoes_it(central: Actor, aisha: Account) -> None:
    Client().force_login(aisha)
    commands.deactivate(username="AISHA_GEN", reason=" Left ", at=NOON, by=central)
    closed = now(aisha)
    assert (closed.inactive, closed.inactive_reason, closed.inactive_since) == (True, "Left", NOON)
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    with pytest.raises(Conflict):
        commands.deactivate(username="AISHA_GEN", reason="Again", at=NOON, by=central)
    commands.activate(username="AISHA_GEN", at=NOON, by=central)
    assert not now(aisha).inactive and now(aisha).roles == ["POM", "PRISON"]
    with pytest.raises(Conflict):
        commands.activate(username="AISHA_GEN", at=NOON, by=central)
    assert actions() == ["ACCOUNT_DISABLED", "ACCOUNT_DISABLED_REFUSED", "ACCOUNT_ENABLED", "ACCOUNT_ENABLED_REFUSED"]


@pytest.mark.parametrize("reason", ["", " ", "x", "x" * 101])
def test_a_reason_is_2_to_100_characters(central: Actor, aisha: Account, reason: str) -> None:
    with pytest.raises(Invalid):
        commands.deactivate(username="AISHA_GEN", reason=reason, at=NOON, by=central)
    assert not now(aisha).inactive


def test_unlocking_opens_what_is_locked_and_not_what_is_inactive(local: Actor) -> None:
    account = make("BO_GEN", locked=True, inactive=True, inactive_reason="left", failed_attempts=3)
    commands.unlock(username="BO_GEN", at=NOON, by=local)
    assert (now(account).locked, now(account).inactive, now(account).failed_attempts) == (False, True, 0)
    with pytest.raises(Conflict):
        commands.unlock(username="BO_GEN", at=NOON, by=local)


def test_signing_out_everywhere(local: Actor, aisha: Account) -> None:
    for _ in range(2):
        Client().force_login(aisha)
    commands.sign_out_everywhere(username="AISHA_GEN", at=NOON, by=local)
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    assert AuditEntry.objects.get(action="SESSIONS_ENDED").details == {"sessions": 2}


def test_the_second_step_is_reset(local: Actor, aisha: Account) -> None:
    commands.reset_second_step(username="AISHA_GEN", at=NOON, by=local)
    assert actions() == ["SECOND_STEP_RESET"]


def test_a_first_password_link_is_for_those_without_a_password(local: Actor, aisha: Account) -> None:
    account = make("NEW_GEN", password="!none")
    commands.send_first_password(username="NEW_GEN", at=NOON, by=local)
    link = OneTimeLink.objects.get(account=account)
    assert (link.kind, link.expires_at - NOON) == ("FIRST", timedelta(days=7))
    with pytest.raises(Conflict):
        commands.send_first_password(username="AISHA_GEN", at=NOON, by=local)
    Account.objects.filter(pk=account.pk).update(inactive=True)
    with pytest.raises(Conflict):
        commands.send_first_password(username="NEW_GEN", at=NOON, by=local)
    Account.objects.filter(pk=account.pk).update(inactive=False, email="")
    with pytest.raises(Invalid):
        commands.send_first_password(username="NEW_GEN", at=NOON, by=local)
