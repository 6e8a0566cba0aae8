"""Open pages hear that something changed. A small process of its own holds the streams and carries no personal data:
it forwards names of topics (a prison number, a dashboard), and the page re-reads what it may see from web.

`asgi.py` is that process; it knows nothing of Django. Whether a person may listen to a topic is asked of web
(`pages.may_listen`), where every other permission is decided."""

from dps.platform.live.guards import register_guard
from dps.platform.live.sessions import ask_again_about

__all__ = ["ask_again_about", "register_guard"]
