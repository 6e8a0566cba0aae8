"""Every address of the product with what it asks of a visitor, read from the routes themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One route, or one operation of the API at a route, which asks for a bearer token.

    `capability` is None when the view or operation declares nothing, which is a defect.
    """

    route: str
    capability: str | None
    methods: tuple[str, ...]
    parameters: tuple[str, ...]
    is_operation: bool = False


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            parameters = tuple(pattern.pattern.converters)
            for method, capability in getattr(view, "operations", {}).items():
                yield Address(route, capability, (method,), parameters, is_operation=True)
            if not hasattr(view, "operations"):
                yield Address(
                    route,
                    getattr(view, "capability", None),
                    tuple(getattr(view, "methods", ("GET",))),
                    parameters,
                )
        else:
            yield from _walk(pattern, route)


def all_addresses() -> list[Address]:
    """Every route of the product in order of address, included ones too."""
    return sorted(_walk(get_resolver(), "/"), key=lambda address: (address.route, address.methods))
