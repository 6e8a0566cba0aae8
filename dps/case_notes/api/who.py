"""Who asks, whom they may ask about, and who is named as the author (case-notes.md 5.3 and 6)."""

from dataclasses import replace
from uuid import UUID

from dps.case_notes.api.queries import Found, one
from dps.case_notes.api.schemas import note_key
from dps.case_notes.opening import is_system_that_writes, may_open_notes
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.reach import is_system_that_reads
from dps.case_notes.rules.access import may_read_sensitive
from dps.case_notes.writing.authors import author_named
from dps.platform.access import Actor
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

USERNAME = "Username"
"""The header by which a system names the member of staff it acts for."""


def upper(number: str) -> str:
    """A prison number as it is kept."""
    return number.upper() if number.isascii() else number


def open_notes(number: str, *, page: str, by: Actor) -> str:
    """The prison number of somebody whose notes the caller may read, with the view audited: a member of staff by the
    rules of the pages, a system by its role. Raises NotFound for anybody else, and NowKnownAs, which leads to the right
    address, for a number lost in a merge."""
    return open_to_read(
        upper(number),
        page=page,
        part=Part.BASIC,
        by=by,
        permission=CaseNotePermission.READ_BY_SYSTEM,
        also=lambda record: may_open_notes(record, by),
    ).number


def sees_sensitive(by: Actor, *, asked: bool) -> bool:
    """Whether sensitive notes are given: of a member of staff decided by their roles, whatever is `asked`; a system
    gets them when it asks."""
    return asked if is_system_that_reads(by) else may_read_sensitive(viewer_of(by))


def note_at(typed: str, number: str, by: Actor) -> Found:
    """A note of a person whose notes the caller may read. Raises NotFound, also for a sensitive one they may not."""
    key = note_key(typed)
    found = one(key, number) if key is not None else None
    if found is None or (found.kind.sensitive and not sees_sensitive(by, asked=True)):
        raise NotFound(typed)
    return found


def id_of(typed: str) -> UUID:
    """The id of a note that an address names by its id or its older number. Raises NotFound."""
    key = note_key(typed)
    found = one(key) if isinstance(key, int) else None
    if isinstance(key, UUID):
        return key
    if found is None:
        raise NotFound(typed)
    return found.note.pk


def author(by: Actor, username: str) -> Actor:
    """Who writes: the caller, or whoever a system names in the header `Username`, with the system's roles.

    Raises Invalid for a name nobody has, none from a system, and one that a member of staff sends of somebody else.
    """
    if not is_system_that_writes(by):
        if username and username.upper() != by.username:
            raise Invalid({USERNAME: "Only systems write for somebody else"})
        return by
    named = author_named(username)
    if named is None:
        words = "Nobody has this user name" if username else "Name whom you write for"
        raise Invalid({USERNAME: words})
    return replace(by, username=named.username, display_name=named.name)


def written(id: UUID) -> Found:
    """A note the caller has just written or changed. Raises NotFound."""
    found = one(id)
    if found is None:
        raise NotFound(str(id))
    return found
