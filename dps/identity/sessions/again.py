"""Asking somebody who is signed in for their password again before they change how they prove who they are.

Source: identity.md 3.5 (ASVS V7: re-authenticate before changing e-mail, phone or second step).
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dps.identity.accounts import rules
from dps.identity.sessions.ended import leave_if_over
from dps.identity.sessions.forms import PasswordAgainForm
from dps.identity.sessions.store import SINCE
from dps.identity.sign_in.commands import confirm_password
from dps.platform import local_time
from dps.platform.access import SIGNED_IN, page
from dps.platform.web import submissions

CONFIRMED = "password_confirmed"
"""When the password was last confirmed in this session, in seconds."""
MINUTES = 10
FIELD = "password_again"
WRONG = f"The password is not right. After {rules.LOCK_AFTER} wrong tries in a row an account is locked."
_OF_EVERY_FORM = {"csrfmiddlewaretoken", "working-in", FIELD, submissions.FIELD}

type_of_view = Callable[..., HttpResponse]
Proof = Callable[[HttpRequest], HttpResponse | None]
_further: list[Proof] = []


def ask_further(proof: Proof) -> None:
    """After the password, ask this too: `proof` leads to where it is given, or answers None when it was. Called from
    `AppConfig.ready`."""
    if proof not in _further:
        _further.append(proof)


def is_recent(request: HttpRequest) -> bool:
    """Whether who this is was proved within the last ten minutes: by the password again or, by those who have none
    here because another system signs them in, by signing in."""
    proved = request.session.get(CONFIRMED if request.account.has_usable_password() else SINCE, 0)
    return bool(local_time.now().timestamp() - proved < MINUTES * 60)


def asks_password_again(view: type_of_view) -> type_of_view:
    """Decorates a page, below `@page`: the password first, unless it was confirmed within the last ten minutes, and the
    second step of those who have one.

    Then the person is where they wanted to be. What they sent meanwhile is kept and done once the password is right.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_recent(request):
            if request.method != "POST":
                return redirect(f"{reverse('password_again')}?{urlencode({'next': request.get_full_path()})}")
            form = PasswordAgainForm(request.POST if FIELD in request.POST else None)
            if not _is_right(request, form):
                return _ask(request, form, kept=_sent(request))
        for proof in _further:
            answer = proof(request)
            if answer is not None:
                return answer
        return view(request, *args, **kwargs)

    return asked


@page(SIGNED_IN, methods=("GET", "POST"))
def password_again(request: HttpRequest) -> HttpResponse:
    """The page in between. `next` is where it leads."""
    wanted = rules.safe_next(request.POST.get("next") or request.GET.get("next", "/"))
    if request.method == "GET" and is_recent(request):
        return redirect(wanted)
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if _is_right(request, form):
        return redirect(wanted)
    return _ask(request, form, kept=[("next", wanted)])


def _is_right(request: HttpRequest, form: PasswordAgainForm) -> bool:
    if not request.account.has_usable_password() or not form.is_valid():
        return False
    now = local_time.now()
    if confirm_password(account_id=request.account.pk, password=form.cleaned_data[FIELD], at=now):
        request.session[CONFIRMED] = int(now.timestamp())
        request.session.cycle_key()
        return True
    form.add_error(FIELD, WRONG)
    return False


def _ask(request: HttpRequest, form: PasswordAgainForm, *, kept: list[tuple[str, str]]) -> HttpResponse:
    if form.errors and leave_if_over(request):  # that one locked the account
        return redirect("sign_in")
    came_for = dict(kept).get("next") or request.get_full_path()
    context = {
        "form": form,
        "kept": kept,
        "has_password": request.account.has_usable_password(),
        "minutes": MINUTES,
        "sign_in_again": f"{reverse('sign_in')}?{urlencode({'next': came_for, 'again': 'yes'})}",
    }
    return render(request, "identity/password_again.html.jinja", context, status=400 if form.errors else 200)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value)) for name, values in request.POST.lists() if name not in _OF_EVERY_FORM for value in values
    ]
