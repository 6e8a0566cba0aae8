"""The roles this product knows, and what identity itself lets them do."""

from enum import StrEnum

from dps.platform.access import Grant


class IdentityPermission(StrEnum):
    SWITCH_CASELOAD = "identity:caseload:switch"
    LOOK_AFTER_SERVICES = "identity:services:change"


ROLES = {
    "PRISON": "Base role of everybody who works in a prison",
    "PROBATION": "Base role of everybody who works in probation",
    "GLOBAL_SEARCH": "Search every establishment; open basic profiles of people elsewhere and in transit",
    "INACTIVE_BOOKINGS": "Open released people, people in transit and restricted patients",
    "POM": "Prison offender manager: restricted patients their prison supports",
    "UPDATE_ALERT": "Add, change and close alerts",
    "ALERTS_REFERENCE_DATA_MANAGER": "Looks after alert types and codes; adds and deletes alerts of anybody",
    "BULK_PRISON_ESTATE_ALERTS": "Gives one alert to many people at once",
    "PRISONER_ALERTS__RO": "Reads everybody's alerts, by the API",
    "PRISONER_ALERTS__RW": "Reads and writes everybody's alerts, by the API",
    "PRISONER_ALERTS__PRISONER_ALERTS_ADMINISTRATION_UI": "Looks after alerts, their types and codes, by the API",
    "VIEW_SENSITIVE_CASE_NOTES": "Reads sensitive case notes",
    "ADD_SENSITIVE_CASE_NOTES": "Reads and writes sensitive case notes, and those of restricted use",
    "DELETE_SENSITIVE_CASE_NOTES": "Deletes, replaces and restores case notes, for a reason",
    "PRISONER_CASE_NOTES__RO": "Reads everybody's case notes, by the API",
    "PRISONER_CASE_NOTES__RW": "Reads and writes everybody's case notes, by the API",
    "PRISONER_CASE_NOTES__ADMIN": "Replaces and deletes anybody's case notes, by the API",
    "PRISONER_CASE_NOTES__SYSTEM_GENERATED__RW": "Writes case notes that a system made, by the API",
    "OMIC_ADMIN": "Allocates key workers; looks after their roles, statuses and the prison's settings",
    "KEYWORKER_MONITOR": "Sees key workers, their people and their figures",
    "PERSONAL_OFFICER_ALLOCATE": "Allocates personal officers; looks after their roles, statuses and settings",
    "PERSONAL_OFFICER_VIEW": "Sees personal officers, their people and their figures",
    "KW_MIGRATION": "Switches key work on and off, says how often sessions are held, sees the whole nation",
    "ALLOCATIONS__ALLOCATIONS_RO": "Reads who is whose key worker, by the API",
    "ALLOCATIONS__ALLOCATIONS_UI": "Does everything of key work, by the API",
    "SAR_DATA_ACCESS": "Answers subject access requests: everything held about a person, to give to them",
    "PRISONER_PROFILE_SENSITIVE_RW": "Changes names, birth, numbers, addresses, marks and next of kin",
    "PRISONER_PROFILE_PHOTO_UPLOAD": "Changes the photograph of a prisoner",
    "DIET_AND_FOOD_ALLERGIES_EDIT": "Changes diet and food allergies",
    "SEARCH_RESTRICTED_PATIENT": "Finds people discharged to a secure hospital",
    "TRANSFER_RESTRICTED_PATIENT": "Discharges people to a secure hospital and says who looks after them",
    "RESTRICTED_PATIENT_MIGRATION": "Adds people already released as restricted patients",
    "REMOVE_RESTRICTED_PATIENT": "Ends that somebody is a restricted patient",
    "PRISONER_SEARCH": "Searches for prisoners everywhere, by the API",
    "PRISONER_IN_PRISON_SEARCH": "Searches for prisoners of one prison, by the API",
    "PRISONER_SEARCH__PRISONER__RO": "Searches for and reads prisoners everywhere, by the API",
    "PRISONER_SEARCH__PRISONER_LOCATION__RO": "Reads where everybody in prison is, by the API",
    "VIEW_PRISONER_DATA": "Reads the record of anybody, by the API",
    "RELEASE_DATES_CALCULATOR": "Court cases and release dates",
    "PRISON_RECEPTION": "Adjudications of people outside the caseload",
    "CONTACTS_ADMINISTRATOR": "Contacts and restrictions",
    "LICENCE_RO": "Home detention curfew licences",
    "LICENCE_VARY": "Licences of released people",
    "NOMIS_LINK_ADMIN": "Sees how the link to NOMIS is doing and what it set aside",
    "OAUTH_ADMIN": "Looks after the systems that sign people in here, and the tiles of other systems",
    "MAINTAIN_ACCESS_ROLES": "Local system administrator: accounts of the prisons they look after",
    "MAINTAIN_ACCESS_ROLES_ADMIN": "Central administrator: accounts of every prison",
    "CREATE_USER": "Creates accounts of prison staff",
    "MANAGE_NOMIS_USER_ACCOUNT": "Opens, closes and unlocks accounts of prison staff",
    "STAFF_SEARCH": "Finds accounts of prison staff in every prison",
    "VIEW_NOMIS_STAFF_DETAILS": "Sees accounts of prison staff in every prison",
    "ROLES_ADMIN": "Adds and changes roles of the catalogue",
    "VIEW_ADMINISTRABLE_USER_ROLES": "Sees the catalogue of roles and who uses it",
    "DELETE_ROLES_ADMIN": "Deletes roles that nobody holds",
    "MANAGE_USER_BULK_JOBS": "Gives roles to many people at once, or takes them away",
    "MAINTAIN_EMAIL_DOMAINS": "Says at which domains people may have email addresses",
    "MAINTAIN_OAUTH_USERS": "Looks after everybody outside prisons who signs in, and their groups",
    "AUTH_GROUP_MANAGER": "Looks after people outside prisons who share one of their own groups",
    "VIEW_USER_GROUPS": "Sees which groups people outside prisons are in",
    "CONTRACT_MANAGER_VIEW_GROUP": "Downloads who is in a provider's group",
    "OAUTH_VIEW_ONLY_CLIENT": "Sees the systems that sign people in here",
    "CLIENT_ROTATION_ADMIN": "Makes new secrets for systems that sign people in here",
    "USER_PERMISSIONS__RO": "Reads who somebody is and which roles they hold, by the API",
    "INTEL_ADMIN": "Reads which roles somebody holds, by the API: intelligence",
    "PCMS_USER_ADMIN": "Reads which roles somebody holds, by the API: prisoner communications",
    "PF_USER_ADMIN": "Reads which roles somebody holds, by the API: Pathfinder",
    "AUTH_TOKEN_VERIFICATION": "Checks whether tokens of any system are in force",
    "NOTIFY_ADMIN": "Sees emails and texts that were sent, sends again, reads what they say",
    "ACCESS__REVIEW__RW": "Reviews who may do what in their own prisons; gives nothing",
    "CENTRAL_ADMIN": "Looks after the product nationally: the NOMIS link, prisons and codes",
}
"""Role code to what it is for. Roles imported from NOMIS that are not here are kept and grant nothing."""

GRANTS = [
    Grant("PRISON", IdentityPermission.SWITCH_CASELOAD),
    Grant("OAUTH_ADMIN", IdentityPermission.LOOK_AFTER_SERVICES),
]
