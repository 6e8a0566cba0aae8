from enum import StrEnum

from dps.platform.access import Grant


class PatientPermission(StrEnum):
    SEE = "prisoners:restricted-patients:see"
    DISCHARGE = "prisoners:restricted-patients:discharge"
    ADD_RELEASED = "prisoners:restricted-patients:add-released"
    REMOVE = "prisoners:restricted-patients:remove"


GRANTS = [
    Grant("SEARCH_RESTRICTED_PATIENT", PatientPermission.SEE),
    Grant("TRANSFER_RESTRICTED_PATIENT", PatientPermission.SEE),
    Grant("REMOVE_RESTRICTED_PATIENT", PatientPermission.SEE),
    Grant("RESTRICTED_PATIENT_MIGRATION", PatientPermission.SEE),
    Grant("TRANSFER_RESTRICTED_PATIENT", PatientPermission.DISCHARGE),
    Grant("RESTRICTED_PATIENT_MIGRATION", PatientPermission.ADD_RELEASED),
    Grant("REMOVE_RESTRICTED_PATIENT", PatientPermission.REMOVE),
]
