"""The roles this product knows, and what identity itself lets them do."""

from enum import StrEnum

from dps.platform.access import Grant


class IdentityPermission(StrEnum):
    SWITCH_CASELOAD = "identity:caseload:switch"


ROLES = {
    "PRISON": "Base role of everybody who works in a prison",
    "PROBATION": "Base role of everybody who works in probation",
    "GLOBAL_SEARCH": "Search every establishment; open basic profiles of people elsewhere and in transit",
    "INACTIVE_BOOKINGS": "Open released people, people in transit and restricted patients",
    "POM": "Prison offender manager: restricted patients their prison supports",
    "UPDATE_ALERT": "Add, change and close alerts",
    "RELEASE_DATES_CALCULATOR": "Court cases and release dates",
    "PRISON_RECEPTION": "Adjudications of people outside the caseload",
    "CONTACTS_ADMINISTRATOR": "Contacts and restrictions",
    "LICENCE_RO": "Home detention curfew licences",
    "LICENCE_VARY": "Licences of released people",
    "NOMIS_LINK_ADMIN": "Sees how the link to NOMIS is doing and what it set aside",
    "CENTRAL_ADMIN": "Looks after the product nationally: the NOMIS link, prisons and codes",
}
"""Role code to what it is for. Roles imported from NOMIS that are not here are kept and grant nothing."""

GRANTS = [Grant("PRISON", IdentityPermission.SWITCH_CASELOAD)]
