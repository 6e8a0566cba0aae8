import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.identity.external import commands, presenters, queries
from dps.identity.external.commands.within_reach import user_name
from dps.identity.external.forms import EmailForm, GiveRolesForm, JoinForm, PersonForm, ReasonForm
from dps.identity.external.pages.asking import are_you_sure, form_page
from dps.identity.external.permissions import ExternalPermission as May
from dps.identity.external.rules import Reach
from dps.identity.models import Account
from dps.identity.users.account import history
from dps.identity.users.rules import Status
from dps.platform import audit, local_time
from dps.platform.access import holds, page
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

PEOPLE_A_PAGE = 20
CHANGES_SHOWN = 20
NONE = ("", "None")


def _wanted(request: HttpRequest, groups: dict[str, str], roles: dict[str, str]) -> queries.Wanted:
    asked = {name: request.GET.get(name, "") for name in ("status", "group", "role")}
    return queries.Wanted(
        words=cleaned_text(request.GET.get("words"))[:240],
        status=asked["status"] if asked["status"] in queries.STATUSES else "",
        group=asked["group"] if asked["group"] in groups else "",
        role=asked["role"] if asked["role"] in roles else "",
    )


@page(May.SEE, administration=True)
def search(request: HttpRequest) -> HttpResponse:
    """People by name, user name, address, state, one group and one role; twenty a page."""
    reach, number = queries.reach_of_reader(request.actor), page_number(request.GET.get("page", "1"))
    groups = {group.code: group.name for group in queries.groups_within(reach)}
    roles = queries.roles_of_people(today=local_time.today(), by=request.actor)
    wanted = _wanted(request, groups, roles)
    found, total = queries.people(wanted, reach, start=(number - 1) * PEOPLE_A_PAGE, size=PEOPLE_A_PAGE)
    criteria = {"words": wanted.words, "status": wanted.status, "group": wanted.group, "role": wanted.role}
    details = {"criteria": {name: value for name, value in criteria.items() if value}, "page": number}
    details["shown"] = [account.username for account in found]
    audit.record("EXTERNAL_USERS_SEARCHED", by=request.actor, subject_type="account", details=details)
    context = {
        "wanted": wanted,
        "groups": groups,
        "roles": roles,
        "statuses": queries.STATUSES,
        "found": found,
        "pages": Pages(number, PEOPLE_A_PAGE, total, request.GET),
        "may_change": holds(request.actor, May.CHANGE),
        "words": presenters,
    }
    return render(request, "external/search.html.jinja", context)


@page(May.SEE, administration=True)
def person(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One person: state, roles, groups, what was changed. Who only sees groups sees who it is and the groups."""
    actor = request.actor
    account = _person(request, key, queries.reach_of_reader(actor))
    audit.record("ACCOUNT_VIEWED", by=actor, subject_type="account", subject_id=account.username)
    groups = queries.groups_of(account)
    context = {
        "account": account,
        "status": presenters.tag(account),
        "last_signed_in": presenters.last_signed_in(account),
        "groups": groups,
        **_for_those_who_change(request, account, {group.code for group in groups}),
    }
    return render(request, "external/person.html.jinja", context)


def _person(request: HttpRequest, key: uuid.UUID, reach: Reach) -> Account:
    """Somebody within reach; looking for anybody else is recorded."""
    try:
        return queries.person(key, reach)
    except NotFound:
        subject = user_name({"key": key})
        audit.record("ACCOUNT_VIEW_REFUSED", by=request.actor, subject_type="account", subject_id=subject)
        raise


def _for_those_who_change(request: HttpRequest, account: Account, groups: set[str]) -> dict[str, object]:
    actor = request.actor
    reach = queries.reach_of(actor) if holds(actor, May.CHANGE) else Reach()
    if not reach.covers(groups):
        return {"may_change": False}
    entries = list(history.changes_of(account)[:CHANGES_SHOWN])
    held = queries.roles_held(account, reach, by=actor)
    beyond = queries.beyond(held)
    return {
        "may_change": True,
        "may_change_email": reach.everybody and not beyond,
        "beyond": presenters.beyond_words(beyond, reach),
        "own": account.pk == actor.account_id,
        "invited": presenters.status(account) is Status.INVITED,
        "reach": reach,
        "roles": held,
        "changes": history.in_words(entries),
    }


def _for_change(request: HttpRequest, key: uuid.UUID) -> tuple[Account, str, Reach]:
    reach = queries.reach_of(request.actor)
    return _person(request, key, reach), reverse("external:person", args=[key]), reach


def _for_proof(request: HttpRequest, key: uuid.UUID) -> tuple[Account, str]:
    """Somebody who is to prove who they are in another way; trying it for somebody whose roles one could not give is
    recorded."""
    account, back, reach = _for_change(request, key)
    if beyond := queries.beyond(queries.roles_held(account, reach, by=request.actor)):
        audit.record("ACCOUNT_VIEW_REFUSED", by=request.actor, subject_type="account", subject_id=account.username)
        raise NotAllowed(f"may not give {', '.join(beyond)}")
    return account, back


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def create(request: HttpRequest) -> HttpResponse:
    reach = queries.reach_of(request.actor)
    form = PersonForm(request.POST if request.method == "POST" else None)
    named = [(group.code, group.name) for group in queries.groups_within(reach)]
    form.fields["group"].choices = [NONE if reach.everybody else ("", "Choose a group"), *named]
    if form.is_valid():
        try:
            made = commands.create_person(**form.cleaned_data, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(
                request, f"{made.display_name} can choose a password from the link we sent to {made.email}"
            )
            return redirect("external:person", made.key)
    return form_page(
        request, form, heading="Create an external user", back=reverse("external:search"), button="Create user"
    )


@page(May.CHANGE_EVERYBODY, methods=("GET", "POST"), administration=True)
def change_email(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back = _for_proof(request, key)
    form = EmailForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kept = commands.change_email_of_person(
                key=key, email=form.cleaned_data["email"], at=local_time.now(), by=request.actor
            )
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"We sent an email to {kept}")
            return redirect(back)
    heading = f"Change the email address of {account.display_name}"
    return form_page(request, form, heading=heading, back=back, button="Change email address")


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def enable(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back, _ = _for_change(request, key)

    def do() -> None:
        commands.enable_person(key=key, at=local_time.now(), by=request.actor)

    return are_you_sure(request, presenters.ENABLE, do, name=account.display_name, back=back)


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def disable(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back, _ = _for_change(request, key)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.disable_person(key=key, reason=form.cleaned_data["reason"], at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"The account of {account.display_name} is inactive")
            return redirect(back)
    heading = f"Deactivate the account of {account.display_name}?"
    words = (
        "They are signed out at once and cannot sign in until somebody activates the account. Roles and groups stay."
    )
    return form_page(request, form, heading=heading, back=back, button="Deactivate account", words=words)


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def unlock(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back, _ = _for_change(request, key)

    def do() -> None:
        commands.unlock_person(key=key, by=request.actor)

    return are_you_sure(request, presenters.UNLOCK, do, name=account.display_name, back=back)


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def send_first_password(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back = _for_proof(request, key)

    def do() -> None:
        commands.send_first_password_again(key=key, at=local_time.now(), by=request.actor)

    return are_you_sure(
        request, presenters.FIRST_PASSWORD, do, name=account.display_name, what=account.email, back=back
    )


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def give_roles(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back, reach = _for_change(request, key)
    today = local_time.today()
    offered = queries.roles_to_give(account, reach, today=today, by=request.actor)
    form = GiveRolesForm(request.POST if request.method == "POST" else None)
    form.fields["roles"].choices = [(code, name) for code, (name, _) in offered.items()]
    if form.is_valid():
        try:
            chosen = form.cleaned_data["roles"]
            commands.give_roles(key=key, roles=chosen, today=today, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{', '.join(offered[code][0] for code in chosen)}: given")
            return redirect(back)
    context = {"form": form, "account": account, "offered": offered, "back": back}
    return render(request, "external/give_roles.html.jinja", context, status=400 if form.errors else 200)


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def remove_role(request: HttpRequest, key: uuid.UUID, role: str) -> HttpResponse:
    account, back, reach = _for_change(request, key)
    held = {one.code: one for one in queries.roles_held(account, reach, by=request.actor)}
    if role not in held:
        raise NotFound(role)

    def do() -> None:
        commands.take_role(key=key, role=role, at=local_time.now(), by=request.actor)

    what = held[role].name
    return are_you_sure(request, presenters.REMOVE_ROLE, do, name=account.display_name, what=what, back=back)


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def join_group(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    account, back, reach = _for_change(request, key)
    theirs = {group.code for group in queries.groups_of(account)}
    form = JoinForm(request.POST if request.method == "POST" else None)
    others = [(group.code, group.name) for group in queries.groups_within(reach) if group.code not in theirs]
    form.fields["group"].choices = [("", "Choose a group"), *others]
    if form.is_valid():
        try:
            group = form.cleaned_data["group"]
            commands.join_group(key=key, group=group, at=local_time.now(), by=request.actor)
        except Invalid as refused:
            form.add_problems(refused)
        else:
            messages.success(request, f"{account.display_name} is now in {dict(others)[group]}")
            return redirect(back)
    words = "They get at once the roles that the group gives to everybody who joins."
    heading = f"Add {account.display_name} to a group"
    return form_page(request, form, heading=heading, back=back, button="Add group", words=words)


@page(May.CHANGE, methods=("GET", "POST"), administration=True)
def leave_group(request: HttpRequest, key: uuid.UUID, group: str) -> HttpResponse:
    account, back, reach = _for_change(request, key)
    theirs = {one.code: one.name for one in queries.groups_of(account)}
    if group not in theirs or not reach.covers_group(group):
        raise NotFound(group)

    def do() -> None:
        commands.leave_group(key=key, group=group, at=local_time.now(), by=request.actor)

    name, what = account.display_name, theirs[group]
    remains = reach.everybody or any(reach.covers_group(other) for other in theirs if other != group)
    then = "" if remains else reverse("external:search")
    return are_you_sure(request, presenters.LEAVE_GROUP, do, name=name, what=what, back=back, then=then)
