"""The decorator by which every page declares its capability and methods."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

PUBLIC = "public"
"""Anyone, signed in or not."""
SIGNED_IN = "signed in"
"""Any member of staff who is signed in."""
NOT_THIS_WAY = "This address cannot be used in this way. Go back and try again."

type_of_view = Callable[..., HttpResponseBase]


def page(capability: str, methods: Sequence[str] = ("GET",)) -> Callable[[type_of_view], type_of_view]:
    """Declare what a page needs. The middleware asks before the view runs; a view without this is refused."""

    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def declare(view: type_of_view) -> type_of_view:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed, NOT_THIS_WAY, content_type="text/plain; charset=utf-8")
            return view(request, *args, **kwargs)

        checked.capability = str(capability)
        checked.methods = tuple(methods)
        return checked

    return declare
