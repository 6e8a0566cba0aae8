"""Your account: what is kept of oneself, and changing it (identity.md 2.8)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.contact import commands, presenters, queries, rules
from dps.identity.contact.commands.mobiles import Outcome
from dps.identity.contact.forms import CodeForm, EmailForm, MobileForm, NameForm
from dps.identity.models import Account, OneTimeLink
from dps.identity.sessions.again import asks_password_again
from dps.platform import local_time
from dps.platform.access import PUBLIC, SIGNED_IN, page
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Conflict, Invalid, NotFound

CODE_WORDS = {
    Outcome.WRONG: "The code is not right: check the text message",
    Outcome.EXPIRED: "That code was too old. We have sent you a new one",
    Outcome.NO_MORE: "That code can no longer be used. Enter the number again to get a new one",
}


@page(SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    mine = request.account
    context = {"rows": presenters.rows_of(mine, queries.ways_of(mine)), "linked": queries.linked_to(mine)}
    return render(request, "contact/account.html.jinja", context)


@page(SIGNED_IN, methods=("GET", "POST"))
def name(request: HttpRequest) -> HttpResponse:
    mine = request.account
    if mine.source != Account.Source.LOCAL:
        raise NotFound("the name comes from another system")
    form = NameForm(
        request.POST if request.method == "POST" else None,
        initial={"first_name": mine.first_name, "last_name": mine.last_name},
    )
    if _done(form, lambda: commands.change_name(**form.cleaned_data, by=request.actor, at=local_time.now())):
        messages.success(request, "Your name is changed")
        return redirect("contact:account")
    return _shown(request, "name", form)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def user_name(request: HttpRequest) -> HttpResponse:
    """Sign in with the address from now on."""
    mine = request.account
    offered = rules.may_use_email_as_user_name(
        mine.username, mine.email, verified=mine.email_verified, local=mine.source == Account.Source.LOCAL
    )
    if not offered:
        raise NotFound("not offered")
    taken = False
    if request.method == "POST":
        try:
            new = commands.use_email_as_user_name(by=request.actor, at=local_time.now())
            messages.success(request, f"Your user name is now {new}")
            return redirect("contact:account")
        except Conflict:
            taken = True
    context = {"email": mine.email, "taken": taken}
    return render(request, "contact/user_name.html.jinja", context, status=400 if taken else 200)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def email(request: HttpRequest) -> HttpResponse:
    if request.account.source in rules.EMAIL_KEPT_ELSEWHERE:
        raise NotFound("another system keeps the address")
    form = EmailForm(request.POST if request.method == "POST" else None)
    sent: list[str] = []

    def save() -> None:
        sent.append(commands.change_email(email=form.cleaned_data["email"], by=request.actor, at=local_time.now()))

    if _done(form, save):
        messages.success(request, f"We have sent an email to {sent[0]}. Open the link in it to confirm the address")
        return redirect("contact:account")
    return _shown(request, "email", form)


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def backup_email(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST if request.method == "POST" else None)
    form.fields["email"].label = "Backup email address"
    sent: list[str] = []

    def save() -> None:
        sent.append(
            commands.change_backup_email(email=form.cleaned_data["email"], by=request.actor, at=local_time.now())
        )

    if _done(form, save):
        messages.success(request, f"We have sent an email to {sent[0]}. Open the link in it to confirm the address")
        return redirect("contact:account")
    return _shown(request, "backup_email", form)


@page(SIGNED_IN, methods=("POST",))
def resend_email(request: HttpRequest) -> HttpResponse:
    return _resend(request, OneTimeLink.Kind.EMAIL)


@page(SIGNED_IN, methods=("POST",))
def resend_backup(request: HttpRequest) -> HttpResponse:
    return _resend(request, OneTimeLink.Kind.BACKUP_EMAIL)


def _resend(request: HttpRequest, kind: str) -> HttpResponse:
    try:
        sent = commands.send_confirmation_again(kind=kind, by=request.actor, at=local_time.now())
    except Invalid as refused:
        messages.error(request, next(iter(refused.problems.values())))
        return redirect("contact:account")
    if sent:
        messages.success(request, f"We have sent another email to {sent}. Open the link in it to confirm the address")
    return redirect("contact:account")


@page(SIGNED_IN, methods=("GET", "POST"))
@asks_password_again
def mobile(request: HttpRequest) -> HttpResponse:
    form = MobileForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        commands.change_mobile(number=form.cleaned_data["mobile"], by=request.actor, at=local_time.now())

    if _done(form, save):
        return redirect("contact:mobile_code")
    return _shown(request, "mobile", form)


@page(SIGNED_IN, methods=("GET", "POST"))
def mobile_code(request: HttpRequest) -> HttpResponse:
    """The code that was sent to the number."""
    sent = queries.mobile_being_confirmed(request.account)
    if sent is None:
        return redirect("contact:mobile")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcome = commands.confirm_mobile(code=form.cleaned_data["code"], by=request.actor, at=local_time.now())
        if outcome is Outcome.RIGHT:
            messages.success(request, "Your mobile number is confirmed")
            return redirect("contact:account")
        form.add_error("code", CODE_WORDS[outcome])
    return _shown(request, "mobile_code", form, {"number": rules.masked_mobile(sent.address)})


@page(PUBLIC)
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "contact/terms.html.jinja")


def _done(form: DpsForm, save: Callable[[], object]) -> bool:
    """Whether what was typed could be saved. If not, the form says why."""
    if not form.is_valid():
        return False
    try:
        save()
    except Invalid as refused:
        form.add_problems(refused)
        return False
    return True


def _shown(request: HttpRequest, name: str, form: DpsForm, context: dict[str, object] | None = None) -> HttpResponse:
    everything = {"form": form, **(context or {})}
    return render(request, f"contact/{name}.html.jinja", everything, status=400 if form.errors else 200)
