"""What operations of every room share: the scheme a request is about, and whose prison it may ask of."""

from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.platform.access import Actor, require
from dps.platform.api import ApiSchema
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

POLICY = {"alias": "Policy", "description": "KEY_WORKER (the default) or PERSONAL_OFFICER"}


class StaffMember(ApiSchema):
    staff_id: int
    first_name: str
    last_name: str


class CodeAndWords(ApiSchema):
    code: str
    description: str


def policy_of(given: str) -> Policy:
    """The scheme that the header names. Raises Invalid."""
    if given not in Policy.__members__:
        raise Invalid({"Policy": "Policy must be KEY_WORKER or PERSONAL_OFFICER"})
    return Policy(given)


def prison_read_by(actor: Actor, prison: str) -> str:
    """The prison asked about, when the caller may read of it. Raises NotFound."""
    try:
        require(actor, KeyWorkPermission.READ_BY_SYSTEM, prison=prison)
    except NotAllowed as refused:
        raise NotFound(prison) from refused
    return prison
