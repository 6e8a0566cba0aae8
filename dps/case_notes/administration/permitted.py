"""Whose notes, and of which kinds, are somebody's to administer."""

from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import access
from dps.platform.access import Actor, Scope, scopes_of
from dps.prisoners.permissions import viewer_of


def is_system_that_administers(actor: Actor) -> bool:
    """Whether this is the product itself, or a system with the role to administer everybody's notes."""
    return actor.account_id is None and Scope.EVERYWHERE in scopes_of(actor, CaseNotePermission.ADMINISTER_BY_SYSTEM)


def may_administer_kind(actor: Actor, kind: SubType, *, now: bool = False) -> bool:
    """Whether notes of a sub-type are this actor's to administer: never sensitive ones they may not read. `now`: the
    note is of this sub-type already; to give it one of restricted use, one must be allowed to write those."""
    if is_system_that_administers(actor):
        return True
    viewer = viewer_of(actor)
    if kind.sensitive and not access.may_read_sensitive(viewer):
        return False
    return now or not kind.restricted_use or access.may_write_sensitive(viewer)
