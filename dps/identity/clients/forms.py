"""The forms of a client. They only parse: what is allowed is in the rules, so that every problem is told at once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing

from dps.identity.clients import rules
from dps.platform.design.forms import DateField, DpsForm, RadiosField, TextAreaField, TextField, cleaned_text
from dps.platform.web.refusals import Conflict

SHORT, LINES = "govuk-input--width-10", 8_000
_LISTS = ("redirect_uris", "post_logout_redirect_uris", "roles", "scopes", "allowed_addresses")
_SECONDS = ("access_token_seconds", "refresh_token_seconds")
_SALT = "what a form of a client was opened with"
Plain = Mapping[str, object]


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None


class _OfAClient(DpsForm):
    """Remembers, signed, what it was opened with: so a later save can say what changed meanwhile."""

    opened_with = forms.CharField(required=False, widget=forms.HiddenInput)

    def seen(self) -> Plain:
        """The values the form was opened with. Raises Conflict when the form was not given out by a page here."""
        try:
            return signing.loads(str(self.data.get("opened_with", "")), salt=_SALT)  # type: ignore[no-any-return]
        except signing.BadSignature:
            raise Conflict("the form does not say what it was opened with") from None

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show why a command refused, each reason beside its box."""
        for field, words in problems.items():
            self.add_error(field if field in self.fields else None, words)


def opened_with(values: Plain) -> str:
    """What the hidden box holds."""
    return signing.dumps(dict(values), salt=_SALT, compress=True)


class ClientForm(_OfAClient):
    name = TextField(label="Name", max_length=255, hint="What people call it, for example Prison visits booking")
    grant = RadiosField(
        label="What does it do here?",
        choices=[
            (rules.SIGNS_PEOPLE_IN, "Signs people in (authorisation code)"),
            (rules.ACTS_BY_ITSELF, "Acts by itself (client credentials)"),
        ],
        missing="Choose what it does here",
    )
    redirect_uris = TextAreaField(
        label="Addresses to return to after signing in",
        max_length=LINES,
        hint="Only for a system that signs people in. One whole address a line; each must match exactly.",
    )
    post_logout_redirect_uris = TextAreaField(
        label="Addresses to return to after signing out", max_length=LINES, hint="One whole address a line"
    )
    backchannel_logout_uri = TextField(
        label="Address to tell when somebody signs out",
        max_length=1_000,
        hint="Back-channel sign-out, if the system supports it",
        classes="govuk-!-width-full",
    )
    roles = TextAreaField(
        label="Roles",
        max_length=LINES,
        hint="One code a line, with or without ROLE_. They are for what the system does by itself.",
    )
    scopes = TextAreaField(
        label="Scopes",
        max_length=2_000,
        hint="One a line, for example read, write, openid. auth, nomis, delius or azuread let only such accounts in.",
    )
    access_token_seconds = TextField(
        label="How long an access token lasts, in seconds", max_length=20, hint="60 to 3,600", classes=SHORT
    )
    refresh_token_seconds = TextField(
        label="How long a refresh token lasts, in seconds", max_length=20, hint="600 to 43,200", classes=SHORT
    )
    second_step = RadiosField(
        label="When is a second step asked of people?",
        choices=list(rules.SECOND_STEPS.items()),
        missing="Choose when a second step is asked",
    )
    claim_filter = TextField(
        label="Claim filter",
        max_length=1_000,
        hint="Claims of a person to leave out of or keep in the access token, for example -name,+user_name",
    )
    allowed_addresses = TextAreaField(
        label="Networks it may ask from",
        max_length=4_000,
        hint="One a line, for example 10.1.2.0/24. Leave empty for anywhere.",
    )
    ends_on = DateField(label="Last day", hint="The last day on which it is given tokens. Leave empty for no end.")
    reference = TextField(label="Ticket that approved it", max_length=200, classes="govuk-input--width-20")

    def given(self) -> dict[str, Any]:
        """What was typed, as `rules.Settings` names it."""
        values = {name: self.cleaned_data.get(name) for name in rules.SETTINGS_FIELDS}
        values |= {name: tuple(cleaned_text(self.cleaned_data.get(name)).split("\n")) for name in _LISTS}
        return values | {name: _number(cleaned_text(self.cleaned_data.get(name))) for name in _SECONDS}


def initial_of(settings: Plain) -> dict[str, Any]:
    """What the boxes show of plain settings; `ends_on` is left to whoever has the date."""
    shown = {name: "\n".join(value) if isinstance(value, list) else value for name, value in settings.items()}
    return {**shown, "opened_with": opened_with(settings)}


class NewClientForm(ClientForm):
    client_id = TextField(
        label="Client id",
        max_length=255,
        hint="Leave empty to have one made from the name",
        classes="govuk-input--width-20",
    )
    kind = RadiosField(label="Type", choices=list(rules.KINDS.items()), missing="Choose a type")
    team = TextField(label="Team that runs it", max_length=255)
    contact = TextField(label="Contact", max_length=255, hint="An email address or web page of the team")

    field_order = ("name", "client_id", "kind", "team", "contact")

    def given(self) -> dict[str, Any]:
        return super().given() | {name: self.cleaned_data[name] for name in ("client_id", "kind", "team", "contact")}


class DeploymentForm(_OfAClient):
    kind = RadiosField(label="Type", choices=list(rules.KINDS.items()), missing="Choose a type")
    team = TextField(label="Team that runs it", max_length=255)
    contact = TextField(label="Contact", max_length=255, hint="An email address or web page of the team")
    chat = TextField(label="Chat channel", max_length=255)
    hosting = RadiosField(label="Where it runs", choices=[("", "Not known"), *rules.HOSTING.items()])
    namespace = TextField(label="Namespace", max_length=255)
    deployment = TextField(label="Deployment", max_length=255)
    secret_name = TextField(
        label="Name of the secret store",
        max_length=255,
        hint="Where its secret is kept there. Never the secret itself.",
    )
    id_key = TextField(label="Key of the client id", max_length=255, hint="For example CLIENT_ID")
    secret_key = TextField(label="Key of the client secret", max_length=255, hint="For example CLIENT_SECRET")

    def given(self) -> dict[str, str]:
        """What was typed, as `rules.Deployment` names it."""
        return {name: self.cleaned_data[name] for name in rules.DEPLOYMENT_FIELDS}
