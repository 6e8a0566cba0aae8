from enum import StrEnum

from dps.platform.access import Grant


class ClientPermission(StrEnum):
    SEE = "clients:client:see"
    ADMINISTER = "clients:client:administer"
    ROTATE = "clients:secret:rotate"


GRANTS = [
    Grant("OAUTH_ADMIN", ClientPermission.SEE),
    Grant("OAUTH_ADMIN", ClientPermission.ADMINISTER),
    Grant("OAUTH_ADMIN", ClientPermission.ROTATE),
    Grant("OAUTH_VIEW_ONLY_CLIENT", ClientPermission.SEE),
    Grant("CLIENT_ROTATION_ADMIN", ClientPermission.SEE),
    Grant("CLIENT_ROTATION_ADMIN", ClientPermission.ROTATE),
]
