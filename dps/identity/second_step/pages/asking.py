"""The second step of a sign-in, and of somebody signed in whom a system or a page asks for it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.accounts.commands import actor_of
from dps.identity.contact import commands as contact
from dps.identity.models import Account
from dps.identity.provider.forms_may_lead import may_lead_to
from dps.identity.second_step import commands, presenters, queries, rules, step_up
from dps.identity.second_step.commands import Outcome
from dps.identity.second_step.forms import CodeForm, PasskeyAnswerForm, RecoveryCodeForm, WayForm
from dps.identity.second_step.models import Challenge
from dps.identity.second_step.rules import Way
from dps.identity.sessions.commands import end_by_public_id
from dps.identity.sessions.store import PUBLIC_ID
from dps.identity.sign_in import steps
from dps.platform import local_time
from dps.platform.access import PUBLIC, page
from dps.platform.access.actor import NOBODY
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Invalid

STEP = "second step"
WRONG = (
    "The code is not right, was used, or is too old. "
    f"After {rules.CODE_TRIES} tries a code no longer works, and after 10 wrong tries in a row an account is locked."
)
WRONG_PASSKEY = "The passkey was not accepted. Try again, or choose another way"
TOO_MANY = "Too many codes have been sent. Wait 15 minutes, or choose a way for which none is sent"


def _asked(request: HttpRequest) -> Account | None:
    """Who is being asked in this browser."""
    if request.actor.is_signed_in:
        return request.account if step_up.WANTED in request.session else None
    return steps.on_the_way(request)


def _nobody(request: HttpRequest) -> HttpResponse:
    return redirect("home") if request.actor.is_signed_in else steps.start_again(request)


def _form_for(way: Way, request: HttpRequest) -> DpsForm:
    kinds = {Way.PASSKEY: PasskeyAnswerForm, Way.RECOVERY: RecoveryCodeForm}
    return kinds.get(way, CodeForm)(request.POST if request.method == "POST" else None)


def _open(request: HttpRequest, account: Account) -> Challenge | None:
    found = queries.challenge_of(account, request.session.get(step_up.CHALLENGE))
    return found if found and not found.passed_at and found.ends_at > local_time.now() else None


@page(PUBLIC, methods=("GET", "POST"))
def challenge(request: HttpRequest) -> HttpResponse:
    """Ask, and take the answer."""
    account = _asked(request)
    if account is None:
        return _nobody(request)
    if request.method == "POST":
        return _answer(request, account)
    asked = _open(request, account) or commands.begin(account=account, at=local_time.now())
    if asked is None:
        unverified = bool(account.email) and not account.email_verified
        return render(request, "second_step/no_way.html.jinja", {"may_confirm_email": unverified})
    if request.session.get(step_up.CHALLENGE) != str(asked.pk):
        request.session[step_up.CHALLENGE] = str(asked.pk)
    return _show(request, account, asked, _form_for(Way(asked.way), request))


def _show(request: HttpRequest, account: Account, asked: Challenge, form: DpsForm) -> HttpResponse:
    way = Way(asked.way)
    to = queries.ways_of(account).get(way, "")
    context = {
        "form": form,
        "way": way.value,
        "heading": presenters.HEADINGS[way],
        "to": rules.masked(way, to),
        "minutes": rules.CODE_MINUTES,
        "is_sent": way in rules.SENT and bool(asked.code_hash),
        "none_sent": TOO_MANY if way in rules.SENT and not asked.code_hash else "",
        "options": commands.what_to_sign(challenge_id=asked.pk, account=account) if way is Way.PASSKEY else "",
    }
    answer = render(request, "second_step/challenge.html.jinja", context, status=400 if form.errors else 200)
    leads_to = request.session.get(step_up.LEADS_TO)
    return may_lead_to(answer, leads_to) if leads_to else answer


def _answer(request: HttpRequest, account: Account) -> HttpResponse:
    asked = queries.challenge_of(account, request.session.get(step_up.CHALLENGE))
    if asked is None:
        return redirect("second_step:challenge")
    way = Way(asked.way)
    form = _form_for(way, request)
    if not form.is_valid():
        return _show(request, account, asked, form)
    who = {"challenge_id": asked.pk, "account_id": account.pk, "at": local_time.now()}
    if way is Way.PASSKEY:
        outcome = commands.try_passkey(answer=form.cleaned_data["credential"], **who)
    else:
        outcome = commands.try_code(typed=form.cleaned_data["code"], **who)
    if outcome is Outcome.PASSED:
        return _passed(request, account, way)
    if outcome is Outcome.PASSED_BEFORE:
        return redirect("home")
    if outcome is Outcome.LOCKED:
        return _locked(request)
    if _open(request, account) is None:  # it lasted twenty minutes
        return redirect("second_step:challenge")
    form.add_error(None if way is Way.PASSKEY else "code", WRONG_PASSKEY if way is Way.PASSKEY else WRONG)
    return _show(request, account, asked, form)


def _passed(request: HttpRequest, account: Account, way: Way) -> HttpResponse:
    request.session.pop(step_up.CHALLENGE, None)
    if way is Way.RECOVERY:
        left = queries.recovery_codes_left(account.pk)
        if left <= rules.FEW_RECOVERY_CODES:
            messages.warning(request, presenters.few_recovery_codes(left))
    method = step_up.DEVICE if way is Way.PASSKEY else step_up.CODE
    if request.actor.is_signed_in:
        commands.forget_failures(account)
        return step_up.finish(request, method=method)
    return steps.passed(request, STEP, method=method)


def _locked(request: HttpRequest) -> HttpResponse:
    public_id = request.session.get(PUBLIC_ID)
    logout(request)
    if public_id:
        end_by_public_id([public_id])
    request.actor = NOBODY
    return render(request, "second_step/locked.html.jinja", status=400)


@page(PUBLIC, methods=("GET", "POST"))
def other_way(request: HttpRequest) -> HttpResponse:
    """Be sent another code, or be asked another way."""
    account = _asked(request)
    if account is None:
        return _nobody(request)
    asked = _open(request, account)
    if asked is None:
        return redirect("second_step:challenge")
    ways = queries.ways_of(account)
    form = WayForm(
        request.POST if request.method == "POST" else None,
        ways=presenters.choices(ways),
        initial={"way": asked.way},
    )
    if form.is_valid():
        way = form.cleaned_data["way"]
        if commands.ask_by(challenge_id=asked.pk, account=account, way=way, at=local_time.now()):
            if way in rules.SENT:
                messages.success(request, "A new code is on its way. Earlier codes no longer work.")
            return redirect("second_step:challenge")
        form.add_error("way", TOO_MANY)
    return render(request, "second_step/other_way.html.jinja", {"form": form}, status=400 if form.errors else 200)


@page(PUBLIC, methods=("POST",))
def confirm_email(request: HttpRequest) -> HttpResponse:
    """Somebody has no way because they never confirmed their address: send the link again."""
    account = _asked(request)
    if account is None:
        return _nobody(request)
    if account.email and not account.email_verified:
        try:
            contact.send_on_the_way(account=account, by=actor_of(account), at=local_time.now())
            messages.success(
                request, "We have sent the link. Open it, confirm the address, and come back to this page."
            )
        except Invalid as refusal:
            messages.error(request, "; ".join(refusal.problems.values()))
    return redirect("second_step:challenge")
