"""Towns, counties and countries that may be chosen: lists of the old system."""

from collections.abc import Collection

from dps.prisoners.addresses.presenters import COUNTRY, COUNTY, TOWN, USAGE_LISTS, usage_words
from dps.prisoners.addresses.rules import Place, Where
from dps.prisoners.personal import lists
from dps.prisoners.personal.rules.choices import UK_NATIONS, Choice, by_label

NOT_CHOSEN: Choice = ("", "")


def nations() -> list[str]:
    """Codes of the countries of the United Kingdom. One statement."""
    return [code for code, words in lists.active(COUNTRY) if words in UK_NATIONS]


def countries(where: Where, kept: str) -> list[Choice]:
    """The countries an address of this kind may be in, the nations first. One statement."""
    offered = by_label(lists.offered(COUNTRY, kept), UK_NATIONS)
    if where is Where.UK:
        return [one for one in offered if one[1] in UK_NATIONS or one[0] == kept]
    if where is Where.OVERSEAS:
        return [one for one in offered if one[1] not in UK_NATIONS or one[0] == kept]
    return offered


def towns(kept: str) -> list[Choice]:
    """Towns and cities, A to Z. One statement."""
    return by_label(lists.offered(TOWN, kept))


def counties(kept: str) -> list[Choice]:
    """Counties, A to Z. One statement."""
    return by_label(lists.offered(COUNTY, kept))


def usages(kept: Collection[str] = ()) -> list[Choice]:
    """What an address may be for, A to Z, and what this one is for already. At most two statements."""
    offered = next((found for domain in USAGE_LISTS if (found := lists.active(domain))), [])
    known = dict(offered)
    return by_label([*offered, *((code, usage_words(code)) for code in kept if code not in known)])


def problems(place: Place, before: Place | None) -> dict[str, str]:
    """Codes that may not be chosen, by box. At most three statements."""
    asked = {
        "town": ("Town or city", towns, place.town, before.town if before else ""),
        "county": ("County", counties, place.county, before.county if before else ""),
    }
    found = {
        name: f"{label}: choose one from the list"
        for name, (label, offered, code, kept) in asked.items()
        if code and code != kept and code not in dict(offered(kept))
    }
    kept = before.country if before else ""
    if place.country and place.country != kept and place.country not in dict(countries(place.where, kept)):
        found["country"] = "Country: choose one from the list"
    return found
