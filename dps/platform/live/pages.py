from django.http import HttpRequest, HttpResponse

from dps.platform.access import SIGNED_IN, page
from dps.platform.live import guards


@page(SIGNED_IN)
def may_listen(request: HttpRequest) -> HttpResponse:
    """Asked by the live process when a stream opens and every few minutes after: 204 yes, 404 no."""
    topics = request.GET.getlist("topic")[:20]
    actor = request.actor
    allowed = bool(topics) and all(guards.may_listen(actor, topic) for topic in topics)
    return HttpResponse(status=204 if allowed else 404)
