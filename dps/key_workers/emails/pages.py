"""Which e-mails one wants (key-workers.md 8)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.key_workers.emails import commands, queries, rules
from dps.key_workers.emails.rules import Kind
from dps.key_workers.levels import Here, Level, key_work_page, own_staff_id
from dps.key_workers.policies import Policy
from dps.platform.design.forms import CheckboxesField, DpsForm
from dps.platform.web.refusals import NotFound


class WishForm(DpsForm):
    kinds = CheckboxesField(label="Email me")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = choices


@key_work_page(Level.SELF, methods=("GET", "POST"))
def emails(request: HttpRequest, here: Here) -> HttpResponse:
    """What one is e-mailed about the scheme at this prison: nothing, until asked for."""
    account_id = request.actor.account_id
    offered = rules.offered(
        is_worker=own_staff_id(request.actor, here.policy) is not None, may_allocate=here.may_allocate
    )
    if account_id is None or not offered:
        raise NotFound("no e-mails are offered")
    form = WishForm(
        request.POST if request.method == "POST" else None,
        initial={"kinds": [str(kind) for kind in queries.wishes_of(account_id, here.prison, here.policy)]},
        choices=[(str(kind), _words(kind, here.policy)) for kind in offered],
    )
    if form.is_valid():
        commands.wish(request.actor, here.policy, [Kind(kind) for kind in form.cleaned_data["kinds"]])
        messages.success(request, "Your choice of emails is saved")
        return redirect(f"{here.base}emails/")
    context = {
        "here": here,
        "form": form,
        "prison_name": estate.agency_name(here.prison),
        "reached": queries.has_address(account_id, here.prison),
    }
    return render(request, "key_workers/emails/emails.html.jinja", context, status=400 if form.errors else 200)


def _words(kind: Kind, policy: Policy) -> str:
    what = "sessions" if policy is Policy.KEY_WORKER else "entries"
    return {
        Kind.ALLOCATED: "When people are allocated to me or taken from me",
        Kind.ARRIVALS: f"Every morning, when people have arrived who have no {policy.words.worker}",
        Kind.RETURNING: f"When {policy.words.workers} come back from annual leave",
        Kind.DUE: f"Every Monday, how many {what} are due and overdue",
    }[kind]
