"""Back to the page somebody came from, and never anywhere else."""

from urllib.parse import urlsplit

from django.http import HttpRequest

FIELD = "from"
_OURS = ("/prisoners/", "/case-notes/", "/key-workers/")
_LONGEST = 1000
_OWN_PAGES = ("/case-notes/add/", "/more/", "/type/", "/case-notes/incentive-review/", "/case-notes/several/")


def is_ours(address: str) -> bool:
    """Whether an address is a page of the product to go back to."""
    path = address.partition("?")[0]
    return (
        address.startswith(_OURS)
        and "\\" not in address
        and address.isprintable()
        and len(address) <= _LONGEST
        and not path.endswith(_OWN_PAGES)
    )


def came_from(request: HttpRequest, otherwise: str) -> str:
    """Where to go afterwards: what the form or the address says, else the page that led here, else `otherwise`."""
    said = request.POST.get(FIELD) or request.GET.get(FIELD) or _led_here(request)
    return said if is_ours(said) else otherwise


def _led_here(request: HttpRequest) -> str:
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if before.netloc != request.get_host():
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path
