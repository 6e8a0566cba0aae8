"""What the pages that change an account have in common: whose it is, what was refused, and where to go next."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.identity.models import Account
from dps.identity.users import rules
from dps.identity.users.account import queries
from dps.identity.users.account.forms import SureForm
from dps.identity.users.account.presenters import Question
from dps.identity.users.administrators import account_seen, administrator_of, subject_of
from dps.platform import audit, local_time
from dps.platform.design.forms import DpsForm
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound


def seen(request: HttpRequest, username: str) -> tuple[Account, rules.Administrator]:
    """The account and who looks at it. Raises NotFound; trying one that may not be known of is recorded."""
    administrator = administrator_of(request.actor)
    try:
        return account_seen(administrator, username), administrator
    except NotFound:
        _refused(request, username)
        raise


def opened(request: HttpRequest, username: str) -> tuple[Account, rules.Administrator]:
    """The account to be changed and who changes it. Raises NotFound, and NotAllowed for one's own: both recorded."""
    account, administrator = seen(request, username)
    if rules.is_own(administrator, subject_of(account)):
        _refused(request, username)
        raise NotAllowed("nobody changes their own account here")
    return account, administrator


def opened_for_proof(request: HttpRequest, username: str) -> Account:
    """The account whose holder is to prove who they are in another way. Raises NotAllowed too when it holds a role that
    the reader could not give: recorded."""
    account, administrator = opened(request, username)
    if beyond := queries.roles_beyond(account, administrator):
        _refused(request, username)
        raise NotAllowed(f"may not give {', '.join(beyond)}")
    return account


def _refused(request: HttpRequest, username: str) -> None:
    audit.record(
        "ACCOUNT_VIEW_REFUSED", by=request.actor, subject_type="account", subject_id=username.strip().upper()[:240]
    )


def done(form: DpsForm, change: Callable[[], object]) -> bool:
    """Whether the change was made; if not, the form says why, all at once."""
    try:
        change()
    except Invalid as refused:
        for field, words in refused.problems.items():
            if field not in form.errors:
                form.add_error(field if field in form.fields else None, words)
    except Conflict as refused:
        form.add_error(None, str(refused))
    return not form.errors


def show(request: HttpRequest, template: str, form: DpsForm, account: Account, **more: Any) -> HttpResponse:
    """The page with its form; with what is wrong, when something is."""
    context = {"form": form, "account": account, **more}
    return render(request, f"user_admin/{template}.html.jinja", context, status=400 if form.errors else 200)


def back_to(request: HttpRequest, account: Account, words: str) -> HttpResponse:
    """The page of the account, which says what was done."""
    messages.success(request, words)
    return redirect("users:account", account.username)


def are_you_sure(
    request: HttpRequest,
    account: Account,
    question: Question,
    change: Callable[[datetime], object],
    *,
    what: str = "",
) -> HttpResponse:
    """Ask, then do it. The answer to a GET is the question."""
    form = SureForm(request.POST if request.method == "POST" else None)
    filled = {"name": account.display_name, "what": what}
    if form.is_valid() and done(form, lambda: change(local_time.now())):
        return back_to(request, account, question.done.format(**filled))
    return show(
        request,
        "sure",
        form,
        account,
        heading=question.heading.format(**filled),
        words=question.words.format(**filled),
        button=question.button,
        warning=question.warning,
    )
