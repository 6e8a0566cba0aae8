"""Making accounts for prison staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dps.estate import queries as estate
from dps.identity.models import Account
from dps.identity.users.account.asking import done
from dps.identity.users.administrators import administrator_of, subject_of
from dps.identity.users.create import commands, forms, queries
from dps.identity.users.create.rules import Kind
from dps.identity.users.permissions import UserPermission
from dps.identity.users.rules import may_see
from dps.platform import local_time
from dps.platform.access import holds, page

_PERSON = ("username", "email", "first_name", "last_name")
HEADINGS = {
    Kind.GENERAL: "Create a general user",
    Kind.LOCAL: "Create a local system administrator",
    Kind.CENTRAL: "Create a central administrator",
}


@page(UserPermission.CREATE, methods=("GET", "POST"), administration=True)
def choose_kind(request: HttpRequest) -> HttpResponse:
    """First: what kind of account."""
    form = forms.KindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(f"users:create_{form.cleaned_data['kind']}")
    return render(request, "user_admin/choose_kind.html.jinja", {"form": form}, status=400 if form.errors else 200)


@page(UserPermission.CREATE, methods=("GET", "POST"), administration=True)
def create(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Then: whose."""
    form = forms.CreateForm(request.POST if request.method == "POST" else None)
    _offer_prisons(form, "Choose a caseload")
    if kind is Kind.LOCAL:
        form.fields["prison"].label = "Prison they look after"
    elif kind is Kind.CENTRAL:
        del form.fields["prison"]
    made: list[Account] = []
    if form.is_bound and done(
        form,
        lambda: made.append(
            commands.create(kind=kind, **_typed(form, *_PERSON, "prison"), at=local_time.now(), by=request.actor)
        ),
    ):
        return redirect("users:created", made[0].username)
    context = {"form": form, "heading": HEADINGS[kind], "kind": kind}
    return render(request, "user_admin/create.html.jinja", context, status=400 if form.errors else 200)


@page(UserPermission.CREATE, methods=("GET", "POST"), administration=True)
def link(request: HttpRequest) -> HttpResponse:
    """A second account for somebody who has one."""
    form = forms.LinkForm(request.POST if request.method == "POST" else None)
    _offer_prisons(form, "No prison")
    made: list[Account] = []
    if form.is_bound and done(
        form,
        lambda: made.append(
            commands.link(
                **_typed(form, "existing", "username", "prison"),
                kind=Kind(chosen) if (chosen := form.cleaned_data.get("kind")) else None,
                at=local_time.now(),
                by=request.actor,
            )
        ),
    ):
        return redirect("users:created", made[0].username)
    return render(request, "user_admin/link.html.jinja", {"form": form}, status=400 if form.errors else 200)


@page(UserPermission.CREATE, administration=True)
def created(request: HttpRequest, username: str) -> HttpResponse:
    """What was made, for whoever made it."""
    account = queries.made_by(request.actor, username)
    may_open = holds(request.actor, UserPermission.SEE) and may_see(
        administrator_of(request.actor), subject_of(account)
    )
    context = {"account": account, "may_open": may_open}
    return render(request, "user_admin/created.html.jinja", context)


def _typed(form: forms.CreateForm | forms.LinkForm, *names: str) -> dict[str, str]:
    """What was typed; '' where the form refuses it, which the command refuses too."""
    form.full_clean()
    return {name: form.cleaned_data.get(name, "") for name in names}


def _offer_prisons(form: forms.CreateForm | forms.LinkForm, none: str) -> None:
    form.fields["prison"].choices = [("", none), *estate.prisons().items()]
