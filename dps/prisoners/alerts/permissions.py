"""Who may do what with alerts. Whether a *given* person's alerts may be read or changed is asked with their record in
hand (`dps.prisoners.rules.access`), but for those who hold it everywhere: systems and central administration."""

from enum import StrEnum

from dps.platform.access import Actor, Grant, Scope, scopes_of

FOR_THE_PAGES_OF_OTHERS = "PRISONER_ALERTS__PRISONER_ALERTS_ADMINISTRATION_UI"


class AlertPermission(StrEnum):
    SEE = "prisoners:alerts:see"
    EDIT = "prisoners:alerts:edit"
    DELETE = "prisoners:alerts:delete"
    ADMINISTER = "prisoners:alerts:administer"
    BULK = "prisoners:alerts:bulk"
    REPORT = "prisoners:alerts:report"
    SEE_CODES = "prisoners:alerts:see-codes"


GRANTS = [
    Grant("PRISON", AlertPermission.SEE, Scope.ANY_CASELOAD),
    *(
        Grant(role, AlertPermission.SEE)
        for role in ("PRISONER_ALERTS__RO", "PRISONER_ALERTS__RW", FOR_THE_PAGES_OF_OTHERS)
    ),
    Grant("UPDATE_ALERT", AlertPermission.EDIT, Scope.ANY_CASELOAD),
    Grant("PRISONER_ALERTS__RW", AlertPermission.EDIT),
    Grant(FOR_THE_PAGES_OF_OTHERS, AlertPermission.EDIT),
    Grant("ALERTS_REFERENCE_DATA_MANAGER", AlertPermission.DELETE),
    Grant("PRISONER_ALERTS__RW", AlertPermission.DELETE),
    Grant(FOR_THE_PAGES_OF_OTHERS, AlertPermission.DELETE),
    Grant("ALERTS_REFERENCE_DATA_MANAGER", AlertPermission.ADMINISTER),
    Grant(FOR_THE_PAGES_OF_OTHERS, AlertPermission.ADMINISTER),
    Grant("BULK_PRISON_ESTATE_ALERTS", AlertPermission.BULK),
    Grant(FOR_THE_PAGES_OF_OTHERS, AlertPermission.BULK),
    Grant("PRISON", AlertPermission.REPORT, Scope.ACTIVE_CASELOAD),
    *(
        Grant(role, AlertPermission.SEE_CODES)
        for role in (
            "PRISON",
            "PRISONER_ALERTS__RO",
            "PRISONER_ALERTS__RW",
            "ALERTS_REFERENCE_DATA_MANAGER",
            "BULK_PRISON_ESTATE_ALERTS",
            FOR_THE_PAGES_OF_OTHERS,
        )
    ),
]


def reaches_everybody(by: Actor, capability: str) -> bool:
    """Whether somebody holds a capability for every person there is: systems, and central administration."""
    return Scope.EVERYWHERE in scopes_of(by, capability)
