"""A person opened by a program: for a member of staff by the rules of the pages, for a system by its own role."""

from dps.platform import audit, local_time
from dps.platform.access import Actor, Scope, scopes_of
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.profile import queries
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.opening import NowKnownAs, open_person
from dps.prisoners.rules.access import Part


def is_system_that_reads(actor: Actor, permission: PrisonerPermission = PrisonerPermission.READ_DETAILS) -> bool:
    """Whether this is a system, which works in no prison, with a role that opens this of everybody's record."""
    return actor.account_id is None and Scope.EVERYWHERE in scopes_of(actor, permission)


def open_to_read(
    number: str,
    *,
    page: str,
    part: Part,
    by: Actor,
    permission: PrisonerPermission = PrisonerPermission.READ_DETAILS,
) -> Opened:
    """A person of whom the caller may read `part`, with the view audited. Raises NotFound for anybody else."""
    today = local_time.today()
    if not is_system_that_reads(by, permission):
        try:
            record = open_person(number, page=page, by=by, today=today, part=part)
        except NowKnownAs as kept:
            raise NotFound(number) from kept
        return Opened(number, record, viewer_of(by), today)
    found = queries.header(number, today)
    if found is None:
        raise NotFound(number)
    audit.record("PRISONER_VIEWED", by=by, subject_type="prisoner", subject_id=number, details={"page": page})
    return Opened(number, found, viewer_of(by), today)
