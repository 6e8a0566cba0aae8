"""Addresses of the search before today's: kept in bookmarks and in other systems' links (search.md 2, 3)."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import path
from django.views.generic import RedirectView

from dps.platform.access import SIGNED_IN, page


def _moved_to(name: str) -> Callable[..., HttpResponseBase]:
    return page(SIGNED_IN)(RedirectView.as_view(pattern_name=name, query_string=True))


urlpatterns = [
    path("prisoner-search", _moved_to("search")),
    path("global-search", _moved_to("global_search")),
    path("global-search/results", _moved_to("global_search")),
]
