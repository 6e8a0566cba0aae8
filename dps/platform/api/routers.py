"""The routers that services registered."""

from ninja import Router

_routers: dict[str, list[Router]] = {}


def register(router: Router, prefix: str) -> None:
    """Serve a router's operations under `/api` + `prefix` (such as `/users`), beside those of others with the same
    prefix. Called from `AppConfig.ready`."""
    together = _routers.setdefault(prefix, [])
    if router not in together:
        together.append(router)


def all_routers() -> dict[str, Router]:
    """Prefix to all its operations, in order of prefix."""
    return {prefix: _as_one(together) for prefix, together in sorted(_routers.items())}


def _as_one(together: list[Router]) -> Router:
    if len(together) == 1:
        return together[0]
    whole = Router()
    for router in together:
        whole.add_router("", router)
    return whole
