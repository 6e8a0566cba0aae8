"""What happens around every request: a reference, refusal of malformed input, and refusals turned into pages."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError

from dps.platform.web import errors, nul
from dps.platform.web.metrics import observe
from dps.platform.web.refusals import Conflict, NotAllowed, NotFound

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("dps.web")
_ID = re.compile(r"\A[A-Za-z0-9-]{8,64}\Z")
_FOR_MACHINES = ("/health", "/metrics", "/info", "/live/")
"""Asked for by a bare address from inside: any host name will do."""


def request_id(get_response: View) -> View:
    """Give each request a reference, carry it in every log line and the reply, and log one line a request."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _ID.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)
        request.began = time.time()
        started = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - started
        response["X-Request-Id"] = request.request_id
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith((settings.STATIC_URL, "/health")):
            route = request.resolver_match.route if request.resolver_match else "(none)"
            observe(request.method or "", route, response.status_code, seconds)
            # The address is logged as its route: the path holds prison numbers and the query what was searched.
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        return response

    return handle


def refuse_malformed_input(get_response: View) -> View:
    """Answer 400 to a host that is not ours, to more than a form may hold, and to bytes that no person can type and
    PostgreSQL cannot store: NUL characters (but where a service has them left out) and broken UTF-8."""

    def handle(request: HttpRequest) -> HttpResponse:
        try:
            if not request.path.startswith(_FOR_MACHINES):
                request.get_host()
            texts = [request.path, *(v for _, vs in request.GET.lists() for v in vs), *request.GET]
            if request.method == "POST":
                if nul.is_left_out_at(request.path):
                    request.POST = nul.form_without(request.POST)
                texts += [*(v for _, vs in request.POST.lists() for v in vs), *request.POST]
        except (UnicodeDecodeError, SuspiciousOperation, UnreadablePostError):
            request.GET = QueryDict()  # the error page looks into it again
            return errors.bad_request(request)
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if "\x00" in session or any("\x00" in text or "\ufffd" in text for text in texts):
            return errors.bad_request(request)
        return get_response(request)

    return handle


class ExplainRefusals:
    """Turns a refusal raised by a page into its error page; a database that is away becomes 503."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "text/html" in response.get("Content-Type", ""):
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        if isinstance(exception, NotAllowed):
            return errors.forbidden(request)
        if isinstance(exception, Conflict):
            return errors.conflict(request)
        if isinstance(exception, errors.DATABASE_AWAY):
            log.error("database unavailable", kind=type(exception).__name__)
            return errors.unavailable(request)
        return None


explain_refusals = ExplainRefusals
