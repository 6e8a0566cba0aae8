"""Every address of the product with what it asks of a visitor, read from the routes themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One route. `capability` is None when its view declares nothing, which is a defect."""

    route: str
    capability: str | None
    methods: tuple[str, ...]
    parameters: tuple[str, ...]


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            yield Address(
                route,
                getattr(view, "capability", None),
                tuple(getattr(view, "methods", ("GET",))),
                tuple(pattern.pattern.converters),
            )
        else:
            yield from _walk(pattern, route)


def all_addresses() -> list[Address]:
    """Every route of the product in order of address, included ones too."""
    return sorted(_walk(get_resolver(), "/"), key=lambda address: address.route)
