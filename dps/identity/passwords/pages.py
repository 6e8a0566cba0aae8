"""Choosing a password: by a link from an e-mail, on the way in, and when one likes."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.accounts import links
from dps.identity.accounts.links import State
from dps.identity.accounts.rules import LOCK_AFTER
from dps.identity.contact.rules import masked_email
from dps.identity.models import Account
from dps.identity.passwords import commands, presenters, queries, rules
from dps.identity.passwords.forms import (
    ChangePasswordForm,
    ForgottenPasswordForm,
    ForgottenUserNameForm,
    NewPasswordForm,
    WhichAccountForm,
)
from dps.identity.passwords.models import Asked
from dps.identity.sessions.ended import leave_if_over
from dps.identity.sessions.store import PUBLIC_ID
from dps.identity.sign_in import steps
from dps.identity.sign_in.commands import confirm_password
from dps.platform import local_time
from dps.platform.access import PUBLIC, SIGNED_IN, page
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Conflict, Invalid, NotFound

FOLLOWED = "followed_link"
"""Where the session keeps the hash of the link that was followed: the link itself is in no page's address."""
STEP = "new password"
NOT_RIGHT = f"The current password is not right. After {LOCK_AFTER} wrong tries in a row an account is locked."


# asking for an e-mail


@page(PUBLIC, methods=("GET", "POST"))
def forgotten_password(request: HttpRequest) -> HttpResponse:
    form = ForgottenPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.ask(kind=Asked.Kind.PASSWORD, typed=form.cleaned_data["who"], at=local_time.now())
        return redirect("passwords:asked")
    return _shown(request, "forgotten_password", form)


@page(PUBLIC)
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "passwords/asked.html.jinja")


@page(PUBLIC, methods=("GET", "POST"))
def forgotten_user_name(request: HttpRequest) -> HttpResponse:
    form = ForgottenUserNameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        commands.ask(kind=Asked.Kind.USERNAME, typed=form.cleaned_data["email"], at=local_time.now())
        return redirect("passwords:asked_for_user_name")
    return _shown(request, "forgotten_user_name", form)


@page(PUBLIC)
def asked_for_user_name(request: HttpRequest) -> HttpResponse:
    return render(request, "passwords/asked_for_user_name.html.jinja")


# following a link


@page(PUBLIC)
def follow_reset_link(request: HttpRequest, token: str) -> HttpResponse:
    return _follow(request, token)


@page(PUBLIC)
def first_password(request: HttpRequest, token: str) -> HttpResponse:
    hash = links.hash_of(token)
    if queries.standing_of(hash, local_time.now()).state is State.UNKNOWN:
        return redirect("passwords:forgotten_password")
    return _follow(request, token)


def _follow(request: HttpRequest, token: str) -> HttpResponse:
    """Remember which link it was, in a session nobody else can have planted, and go where its address does not show.

    Nothing is used up: programs that read e-mail follow links too.
    """
    if not request.actor.is_signed_in:
        request.session.flush()
    request.session[FOLLOWED] = links.hash_of(token)
    answer = redirect("passwords:new_password")
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer


@page(PUBLIC, methods=("GET", "POST"))
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose a password by the link that was followed."""
    hash, now = request.session.get(FOLLOWED, ""), local_time.now()
    standing = queries.standing_of(hash, now)
    if standing.state is not State.OPEN or standing.account is None:
        return _no_good(request, standing, hash)
    if standing.wants_username:
        return redirect("passwords:which_account")
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    try:
        if _chosen(form, standing.account, lambda new: commands.choose_by_link(hash=hash, new=new, at=now)):
            _let_go(request, standing.account)
            return redirect("passwords:saved")
    except Conflict:  # used in another window since this page was asked for
        return redirect("passwords:new_password")
    first = standing.kind == queries.FIRST
    heading = "Choose your password" if first else "Choose a new password"
    return _choose(request, form, standing.account, heading=heading, why="")


@page(PUBLIC, methods=("GET", "POST"))
def which_account(request: HttpRequest) -> HttpResponse:
    """Several accounts share the mailbox: which one is meant."""
    hash, now = request.session.get(FOLLOWED, ""), local_time.now()
    standing = queries.standing_of(hash, now)
    if standing.state is not State.OPEN or not standing.wants_username:
        return redirect("passwords:new_password")
    form = WhichAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.say_which_account(hash=hash, username=form.cleaned_data["username"], at=now)
            return redirect("passwords:new_password")
        except Invalid as refused:
            form.add_problems(refused)
    return _shown(request, "which_account", form)


@page(PUBLIC)
def saved(request: HttpRequest) -> HttpResponse:
    return render(request, "passwords/saved.html.jinja")


def _no_good(request: HttpRequest, standing: queries.Standing, hash: str) -> HttpResponse:
    """What became of a link that leads to no new password, and what to do."""
    context = {"state": standing.state.name, "sent_to": "", "whom_to_ask": ""}
    account = standing.account
    if account and not rules.can_be_chosen_here(account.source, inactive=account.inactive):
        context["whom_to_ask"] = rules.whom_to_ask(account.source)
    elif standing.state is State.EXPIRED and standing.kind == queries.FIRST:
        sent_to = commands.send_first_link_again(hash=hash, at=local_time.now())
        context["sent_to"] = masked_email(sent_to) if sent_to else ""
    return render(request, "passwords/no_good_link.html.jinja", context, status=200 if context["sent_to"] else 404)


def _let_go(request: HttpRequest, account: Account) -> None:
    """The link is used up. Whoever was signed in here with this account was signed out by it, like everybody."""
    if request.actor.account_id == account.pk:
        request.session.flush()
    else:
        del request.session[FOLLOWED]


# with the old password at hand


@page(PUBLIC, methods=("GET", "POST"))
def forced(request: HttpRequest) -> HttpResponse:
    """On the way in: the password has to be a new one before the sign-in goes on."""
    if request.actor.is_signed_in:
        return redirect("home")
    account = steps.on_the_way(request)
    if account is None:
        return steps.start_again(request)
    if not account.must_change_password:
        return steps.go_on(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    changed: list[Account] = []

    def save(new: str) -> None:
        changed.append(commands.choose_when_forced(account_id=account.pk, new=new, at=local_time.now()))

    if _chosen(form, account, save):
        return steps.passed(request, STEP, account=changed[0])
    why = "You must choose a new password before you can go on. Your old one no longer counts as safe."
    return _choose(request, form, account, heading="Choose a new password", why=why)


@page(SIGNED_IN, methods=("GET", "POST"))
def change_password(request: HttpRequest) -> HttpResponse:
    account = request.account
    if not rules.can_be_chosen_here(account.source, inactive=account.inactive) or not account.has_usable_password():
        raise NotFound("no password here")
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data["current_password"]
        if not confirm_password(account_id=account.pk, password=typed, at=local_time.now()):
            return _not_confirmed(request, form)
        if _chosen(form, account, lambda new: _change(request, new)):
            messages.success(request, "Your password is changed. You are signed out everywhere else")
            return redirect("contact:account")
    elif form.is_bound:
        form.say(_told_without_proof(account, form))
    return _change_page(request, form)


def _change(request: HttpRequest, new: str) -> None:
    """The new password, with this session kept under a new key."""
    session = request.session
    changed = commands.set_password(
        account_id=request.account.pk,
        new=new,
        by=request.actor,
        at=local_time.now(),
        keep_session=session.get(PUBLIC_ID, ""),
    )
    session[HASH_SESSION_KEY] = changed.get_session_auth_hash()
    session.cycle_key()


def _not_confirmed(request: HttpRequest, form: ChangePasswordForm) -> HttpResponse:
    if leave_if_over(request):  # that one locked the account
        return redirect("sign_in")
    problems = _told_without_proof(request.account, form)
    form.add_error("current_password", NOT_RIGHT)
    form.say(problems)
    return _change_page(request, form)


def _told_without_proof(account: Account, form: ChangePasswordForm) -> list[str]:
    new = form.cleaned_data.get("new_password")
    return queries.problems_with(account, new, with_earlier=False) if new else []


def _change_page(request: HttpRequest, form: ChangePasswordForm) -> HttpResponse:
    asked = presenters.what_is_asked(administrator=request.account.is_administrator)
    return _shown(request, "change_password", form, {"asked": asked})


# what they share


def _chosen(form: NewPasswordForm, account: Account, save: Callable[[str], object]) -> bool:
    """Whether the new password was saved. If not, the form says everything that is wrong with it."""
    if not form.is_bound:
        return False
    if form.is_valid():
        try:
            save(form.cleaned_data["new_password"])
            return True
        except Invalid as refused:
            form.add_problems(refused)
    elif new := form.cleaned_data.get("new_password"):
        form.say(queries.problems_with(account, new))
    return False


def _choose(request: HttpRequest, form: NewPasswordForm, account: Account, *, heading: str, why: str) -> HttpResponse:
    asked = presenters.what_is_asked(administrator=account.is_administrator)
    return _shown(request, "new_password", form, {"heading": heading, "why": why, "asked": asked})


def _shown(request: HttpRequest, name: str, form: DpsForm, context: dict[str, object] | None = None) -> HttpResponse:
    everything = {"form": form, **(context or {})}
    return render(request, f"passwords/{name}.html.jinja", everything, status=400 if form.errors else 200)
