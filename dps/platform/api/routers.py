"""The routers that services registered."""

from ninja import Router

_routers: dict[str, Router] = {}


def register(router: Router, prefix: str) -> None:
    """Serve a router's operations under `/api` + `prefix` (such as `/users`). Called from `AppConfig.ready`."""
    _routers[prefix] = router


def all_routers() -> dict[str, Router]:
    """Prefix to router, in order of prefix."""
    return dict(sorted(_routers.items()))
