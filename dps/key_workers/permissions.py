"""Who may do what in key work (key-workers.md 6). The scope is the active caseload; higher levels include lower ones.

A worker who only holds the job role at a prison (level 1, "self") has no role of the catalogue: whether they do is
asked of `StaffRole` by the pages of their own profile.
"""

from enum import StrEnum

from dps.key_workers.policies import Policy
from dps.platform.access import Grant, Scope


class KeyWorkPermission(StrEnum):
    OPEN = "key-workers:service:open"
    """Come in at all: what is then shown depends on the level and the job role."""
    SEE = "key-workers:key-worker:see"
    ALLOCATE = "key-workers:key-worker:allocate"
    SEE_OFFICERS = "key-workers:personal-officer:see"
    ALLOCATE_OFFICERS = "key-workers:personal-officer:allocate"
    ADMINISTER = "key-workers:scheme:administer"
    """Switch schemes on and off, set how often sessions are held, rebuild figures."""
    SEE_NATIONAL = "key-workers:national:see"
    READ_BY_SYSTEM = "key-workers:api:read"
    MANAGE_BY_SYSTEM = "key-workers:api:manage"
    RECORD_COMPLEXITY = "key-workers:complexity:record"


SEE = {Policy.KEY_WORKER: KeyWorkPermission.SEE, Policy.PERSONAL_OFFICER: KeyWorkPermission.SEE_OFFICERS}
ALLOCATE = {
    Policy.KEY_WORKER: KeyWorkPermission.ALLOCATE,
    Policy.PERSONAL_OFFICER: KeyWorkPermission.ALLOCATE_OFFICERS,
}
_HERE = Scope.ACTIVE_CASELOAD

GRANTS = [
    Grant("PRISON", KeyWorkPermission.OPEN, _HERE),
    Grant("KW_MIGRATION", KeyWorkPermission.ADMINISTER, _HERE),
    *(
        Grant("KW_MIGRATION", permission, _HERE)
        for permission in (
            KeyWorkPermission.SEE,
            KeyWorkPermission.ALLOCATE,
            KeyWorkPermission.SEE_OFFICERS,
            KeyWorkPermission.ALLOCATE_OFFICERS,
        )
    ),
    Grant("OMIC_ADMIN", KeyWorkPermission.SEE, _HERE),
    Grant("OMIC_ADMIN", KeyWorkPermission.ALLOCATE, _HERE),
    Grant("KEYWORKER_MONITOR", KeyWorkPermission.SEE, _HERE),
    Grant("PERSONAL_OFFICER_ALLOCATE", KeyWorkPermission.SEE_OFFICERS, _HERE),
    Grant("PERSONAL_OFFICER_ALLOCATE", KeyWorkPermission.ALLOCATE_OFFICERS, _HERE),
    Grant("PERSONAL_OFFICER_VIEW", KeyWorkPermission.SEE_OFFICERS, _HERE),
    Grant("KW_MIGRATION", KeyWorkPermission.SEE_NATIONAL),
    Grant("CENTRAL_ADMIN", KeyWorkPermission.SEE_NATIONAL),
    Grant("PRISON", KeyWorkPermission.READ_BY_SYSTEM, Scope.ANY_CASELOAD),
    Grant("ALLOCATIONS__ALLOCATIONS_RO", KeyWorkPermission.READ_BY_SYSTEM),
    Grant("ALLOCATIONS__ALLOCATIONS_UI", KeyWorkPermission.READ_BY_SYSTEM),
    Grant("ALLOCATIONS__ALLOCATIONS_UI", KeyWorkPermission.MANAGE_BY_SYSTEM),
    Grant("ALLOCATIONS__ALLOCATIONS_UI", KeyWorkPermission.RECORD_COMPLEXITY),
]
