import dataclasses
import uuid
from collections.abc import Callable

import pytest

from dps.identity.external import commands, queries
from dps.identity.external.models import Group, GroupMember
from dps.identity.external.tests.conftest import NOW, TODAY, somebody
from dps.identity.models import Account, OneTimeLink, Role, RoleGiven
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.notify.models import Message
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound


def create(by: Actor, **details: str) -> Account:
    typed = {
        "email": "Jo.O’Neil@Justice.gov.uk ",
        "first_name": "Jo",
        "last_name": "O’Neil",
        "group": "COURT",
        **details,
    }
    return commands.create_person(**typed, at=NOW, by=by)


def test_somebody_new_gets_what_the_group_gives_and_a_link(manager: Actor) -> None:
    made = create(manager)
    made.refresh_from_db()
    assert (made.username, made.email, made.source) == ("JO.O'NEIL@JUSTICE.GOV.UK", "jo.o'neil@justice.gov.uk", "auth")
    assert made.roles == ["GLOBAL_SEARCH", "VIDEO_LINK_COURT_USER"] and not made.has_usable_password()
    assert [group.code for group in queries.groups_of(made)] == ["COURT"]
    assert set(RoleGiven.objects.values_list("role", "reference", "given_by")) == {
        ("GLOBAL_SEARCH", "group COURT", manager.username),
        ("VIDEO_LINK_COURT_USER", "group COURT", manager.username),
    }
    assert OneTimeLink.objects.get(account=made).kind == "FIRST"
    assert list(Message.objects.values_list("template", flat=True)) == ["first-password"]
    actions = AuditEntry.objects.filter(subject_id=made.username).order_by("id").values_list("action", flat=True)
    assert list(actions)[:2] == ["ACCOUNT_CREATED", "GROUP_JOINED"]


def test_somebody_new_is_refused_with_every_reason_at_once(manager: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        create(manager, email="x@gmail.com", first_name="J", last_name=" ", group="")
    assert refused.value.problems == {
        "email": refused.value.problems["email"],
        "first_name": "First name must be 2 characters or more",
        "last_name": "Enter a last name",
        "group": "Choose a group",
    }
    assert not Account.objects.filter(email="x@gmail.com").exists()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("manager@police.uk", "already"),
        ("taken@justice.gov.uk", "already"),
        ("x@fredjustice.gov.uk", "work email"),
        ("x@hmps.gsi.gov.uk", "gsi"),
        ("", "Enter an email"),
        ("x@@justice.gov.uk", "@"),
        ("1x@justice.gov.uk", "begin with a letter"),
    ],
)
def test_addresses_that_are_refused(manager: Actor, email: str, words: str) -> None:
    from dps.identity.users.domains.commands import load_domains

    load_domains(at=NOW)
    Account.objects.create(username="OTHER_GEN", email="taken@justice.gov.uk")
    with pytest.raises(Invalid) as refused:
        create(manager, email=email)
    assert words in refused.value.problems["email"] and set(refused.value.problems) == {"email"}


def test_groups_of_others_are_not_a_managers_to_give(manager: Actor, keeper: Actor) -> None:
    with pytest.raises(Invalid):
        create(manager, group="PF_LONDON")
    assert queries.groups_of(create(keeper, group="")) == []


def test_opening_and_closing(manager: Actor) -> None:
    account = somebody("JO", "COURT")
    with pytest.raises(Invalid):
        commands.disable_person(key=account.key, reason="x", at=NOW, by=manager)
    commands.disable_person(key=account.key, reason="Left the court", at=NOW, by=manager)
    account.refresh_from_db()
    assert (account.inactive, account.inactive_reason) == (True, "Left the court")
    commands.enable_person(key=account.key, at=NOW, by=manager)
    commands.enable_person(key=account.key, at=NOW, by=manager)
    account.refresh_from_db()
    assert not account.inactive
    message = Message.objects.get()
    assert (message.template, message.username) == ("account-activated", account.username)
    Account.objects.filter(pk=account.pk).update(locked=True)
    commands.unlock_person(key=account.key, by=manager)
    account.refresh_from_db()
    assert not account.locked
    actions = AuditEntry.objects.filter(subject_id=account.username).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["ACCOUNT_DISABLED_REFUSED", "ACCOUNT_DISABLED", "ACCOUNT_ENABLED", "ACCOUNT_UNLOCKED"]


def test_a_new_link_only_for_somebody_without_a_password(manager: Actor) -> None:
    invited = somebody("JO", "COURT", password="!unusable")
    assert commands.send_first_password_again(key=invited.key, at=NOW, by=manager) == "jo@police.uk"
    with pytest.raises(Conflict):
        commands.send_first_password_again(key=somebody("AL", "COURT").key, at=NOW, by=manager)


@pytest.mark.parametrize(
    ("who", "roles", "may"),
    [
        ("manager", ["GLOBAL_SEARCH", "PECS_COURT"], True),
        ("manager", ["GLOBAL_SEARCH", "PF_POLICE"], False),
        ("manager", ["AUTH_GROUP_MANAGER"], False),
        ("keeper", ["AUTH_GROUP_MANAGER", "PF_POLICE", "MAINTAIN_OAUTH_USERS"], True),
        ("keeper", ["OAUTH_ADMIN"], False),
        ("keeper", ["UPDATE_ALERT"], False),
        ("keeper", ["NOT_IN_THE_CATALOGUE"], False),
        ("keeper who holds it", ["OAUTH_ADMIN"], True),
    ],
)
def test_nobody_takes_over_who_may_do_what_they_could_not_give(
    manager: Actor, keeper: Actor, who: str, roles: list[str], may: bool
) -> None:
    Role.objects.filter(pk="PECS_COURT").update(hidden_on=TODAY)
    both = dataclasses.replace(keeper, roles=keeper.roles | {"OAUTH_ADMIN"})
    by = {"manager": manager, "keeper": keeper, "keeper who holds it": both}[who]
    account = somebody("JO", "COURT", roles=roles, password="!unusable")
    changes = [lambda: commands.send_first_password_again(key=account.key, at=NOW, by=by)]
    if who != "manager":
        changes.append(
            lambda: commands.change_email_of_person(key=account.key, email="jo@justice.gov.uk", at=NOW, by=by)
        )
    for change in changes:
        if may:
            assert change()
            continue
        with pytest.raises(NotAllowed):
            change()
        entry = AuditEntry.objects.filter(subject_id="JO@POLICE.UK").latest("id")
        assert entry.action.endswith("_REFUSED") and entry.details["why"] == "NotAllowed"
    assert OneTimeLink.objects.filter(account=account).exists() is may


def test_roles_within_what_the_groups_allow(manager: Actor, keeper: Actor) -> None:
    account = somebody("JO", "COURT")
    with pytest.raises(Invalid):
        commands.give_roles(key=account.key, roles=["PECS_COURT", "PF_POLICE"], today=TODAY, at=NOW, by=manager)
    account.refresh_from_db()
    assert account.roles == []
    commands.give_roles(key=account.key, roles=["PECS_COURT"], today=TODAY, at=NOW, by=manager)
    commands.give_roles(key=account.key, roles=["PF_POLICE"], today=TODAY, at=NOW, by=keeper)
    for roles in ([], ["PECS_COURT"], ["OAUTH_ADMIN"], ["UPDATE_ALERT"], ["NONE"]):
        with pytest.raises(Invalid):
            commands.give_roles(key=account.key, roles=roles, today=TODAY, at=NOW, by=keeper)
    with pytest.raises(NotAllowed):
        commands.take_role(key=account.key, role="PF_POLICE", at=NOW, by=manager)
    commands.take_role(key=account.key, role="PECS_COURT", at=NOW, by=manager)
    with pytest.raises(NotFound):
        commands.take_role(key=account.key, role="PECS_COURT", at=NOW, by=manager)
    account.refresh_from_db()
    assert account.roles == ["PF_POLICE"]


def test_a_hidden_role_is_not_offered_and_can_be_taken(keeper: Actor) -> None:
    account = somebody("JO", "COURT", roles=["PECS_COURT"])
    Role.objects.filter(pk__in=["PF_POLICE", "PECS_COURT"]).update(hidden_on=TODAY)
    assert "PF_POLICE" not in queries.roles_to_give(account, queries.reach_of(keeper), today=TODAY, by=keeper)
    commands.take_role(key=account.key, role="PECS_COURT", at=NOW, by=keeper)


def test_joining_and_leaving(manager: Actor, keeper: Actor) -> None:
    account = somebody("JO", "PF_LONDON", roles=["GLOBAL_SEARCH"])
    with pytest.raises(NotFound):
        commands.join_group(key=account.key, group="COURT", at=NOW, by=manager)
    commands.join_group(key=account.key, group="COURT", at=NOW, by=keeper)
    account.refresh_from_db()
    assert account.roles == ["GLOBAL_SEARCH", "VIDEO_LINK_COURT_USER"]
    with pytest.raises(Conflict):
        commands.join_group(key=account.key, group="COURT", at=NOW, by=keeper)
    for group, refusal in (("", Invalid), ("EMPTY", Invalid), ("NONE", Invalid)):
        with pytest.raises(refusal):
            commands.join_group(key=account.key, group=group, at=NOW, by=manager)
    with pytest.raises(NotFound):
        commands.leave_group(key=account.key, group="PF_LONDON", at=NOW, by=manager)
    commands.leave_group(key=account.key, group="PF_LONDON", at=NOW, by=keeper)
    with pytest.raises(Invalid, match="deactivate the account instead"):
        commands.leave_group(key=account.key, group="COURT", at=NOW, by=manager)
    commands.leave_group(key=account.key, group="COURT", at=NOW, by=keeper)
    account.refresh_from_db()
    assert account.roles == ["GLOBAL_SEARCH", "VIDEO_LINK_COURT_USER"] and not queries.groups_of(account)
    entry = AuditEntry.objects.filter(action="GROUP_LEFT").last()
    assert entry.details == {"group": "COURT", "group_name": "Leeds Crown Court"}


EVERY: dict[str, Callable[[uuid.UUID, Actor], object]] = {
    "enable": lambda key, by: commands.enable_person(key=key, at=NOW, by=by),
    "disable": lambda key, by: commands.disable_person(key=key, reason="Reason", at=NOW, by=by),
    "unlock": lambda key, by: commands.unlock_person(key=key, by=by),
    "link": lambda key, by: commands.send_first_password_again(key=key, at=NOW, by=by),
    "give": lambda key, by: commands.give_roles(key=key, roles=["PECS_COURT"], today=TODAY, at=NOW, by=by),
    "take": lambda key, by: commands.take_role(key=key, role="PECS_COURT", at=NOW, by=by),
    "join": lambda key, by: commands.join_group(key=key, group="COURT", at=NOW, by=by),
    "leave": lambda key, by: commands.leave_group(key=key, group="PF_LONDON", at=NOW, by=by),
}


@pytest.mark.parametrize("what", EVERY)
def test_people_of_other_groups_and_of_prisons_are_not_known(manager: Actor, keeper: Actor, what: str) -> None:
    with pytest.raises(NotFound):
        EVERY[what](somebody("JO", "PF_LONDON", roles=["PECS_COURT"]).key, manager)
    entry = AuditEntry.objects.get()
    assert entry.action.endswith("_REFUSED") and entry.details["why"] == "NotFound"
    assert (entry.subject_id, entry.username) == ("JO@POLICE.UK", manager.username)
    staff = Account.objects.create(username="STAFF_GEN", source="nomis", roles=["PECS_COURT"])
    with pytest.raises(NotFound):
        EVERY[what](staff.key, keeper)


@pytest.mark.parametrize("what", EVERY)
@pytest.mark.parametrize("role", ["PRISON", "VIEW_USER_GROUPS", "CONTRACT_MANAGER_VIEW_GROUP"])
def test_who_may_change_nobody(catalogue: None, what: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        EVERY[what](somebody("JO", "COURT").key, Actor("X", account_id=1, roles=frozenset({role})))


@pytest.mark.parametrize("what", ["disable", "give", "take"])
def test_not_ones_own(manager: Actor, what: str) -> None:
    Account.objects.filter(pk=manager.account_id).update(roles=["AUTH_GROUP_MANAGER", "PECS_COURT"])
    with pytest.raises(Invalid, match="own account"):
        EVERY[what](Account.objects.get(pk=manager.account_id).key, manager)


def test_a_group_from_its_making_to_its_end(keeper: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        commands.create_group(code="COURT", name="x", at=NOW, by=keeper)
    assert set(refused.value.problems) == {"code", "name"}
    commands.create_group(code="new-group", name="New group", at=NOW, by=keeper)
    commands.rename_group(code="NEW_GROUP", name="Newer group", at=NOW, by=keeper)
    commands.add_child(code="NEW_GROUP", child_code="PART", name="Part of it", at=NOW, by=keeper)
    for taken in ("PART", "COURT"):
        with pytest.raises(Invalid):
            commands.add_child(code="NEW_GROUP", child_code=taken, name="Another", at=NOW, by=keeper)
    member = somebody("JO", "NEW_GROUP", roles=["PF_POLICE"])
    commands.add_group_role(code="NEW_GROUP", role="PF_POLICE", automatic=False, today=TODAY, at=NOW, by=keeper)
    for role in ("PF_POLICE", "UPDATE_ALERT", "", "OAUTH_ADMIN"):
        with pytest.raises(Invalid):
            commands.add_group_role(code="NEW_GROUP", role=role, automatic=True, today=TODAY, at=NOW, by=keeper)
    commands.change_group_role(code="NEW_GROUP", role="PF_POLICE", automatic=True, at=NOW, by=keeper)
    with pytest.raises(Invalid, match="child groups"):
        commands.delete_group(code="NEW_GROUP", at=NOW, by=keeper)
    commands.remove_child(code="NEW_GROUP", child_code="PART", at=NOW, by=keeper)
    commands.delete_group(code="NEW_GROUP", at=NOW, by=keeper)
    assert (
        not Group.objects.filter(code="NEW_GROUP").exists() and not GroupMember.objects.filter(account=member).exists()
    )
    member.refresh_from_db()
    assert member.roles == ["PF_POLICE"]
    told = AuditEntry.objects.filter(subject_type="group").order_by("id").values_list("action", "details")
    assert list(told.exclude(action__endswith="_REFUSED")) == [
        ("GROUP_CREATED", {"changes": {"name": ["", "New group"]}}),
        ("GROUP_CHANGED", {"changes": {"name": ["New group", "Newer group"]}}),
        ("CHILD_GROUP_ADDED", {"child": "PART", "changes": {"name": ["", "Part of it"]}}),
        ("GROUP_ROLE_ADDED", {"role": "PF_POLICE", "changes": {"automatic": [None, False]}}),
        ("GROUP_ROLE_CHANGED", {"role": "PF_POLICE", "changes": {"automatic": [False, True]}}),
        ("CHILD_GROUP_REMOVED", {"child": "PART", "changes": {"name": ["Part of it", ""]}}),
        ("GROUP_DELETED", {"name": "Newer group", "members": ["JO@POLICE.UK"], "roles": ["PF_POLICE"]}),
    ]


def test_groups_are_changed_only_by_who_looks_after_all(manager: Actor) -> None:
    for write in (
        lambda: commands.create_group(code="NEW", name="New group", at=NOW, by=manager),
        lambda: commands.rename_group(code="COURT", name="New group", at=NOW, by=manager),
        lambda: commands.delete_group(code="COURT", at=NOW, by=manager),
        lambda: commands.add_child(code="COURT", child_code="PART", name="Part", at=NOW, by=manager),
        lambda: commands.add_group_role(
            code="COURT", role="PF_POLICE", automatic=True, today=TODAY, at=NOW, by=manager
        ),
        lambda: commands.remove_group_role(code="COURT", role="PECS_COURT", at=NOW, by=manager),
        lambda: commands.change_email_of_person(key=uuid.uuid4(), email="x@justice.gov.uk", at=NOW, by=manager),
    ):
        with pytest.raises(NotAllowed):
            write()
