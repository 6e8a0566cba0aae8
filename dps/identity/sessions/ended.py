"""A session that ends while one of its own requests is answered."""

from django.http import HttpRequest

from dps.platform.access.actor import NOBODY


def leave_if_over(request: HttpRequest) -> bool:
    """Whether what this request did ended the session it came in. Then nothing of it is kept, and nobody is signed in
    any more. One statement."""
    session = request.session
    if not request.actor.is_signed_in or session.exists(session.session_key):
        return False
    session.flush()
    request.actor = NOBODY
    return True
