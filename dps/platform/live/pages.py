from django.http import HttpRequest, HttpResponse

from dps.platform.access import SIGNED_IN, page
from dps.platform.live import guards


@page(SIGNED_IN)
def may_listen(request: HttpRequest) -> HttpResponse:
    """Asked by the live process when a stream opens, every few minutes, and when the session ends: 204 yes, 404 no.

    A yes tells whose stream it is: the public id of the session, and the account.
    """
    topics = request.GET.getlist("topic")[:20]
    actor = request.actor
    allowed = bool(topics) and all(guards.may_listen(actor, topic) for topic in topics)
    if not allowed:
        return HttpResponse(status=404)
    whose = {"X-Session": request.session.get("public_id", ""), "X-Account": str(actor.account_id or "")}
    return HttpResponse(status=204, headers=whose)
