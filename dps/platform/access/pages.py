"""The decorator by which every page declares its capability and methods."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

PUBLIC = "public"
"""Anyone, signed in or not."""
SIGNED_IN = "signed in"
"""Any member of staff who is signed in."""

type_of_view = Callable[..., HttpResponse]


def page(capability: str, methods: Sequence[str] = ("GET",)) -> Callable[[type_of_view], type_of_view]:
    """Declare what a page needs. The middleware asks before the view runs; a view without this is refused."""

    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def declare(view: type_of_view) -> type_of_view:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            return view(request, *args, **kwargs)

        checked.capability = str(capability)
        checked.methods = tuple(methods)
        return checked

    return declare
