"""Pages sent as they are written, for a list of thousands that would otherwise be held whole in memory."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template import engines

PIECES = 200
"""Pieces of a template sent together."""


def streamed(request: HttpRequest, template_name: str, context: dict[str, Any]) -> StreamingHttpResponse:
    """The page of this template. Iterators in the context are read while the page is sent.

    What the headers depend on (the nonce of scripts, the cookie of forms, messages shown once) is settled before.
    """
    template = engines["jinja"].get_template(template_name)
    whole: dict[str, Any] = {**context, "request": request}
    for processor in template.backend.template_context_processors:
        whole |= processor(request)
    whole["messages"] = list(whole["messages"])
    get_token(request)
    str(request.csp_nonce)
    stream = template.template.stream(whole)
    stream.enable_buffering(PIECES)
    return StreamingHttpResponse(_sent(stream), content_type="text/html; charset=utf-8")


def _sent(stream: Iterator[str]) -> Iterator[bytes]:
    for piece in stream:
        yield piece.encode()
