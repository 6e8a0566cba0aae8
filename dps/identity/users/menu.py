"""The cards of "Manage user accounts". Each room registers its own, after its grants."""

from dataclasses import dataclass

from django.urls import reverse

from dps.identity.users.permissions import UserPermission
from dps.platform import access
from dps.platform.access import Actor, Grant, all_grants, holds


@dataclass(frozen=True, slots=True)
class MenuCard:
    """One card, for holders of `capability`. `url_name` is a route without arguments; a lower `order` comes first."""

    name: str
    description: str
    url_name: str
    capability: str
    order: int


_cards: dict[str, MenuCard] = {}


def register(card: MenuCard) -> None:
    """Add a card. Called from `AppConfig.ready`, after `access.register` of the grants of its capability: whoever may
    open a card may open the menu. Raises LookupError when nobody holds the capability yet."""
    roles = [grant.role for grant in all_grants() if grant.capability == str(card.capability)]
    if not roles:
        raise LookupError(f"{card.url_name}: register the grants of {card.capability} before its card")
    access.register(Grant(role, UserPermission.OPEN_MENU) for role in roles)
    _cards[card.url_name] = card


def cards_for(actor: Actor) -> list[tuple[MenuCard, str]]:
    """The cards `actor` may open with their addresses, in order."""
    allowed = [card for card in _cards.values() if holds(actor, card.capability)]
    return [(card, reverse(card.url_name)) for card in sorted(allowed, key=lambda card: (card.order, card.name))]
