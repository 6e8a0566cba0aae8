"""Who may do what with people. Whether a *given* person may be opened is decided by `rules.access`."""

from enum import StrEnum

from dps.platform.access import Actor, Grant, Scope
from dps.prisoners.rules.access import SENSITIVE, Viewer


class PrisonerPermission(StrEnum):
    SEARCH_MY_PRISON = "prisoners:search:prison"
    SEARCH_EVERYWHERE = "prisoners:search:global"
    SEE = "prisoners:person:see"
    EDIT = "prisoners:person:edit"
    EDIT_SENSITIVE = "prisoners:person:edit-sensitive"
    EDIT_PHOTO = "prisoners:person:edit-photo"
    EDIT_DIET = "prisoners:person:edit-diet"
    READ_SUMMARY = "prisoners:summary:read"
    """Who somebody is and where, through the API."""
    READ_DETAILS = "prisoners:details:read"
    """The record through the API: staff by the rules of each part, systems everywhere."""


GRANTS = [
    Grant("PRISON", PrisonerPermission.SEARCH_MY_PRISON, Scope.ACTIVE_CASELOAD),
    Grant("GLOBAL_SEARCH", PrisonerPermission.SEARCH_EVERYWHERE),
    Grant("PRISON", PrisonerPermission.SEE),
    Grant("PRISON", PrisonerPermission.EDIT, Scope.ACTIVE_CASELOAD),
    Grant(SENSITIVE, PrisonerPermission.EDIT_SENSITIVE, Scope.ACTIVE_CASELOAD),
    Grant(SENSITIVE, PrisonerPermission.EDIT_PHOTO, Scope.ACTIVE_CASELOAD),
    Grant("PRISONER_PROFILE_PHOTO_UPLOAD", PrisonerPermission.EDIT_PHOTO, Scope.ACTIVE_CASELOAD),
    Grant("DIET_AND_FOOD_ALLERGIES_EDIT", PrisonerPermission.EDIT_DIET, Scope.ACTIVE_CASELOAD),
    Grant("PRISON", PrisonerPermission.READ_SUMMARY, Scope.ANY_CASELOAD),
    Grant("VIEW_PRISONER_DATA", PrisonerPermission.READ_SUMMARY),
    Grant("PRISONER_SEARCH__PRISONER__RO", PrisonerPermission.READ_SUMMARY),
    Grant("PRISON", PrisonerPermission.READ_DETAILS, Scope.ANY_CASELOAD),
    Grant("VIEW_PRISONER_DATA", PrisonerPermission.READ_DETAILS),
]


def viewer_of(actor: Actor) -> Viewer:
    """The member of staff as the access rules see them."""
    return Viewer(actor.roles, frozenset(actor.caseloads), actor.active_caseload)
