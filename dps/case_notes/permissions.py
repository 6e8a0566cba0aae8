"""Who may do what with case notes. Of *which* person is decided by `rules.access` (case-notes.md 6)."""

from enum import StrEnum

from dps.platform.access import Grant, Scope


class CaseNotePermission(StrEnum):
    READ = "case-notes:note:read"
    WRITE = "case-notes:note:write"
    """Add notes and add more details to notes."""
    READ_SENSITIVE = "case-notes:sensitive:read"
    WRITE_SENSITIVE = "case-notes:sensitive:write"
    """Sensitive notes, and types of restricted use."""
    DELETE = "case-notes:note:delete"
    """Delete, replace and restore, with a reason."""
    SEE_MINE = "case-notes:mine:see"
    LOOK_AFTER_TYPES = "case-notes:types:change"
    """Hide and offer types, mark them sensitive, switch system notes on and off."""
    ANSWER_SUBJECT_ACCESS = "case-notes:subject-access:read"
    READ_BY_SYSTEM = "case-notes:api:read"
    WRITE_BY_SYSTEM = "case-notes:api:write"
    ADMINISTER_BY_SYSTEM = "case-notes:api:administer"
    SYSTEM_NOTES = "case-notes:api:system-notes"


GRANTS = [
    Grant("PRISON", CaseNotePermission.READ),
    Grant("PRISON", CaseNotePermission.WRITE),
    Grant("PRISON", CaseNotePermission.SEE_MINE),
    Grant("POM", CaseNotePermission.READ_SENSITIVE),
    Grant("VIEW_SENSITIVE_CASE_NOTES", CaseNotePermission.READ_SENSITIVE),
    Grant("ADD_SENSITIVE_CASE_NOTES", CaseNotePermission.READ_SENSITIVE),
    Grant("POM", CaseNotePermission.WRITE_SENSITIVE),
    Grant("ADD_SENSITIVE_CASE_NOTES", CaseNotePermission.WRITE_SENSITIVE),
    Grant("DELETE_SENSITIVE_CASE_NOTES", CaseNotePermission.DELETE),
    Grant("CENTRAL_ADMIN", CaseNotePermission.LOOK_AFTER_TYPES),
    Grant("PRISON", CaseNotePermission.READ_BY_SYSTEM, Scope.ANY_CASELOAD),
    Grant("PRISONER_CASE_NOTES__RO", CaseNotePermission.READ_BY_SYSTEM),
    Grant("PRISONER_CASE_NOTES__RW", CaseNotePermission.READ_BY_SYSTEM),
    Grant("PRISON", CaseNotePermission.WRITE_BY_SYSTEM, Scope.ANY_CASELOAD),
    Grant("PRISONER_CASE_NOTES__RW", CaseNotePermission.WRITE_BY_SYSTEM),
    Grant("DELETE_SENSITIVE_CASE_NOTES", CaseNotePermission.ADMINISTER_BY_SYSTEM),
    Grant("PRISONER_CASE_NOTES__ADMIN", CaseNotePermission.ADMINISTER_BY_SYSTEM),
    Grant("PRISONER_CASE_NOTES__SYSTEM_GENERATED__RW", CaseNotePermission.SYSTEM_NOTES),
    Grant("SAR_DATA_ACCESS", CaseNotePermission.ANSWER_SUBJECT_ACCESS),
]
