"""What a client may ask for beyond being signed in: a room that knows a further proof adds itself here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dps.identity.provider.models import Client

StepUp = Callable[[HttpRequest, Client], HttpResponse | None]
_step_ups: list[StepUp] = []


def register_step_up(ask: StepUp) -> None:
    """Call `ask` with a signed-in request before its person is let into a client. Called from `AppConfig.ready`.

    It gives None when nothing more is needed, or where to go first; from there the person comes back to the same
    address (`request.get_full_path()`), and what was proved stands in `request.session["methods"]`.
    """
    if ask not in _step_ups:
        _step_ups.append(ask)


def needed(request: HttpRequest, client: Client) -> HttpResponse | None:
    """Where the person must go before they are let in; None for nowhere."""
    return next((answer for ask in _step_ups if (answer := ask(request, client)) is not None), None)
