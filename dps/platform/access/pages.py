"""The decorator by which every page declares its capability and methods."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

PUBLIC = "public"
"""Anyone, signed in or not."""
SIGNED_IN = "signed in"
"""Any member of staff who is signed in."""
BY_OPERATION = "by operation"
"""An address of the API: each of its operations declares its own capability, and asks for it."""
NOT_THIS_WAY = "This address cannot be used in this way. Go back and try again."

type_of_view = Callable[..., HttpResponseBase]


def page(
    capability: str, methods: Sequence[str] = ("GET",), *, administration: bool = False
) -> Callable[[type_of_view], type_of_view]:
    """Declare what a page needs. The middleware asks before the view runs; a view without this is refused.

    `administration`: a page for looking after accounts and systems: signed out after a shorter time without a click.
    """

    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def declare(view: type_of_view) -> type_of_view:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed, NOT_THIS_WAY, content_type="text/plain; charset=utf-8")
            return view(request, *args, **kwargs)

        checked.capability = str(capability)
        checked.methods = tuple(methods)
        checked.administration = administration
        return checked

    return declare
