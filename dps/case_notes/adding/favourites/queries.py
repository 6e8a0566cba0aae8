"""Reads of one's favourites."""

from dps.case_notes.adding.drafts.queries import whose
from dps.case_notes.models import FavouriteKind
from dps.platform.access import Actor


def mine(actor: Actor) -> list[int]:
    """Ids of one's favourite sub-types, in the order they were added. One statement."""
    found = FavouriteKind.objects.filter(account_id=whose(actor)).order_by("added_at", "id")
    return list(found.values_list("sub_type_id", flat=True))
