"""A person opened by a program: for a member of staff by the rules of the pages, for a system by its own role."""

from collections.abc import Callable

from dps.platform import audit, local_time
from dps.platform.access import Actor, Scope, scopes_of
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission, viewer_of
from dps.prisoners.profile import queries
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.opening import NowKnownAs, Record, open_person
from dps.prisoners.rules.access import Part
from dps.prisoners.search.queries import person_by_number


def is_system_that_reads(actor: Actor, permission: str = PrisonerPermission.READ_DETAILS) -> bool:
    """Whether this is a system, which works in no prison, with a role that opens this of everybody's record."""
    return actor.account_id is None and Scope.EVERYWHERE in scopes_of(actor, permission)


def open_to_read(
    number: str,
    *,
    page: str,
    part: Part,
    by: Actor,
    permission: str = PrisonerPermission.READ_DETAILS,
    also: Callable[[Record], bool] | None = None,
) -> Opened:
    """A person of whom the caller may read `part`, with the view audited. `permission`: by which a system reads
    everybody; `also`: a further rule of the service for members of staff, asked of the header row. Raises NotFound for
    anybody else, and NowKnownAs, which leads to the right address, for a number lost in a merge."""
    today = local_time.today()
    if not is_system_that_reads(by, permission):
        record = open_person(number, page=page, by=by, today=today, part=part, also=also)
        return Opened(number, record, viewer_of(by), today)
    found = queries.header(number, today)
    if found is None:
        lead_on(number)
        raise NotFound(number)
    audit.record("PRISONER_VIEWED", by=by, subject_type="prisoner", subject_id=number, details={"page": page})
    return Opened(number, found, viewer_of(by), today)


def lead_on(number: str) -> None:
    """Raise NowKnownAs for a number that was lost in a merge, asked for by a caller who reads everybody. One
    statement."""
    found = person_by_number(number)
    if found is not None and found[0] != number:
        raise NowKnownAs(number, found[0])
