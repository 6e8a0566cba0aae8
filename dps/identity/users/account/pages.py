"""The page of one account, and every page that changes it. Each page asks one command."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.estate import queries as estate
from dps.identity.users import rules
from dps.identity.users.account import commands, forms, history, presenters, queries
from dps.identity.users.account.asking import are_you_sure, back_to, done, opened, opened_for_proof, seen, show
from dps.identity.users.administrators import prisons_of, subject_of
from dps.identity.users.permissions import UserPermission
from dps.platform import audit, local_time
from dps.platform.access import holds, page
from dps.platform.design.paging import Pages, page_number
from dps.platform.web.refusals import NotFound

LATEST, A_PAGE = 5, 20
BOTH = ("GET", "POST")


@page(UserPermission.SEE, administration=True)
def account_page(request: HttpRequest, username: str) -> HttpResponse:
    """Everything known of one account, and what the reader may do with it."""
    account, administrator = seen(request, username)
    own, now = rules.is_own(administrator, subject_of(account)), local_time.now()
    latest = list(history.changes_of(account)[: LATEST + 1])
    held = queries.roles_held(account)
    context = {
        "account": account,
        "own": own,
        "may": {name: holds(request.actor, UserPermission[name]) and not own for name in UserPermission.__members__},
        "status": presenters.status_tag(account),
        "is_invited": presenters.status_of(account) is rules.Status.INVITED,
        "kind": presenters.kind_words(account),
        "last_sign_in": presenters.to_the_second(account.last_login),
        "email_waiting": queries.email_waiting(account, now),
        "sessions": queries.open_sessions(account, now),
        "others": queries.other_accounts(account, administrator),
        "roles": presenters.role_rows(held, administrator, own=own),
        "beyond": presenters.beyond_words(held, administrator),
        "caseloads": queries.caseloads_of(account),
        "active_caseload": estate.agency_name(account.active_caseload),
        "looks_after": [(code, estate.agency_name(code)) for code in prisons_of(account)],
        "changes": history.in_words(latest[:LATEST]),
        "more_changes": len(latest) > LATEST,
    }
    audit.record("ACCOUNT_VIEWED", by=request.actor, subject_type="account", subject_id=account.username)
    return render(request, "user_admin/account.html.jinja", context)


@page(UserPermission.SEE, administration=True)
def history_page(request: HttpRequest, username: str) -> HttpResponse:
    """Every change of an account, newest first, 20 a page."""
    account, _ = seen(request, username)
    total = history.count(account)
    number = min(page_number(request.GET.get("page", "")), max(1, -(-total // A_PAGE)))
    entries = list(history.changes_of(account)[(number - 1) * A_PAGE : number * A_PAGE])
    context = {
        "account": account,
        "changes": history.in_words(entries),
        "pages": Pages(number, A_PAGE, total, request.GET),
    }
    audit.record("ACCOUNT_HISTORY_VIEWED", by=request.actor, subject_type="account", subject_id=account.username)
    return render(request, "user_admin/history.html.jinja", context)


# roles


@page(UserPermission.GIVE_ROLES, methods=BOTH, administration=True)
def add_roles(request: HttpRequest, username: str) -> HttpResponse:
    """Give roles the account lacks."""
    account, administrator = opened(request, username)
    today = local_time.today()
    form = forms.RolesForm(request.POST if request.method == "POST" else None, today=today)
    offered = queries.roles_to_give(account, administrator, today)
    chosen = request.POST.getlist("roles")
    form.fields["roles"].choices = [(role.code, role.name) for role in offered] + [
        (one.code, one.name) for one in queries.roles_held(account) if one.code in chosen
    ]
    if form.is_valid() and done(
        form,
        lambda: commands.give_roles(
            username=username, **form.cleaned_data, at=local_time.now(), today=today, by=request.actor
        ),
    ):
        named = ", ".join(role.name for role in offered if role.code in form.cleaned_data["roles"])
        return back_to(request, account, f"Added to {account.display_name}: {named}")
    notice = settings.USER_ADMINISTRATION_NOTICE
    return show(request, "add_roles", form, account, offered=offered, chosen=chosen, notice=notice)


@page(UserPermission.GIVE_ROLES, methods=BOTH, administration=True)
def remove_role(request: HttpRequest, username: str, code: str) -> HttpResponse:
    """Take one role away."""
    account, _ = opened(request, username)
    held = queries.role_held(account, code)
    return are_you_sure(
        request,
        account,
        presenters.REMOVE_ROLE,
        lambda at: commands.take_role_away(username=username, role=code, at=at, by=request.actor),
        what=_found(held, code).name,
    )


@page(UserPermission.GIVE_ROLES, administration=True)
def ask_for_removal(request: HttpRequest, username: str, code: str) -> HttpResponse:
    """Who can take away a role that the reader may not."""
    account, administrator = opened(request, username)
    held = _found(queries.role_held(account, code), code)
    if not rules.must_ask(administrator, held.offered):
        raise NotFound(code)
    context = {
        "account": account,
        "held": held,
        "whom": presenters.whom_to_ask(held),
        "where": presenters.where_to_ask(account.username, code),
    }
    return render(request, "user_admin/ask_for_removal.html.jinja", context)


def _found(held: queries.RoleHeld | None, code: str) -> queries.RoleHeld:
    if held is None:
        raise NotFound(code)
    return held


# caseloads and prisons looked after


@page(UserPermission.CHANGE_CASELOADS, methods=BOTH, administration=True)
def add_caseloads(request: HttpRequest, username: str) -> HttpResponse:
    """Give prisons the account has not."""
    account, _ = opened(request, username)
    form = forms.CaseloadsForm(request.POST if request.method == "POST" else None)
    form.fields["caseloads"].choices = (
        list(estate.prisons().items()) if form.is_bound else queries.caseloads_to_add(account)
    )
    if form.is_valid() and done(
        form,
        lambda: commands.add_caseloads(
            username=username, caseloads=form.cleaned_data["caseloads"], at=local_time.now(), by=request.actor
        ),
    ):
        named = ", ".join(estate.agency_name(code) for code in form.cleaned_data["caseloads"])
        return back_to(request, account, f"Added to the caseloads of {account.display_name}: {named}")
    return show(
        request, "add_prisons", form, account, field="caseloads", heading="Select caseloads", button="Add caseloads"
    )


@page(UserPermission.CHANGE_CASELOADS, methods=BOTH, administration=True)
def remove_caseload(request: HttpRequest, username: str, code: str) -> HttpResponse:
    """Take one prison away, but the active one."""
    account, _ = opened(request, username)
    if code not in account.caseloads:
        raise NotFound(code)
    return are_you_sure(
        request,
        account,
        presenters.REMOVE_CASELOAD,
        lambda at: commands.remove_caseload(username=username, caseload=code, at=at, by=request.actor),
        what=estate.agency_name(code),
    )


@page(UserPermission.CHOOSE_CASELOAD, methods=BOTH, administration=True)
def choose_caseload(request: HttpRequest, username: str) -> HttpResponse:
    """Choose the prison somebody works in."""
    account, _ = opened(request, username)
    form = forms.ActiveCaseloadForm(
        request.POST if request.method == "POST" else None, initial={"caseload": account.active_caseload}
    )
    form.fields["caseload"].choices = queries.caseloads_of(account)
    if form.is_valid() and done(
        form,
        lambda: commands.choose_caseload(username=username, **form.cleaned_data, at=local_time.now(), by=request.actor),
    ):
        name = estate.agency_name(form.cleaned_data["caseload"])
        return back_to(request, account, f"{account.display_name} now works in {name}")
    return show(request, "choose_caseload", form, account)


@page(UserPermission.CHANGE_CASELOADS, methods=BOTH, administration=True)
def add_prisons(request: HttpRequest, username: str) -> HttpResponse:
    """Add prisons whose users somebody looks after."""
    account, _ = opened(request, username)
    form = forms.PrisonsForm(request.POST if request.method == "POST" else None)
    has = set(prisons_of(account)) if not form.is_bound else set()
    form.fields["prisons"].choices = [(code, name) for code, name in estate.prisons().items() if code not in has]
    if form.is_valid() and done(
        form,
        lambda: commands.add_prisons_looked_after(
            username=username, prisons=form.cleaned_data["prisons"], at=local_time.now(), by=request.actor
        ),
    ):
        named = ", ".join(estate.agency_name(code) for code in form.cleaned_data["prisons"])
        return back_to(request, account, f"{account.display_name} now looks after the users of {named}")
    return show(
        request,
        "add_prisons",
        form,
        account,
        field="prisons",
        heading="Select prisons to look after",
        button="Add prisons",
    )


@page(UserPermission.CHANGE_CASELOADS, methods=BOTH, administration=True)
def remove_prison(request: HttpRequest, username: str, code: str) -> HttpResponse:
    """Somebody looks after a prison no longer."""
    account, _ = opened(request, username)
    if code not in prisons_of(account):
        raise NotFound(code)
    return are_you_sure(
        request,
        account,
        presenters.REMOVE_PRISON,
        lambda at: commands.remove_prison_looked_after(username=username, prison=code, at=at, by=request.actor),
        what=estate.agency_name(code),
    )


# name and address


@page(UserPermission.CHANGE_DETAILS, methods=BOTH, administration=True)
def change_name(request: HttpRequest, username: str) -> HttpResponse:
    """Change somebody's name."""
    account, _ = opened(request, username)
    form = forms.NameForm(
        request.POST if request.method == "POST" else None,
        initial={"first_name": account.first_name, "last_name": account.last_name},
    )
    was = request.POST.get("was", account.display_name)
    if form.is_valid() and done(
        form,
        lambda: commands.rename(username=username, **form.cleaned_data, was=was, at=local_time.now(), by=request.actor),
    ):
        return back_to(request, account, "The name was changed")
    return show(request, "change_name", form, account, was=account.display_name)


@page(UserPermission.CHANGE_DETAILS, methods=BOTH, administration=True)
def change_email(request: HttpRequest, username: str) -> HttpResponse:
    """Change somebody's address."""
    account = opened_for_proof(request, username)
    form = forms.EmailForm(request.POST if request.method == "POST" else None, initial={"email": account.email})
    was = request.POST.get("was", account.email)
    if form.is_valid() and done(
        form,
        lambda: commands.change_email(
            username=username, **form.cleaned_data, was=was, at=local_time.now(), by=request.actor
        ),
    ):
        account.refresh_from_db(fields=["username"])  # it follows an address that is the user name
        return back_to(request, account, f"An email was sent to {form.cleaned_data['email']} to confirm the address")
    return show(request, "change_email", form, account, was=account.email)


# whether and how the account can be used


@page(UserPermission.OPERATE, methods=BOTH, administration=True)
def deactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account, with a reason."""
    account, _ = opened(request, username)
    form = forms.DeactivateForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form,
        lambda: commands.deactivate(username=username, **form.cleaned_data, at=local_time.now(), by=request.actor),
    ):
        return back_to(request, account, f"The account of {account.display_name} is inactive")
    return show(request, "deactivate", form, account)


@page(UserPermission.OPERATE, methods=BOTH, administration=True)
def activate(request: HttpRequest, username: str) -> HttpResponse:
    """Open an account again."""
    account, _ = opened(request, username)
    return are_you_sure(
        request, account, presenters.ACTIVATE, lambda at: commands.activate(username=username, at=at, by=request.actor)
    )


@page(UserPermission.OPERATE, methods=BOTH, administration=True)
def unlock(request: HttpRequest, username: str) -> HttpResponse:
    """Let somebody locked out try again."""
    account, _ = opened(request, username)
    return are_you_sure(
        request, account, presenters.UNLOCK, lambda at: commands.unlock(username=username, at=at, by=request.actor)
    )


@page(UserPermission.OPERATE, methods=BOTH, administration=True)
def sign_out_everywhere(request: HttpRequest, username: str) -> HttpResponse:
    """End every session of an account."""
    account, _ = opened(request, username)
    return are_you_sure(
        request,
        account,
        presenters.SIGN_OUT,
        lambda at: commands.sign_out_everywhere(username=username, at=at, by=request.actor),
    )


@page(UserPermission.OPERATE, methods=BOTH, administration=True)
def reset_second_step(request: HttpRequest, username: str) -> HttpResponse:
    """Let somebody who lost their second step set it up afresh."""
    account = opened_for_proof(request, username)
    return are_you_sure(
        request,
        account,
        presenters.RESET_SECOND_STEP,
        lambda at: commands.reset_second_step(username=username, at=at, by=request.actor),
    )


@page(UserPermission.OPERATE, methods=BOTH, administration=True)
def send_first_password(request: HttpRequest, username: str) -> HttpResponse:
    """E-mail a new link to somebody who has no password yet."""
    account = opened_for_proof(request, username)
    return are_you_sure(
        request,
        account,
        presenters.FIRST_PASSWORD,
        lambda at: commands.send_first_password(username=username, at=at, by=request.actor),
        what=account.email,
    )
