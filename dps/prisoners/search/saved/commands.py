"""Keeping, renaming and forgetting searches."""

from uuid import UUID

from django.db import IntegrityError, transaction

from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.search.saved.models import LONGEST_ADDRESS, LONGEST_NAME, SavedSearch
from dps.prisoners.search.saved.rules import MOST_KEPT, address_to_keep

TAKEN = "You have a saved search with this name. Choose another name"


@transaction.atomic
def save_search(name: str, address: str, *, by: Actor) -> SavedSearch:
    """Keep a search under a name. Raises Invalid: not a search, too long, name taken, or too many kept."""
    kept = address_to_keep(address)
    if not kept:
        raise Invalid({"": "This is not a search that can be saved"})
    if len(kept) > LONGEST_ADDRESS:
        raise Invalid({"": "This search is too long to be saved. Take some filters away"})
    if SavedSearch.objects.filter(owner=by.username).count() >= MOST_KEPT:
        raise Invalid({"": f"You have {MOST_KEPT} saved searches. Delete one you do not need"})
    search = SavedSearch(owner=by.username, name=_name(name), address=kept, created_at=local_time.now())
    _store(search)
    _tell("SEARCH_SAVED", search, by)
    return search


@transaction.atomic
def rename_search(key: UUID, name: str, *, by: Actor) -> SavedSearch:
    """Give one's own search another name. Raises NotFound and Invalid."""
    search = _mine(key, by)
    before, search.name = search.name, _name(name)
    if before != search.name:
        _store(search)
        _tell("SEARCH_RENAMED", search, by, changes={"name": [before, search.name]})
    return search


@transaction.atomic
def delete_search(key: UUID, *, by: Actor) -> None:
    """Forget one's own search; its link leads nowhere from now on. Raises NotFound."""
    search = _mine(key, by)
    _tell("SEARCH_DELETED", search, by)
    search.delete()


def _mine(key: UUID, by: Actor) -> SavedSearch:
    found = SavedSearch.objects.select_for_update().filter(key=key, owner=by.username).first()
    if found is None:
        raise NotFound(str(key))
    return found


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": "Enter a name for this search"})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": f"Name must be {LONGEST_NAME} characters or fewer"})
    return name


def _store(search: SavedSearch) -> None:
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError:
        raise Invalid({"name": TAKEN}) from None


def _tell(action: str, search: SavedSearch, by: Actor, **details: object) -> None:
    audit.record(
        action,
        by=by,
        subject_type="saved search",
        subject_id=str(search.key),
        details={"name": search.name, "address": search.address, **details},
    )
