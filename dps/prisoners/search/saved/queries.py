"""Reads of saved searches."""

from uuid import UUID

from dps.platform.web.refusals import NotFound
from dps.prisoners.search.saved.models import SavedSearch
from dps.prisoners.search.saved.rules import MOST_KEPT


def saved_by(username: str) -> list[SavedSearch]:
    """Somebody's own saved searches, by name. One statement."""
    return list(SavedSearch.objects.filter(owner=username).order_by("name", "id")[:MOST_KEPT])


def shared(key: UUID) -> SavedSearch:
    """The search behind a link. Raises NotFound."""
    found = SavedSearch.objects.filter(key=key).first()
    if found is None:
        raise NotFound(str(key))
    return found


def own(key: UUID, username: str) -> SavedSearch:
    """One's own saved search. Raises NotFound for somebody else's, too."""
    found = SavedSearch.objects.filter(key=key, owner=username).first()
    if found is None:
        raise NotFound(str(key))
    return found
