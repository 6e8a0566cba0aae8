"""Putting kinds of note above one's lists, and taking them away."""

from django.db import transaction

from dps.case_notes.adding.drafts.queries import whose
from dps.case_notes.adding.favourites.rules import MOST_FAVOURITES
from dps.case_notes.models import FavouriteKind
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid


@transaction.atomic
def add(sub_type_id: int, *, by: Actor) -> bool:
    """Put a kind, which the caller found offered, among one's favourites; twice is once. Says whether it is new.
    Raises Invalid when there are as many as fit above the lists."""
    mine = FavouriteKind.objects.filter(account_id=whose(by))
    if mine.filter(sub_type_id=sub_type_id).exists():
        return False
    if mine.count() >= MOST_FAVOURITES:
        raise Invalid({"": f"You have {MOST_FAVOURITES} favourites: take one away first"})
    _, made = FavouriteKind.objects.get_or_create(
        account_id=whose(by), sub_type_id=sub_type_id, defaults={"added_at": local_time.now()}
    )
    return made


def take_away(sub_type_id: int, *, by: Actor) -> None:
    """Take a kind from one's favourites; nothing happens when it is none."""
    FavouriteKind.objects.filter(account_id=whose(by), sub_type_id=sub_type_id).delete()
