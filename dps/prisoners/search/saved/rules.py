"""Which addresses are searches that may be kept."""

import re

SEARCHES = {
    "/prisoners/": "In my prison",
    "/prisoners/global": "Everywhere",
    "/prisoners/keywords": "Keywords",
    "/prisoners/description": "Physical description",
    "/prisoners/attributes": "Details",
    "/prisoners/release-dates": "Release dates",
}
MOST_KEPT = 50
_NOT_KEPT = re.compile(r"(?:\A|&)(?:page|from|ie8)=[^&]*")


def address_to_keep(given: str) -> str:
    """A search's address without what belongs to one look at it (the page); '' when it is no search of ours."""
    path, _, query = given.partition("?")
    if path not in SEARCHES or any(ord(character) < 33 or ord(character) > 126 for character in given) or "#" in given:
        return ""
    kept = _NOT_KEPT.sub("", query).strip("&")
    return f"{path}?{kept}" if kept else path


def kind_of(address: str) -> str:
    """What kind of search an address is, in words."""
    return SEARCHES.get(address.partition("?")[0], "")
