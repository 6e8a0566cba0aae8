from enum import StrEnum

from dps.platform.access import Grant

_EVERYWHERE = ("GLOBAL_SEARCH", "PRISONER_SEARCH", "PRISONER_SEARCH__PRISONER__RO")


class SearchPermission(StrEnum):
    FIND = "prisoners:search-api:find"
    """Anybody, anywhere."""
    FIND_IN_PRISON = "prisoners:search-api:find-in-prison"
    READ_ONE = "prisoners:search-api:read-one"
    LOCATIONS = "prisoners:search-api:locations"


GRANTS = [
    *(Grant(role, SearchPermission.FIND) for role in _EVERYWHERE),
    *(Grant(role, SearchPermission.FIND_IN_PRISON) for role in (*_EVERYWHERE, "PRISONER_IN_PRISON_SEARCH")),
    *(Grant(role, SearchPermission.READ_ONE) for role in (*_EVERYWHERE, "VIEW_PRISONER_DATA")),
    Grant("PRISONER_SEARCH__PRISONER_LOCATION__RO", SearchPermission.LOCATIONS),
]
