"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def _tidy_address(given: str) -> str | None:
    """An address PostgreSQL can keep: without brackets, port or zone. None for anything else."""
    given = given.strip()
    if given.startswith("["):
        given = given[1:].partition("]")[0]
    elif given.count(":") == 1:
        given = given.partition(":")[0]
    try:
        return str(ip_address(given.partition("%")[0]))
    except ValueError:
        return None


def address_of(request: HttpRequest) -> str | None:
    """The network address a request comes from; behind a TLS proxy, the last one the proxy added."""
    direct = _tidy_address(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        return _tidy_address(request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1]) or direct
    return direct


def device_of(request: HttpRequest) -> str:
    """What the browser says it is, cut to fit and made printable."""
    said = request.headers.get("User-Agent", "")
    return "".join(character for character in said if character.isprintable())[:200]
