"""May this member of staff read and add to this person's notes? Source: case-notes.md 6, to the letter.

Reading and editing are one and the same check; who is refused finds nothing.
"""

from dps.prisoners.rules.access import Situation, Viewer, Whereabouts, may_open, situation

DAYS_AFTER_LEAVING = 90
"""How long a prison offender manager may still read after the person left their prison."""
_READ_SENSITIVE = ("POM", "VIEW_SENSITIVE_CASE_NOTES", "ADD_SENSITIVE_CASE_NOTES")
_WRITE_SENSITIVE = ("POM", "ADD_SENSITIVE_CASE_NOTES")


def may_read(person: Whereabouts, viewer: Viewer, left_within_90_days: frozenset[str]) -> bool:
    """Whether the viewer may read and add to the person's notes. `left_within_90_days` are the prisons the person left
    in that time; it decides only where `depends_on_leaving`."""
    if not may_open(person, viewer):
        return False
    match situation(person, viewer):
        case Situation.IN_CASELOAD:
            return True
        case Situation.OTHER_PRISON:
            return depends_on_leaving(person, viewer) and bool(left_within_90_days & viewer.caseloads)
        case Situation.IN_TRANSIT | Situation.RELEASED:
            return viewer.has("INACTIVE_BOOKINGS")
        case Situation.RESTRICTED:
            return True  # the base check asks the same: POM of the supporting prison, or INACTIVE_BOOKINGS


def depends_on_leaving(person: Whereabouts, viewer: Viewer) -> bool:
    """Whether it matters which prisons the person left: for offender managers who may search everywhere."""
    elsewhere = situation(person, viewer) is Situation.OTHER_PRISON
    return elsewhere and viewer.has("GLOBAL_SEARCH") and viewer.has("POM")


def may_read_sensitive(viewer: Viewer) -> bool:
    """Of a person whose notes they may read: also the sensitive ones."""
    return viewer.has(*_READ_SENSITIVE)


def may_write_sensitive(viewer: Viewer) -> bool:
    """Of a person whose notes they may edit: also sensitive ones and types of restricted use."""
    return viewer.has(*_WRITE_SENSITIVE)


def may_use_kind(viewer: Viewer, *, sensitive: bool, restricted_use: bool) -> bool:
    """Of a person whose notes they may edit: write, or add to, notes of a sub-type with these flags."""
    return may_write_sensitive(viewer) or not (sensitive or restricted_use)


def may_delete(viewer: Viewer) -> bool:
    """Of a person whose notes they may read: delete, replace and restore them."""
    return viewer.has("DELETE_SENSITIVE_CASE_NOTES")
