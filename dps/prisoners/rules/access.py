"""May this member of staff open this person, and what of them? Source: prisoners.md 1.1 and 1.2, to the letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

OUTSIDE, IN_TRANSIT, GHOST = "OUT", "TRN", "ZZGHI"
SENSITIVE = "PRISONER_PROFILE_SENSITIVE_RW"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What decides about a person. `prison` is a code, OUT, TRN or '' for somebody never booked."""

    prison: str
    supporting_prison: str = ""

    @property
    def is_restricted_patient(self) -> bool:
        return bool(self.supporting_prison)


@dataclass(frozen=True, slots=True)
class Viewer:
    """What decides about a member of staff."""

    roles: frozenset[str]
    caseloads: frozenset[str]
    active_caseload: str

    def has(self, *roles: str) -> bool:
        """Whether they hold any of `roles`."""
        return any(role in self.roles for role in roles)


class Situation(StrEnum):
    """Which line of the base check applies: the first that fits decides."""

    RESTRICTED = "restricted patient"
    RELEASED = "released"
    IN_TRANSIT = "in transit"
    OTHER_PRISON = "other prison"
    IN_CASELOAD = "in caseload"


def situation(person: Whereabouts, viewer: Viewer) -> Situation:
    """Where the person stands for this viewer. Somebody never booked is treated as released."""
    if person.is_restricted_patient:
        return Situation.RESTRICTED
    if person.prison in (OUTSIDE, ""):
        return Situation.RELEASED
    if person.prison == IN_TRANSIT:
        return Situation.IN_TRANSIT
    if person.prison not in viewer.caseloads:
        return Situation.OTHER_PRISON
    return Situation.IN_CASELOAD


def may_open(person: Whereabouts, viewer: Viewer) -> bool:
    """The base check. Only prison staff; nobody opens a ghost booking."""
    if not viewer.has("PRISON") or person.prison == GHOST:
        return False
    match situation(person, viewer):
        case Situation.RESTRICTED:
            supports = viewer.has("POM") and person.supporting_prison in viewer.caseloads
            return supports or viewer.has("INACTIVE_BOOKINGS")
        case Situation.RELEASED:
            return viewer.has("INACTIVE_BOOKINGS")
        case Situation.IN_TRANSIT:
            return viewer.has("GLOBAL_SEARCH", "INACTIVE_BOOKINGS")
        case Situation.OTHER_PRISON:
            return viewer.has("GLOBAL_SEARCH")
        case Situation.IN_CASELOAD:
            return True


class Part(StrEnum):
    """A part of the record with a rule of its own."""

    BASIC = "basic"
    """Name, aliases, numbers, category, CSRA rating, incentive level, sentence dates."""
    IN_CASELOAD_ONLY = "in caseload only"
    """Religion, nationality, language, money, visits, schedule, CSIP."""
    PHOTO = "photo"
    LOCATION = "location"
    CSRA_HISTORY = "csra history"
    INCENTIVE_HISTORY = "incentive history"
    ADJUDICATIONS = "adjudications"
    COURT_AND_RELEASE = "court cases and release dates"
    EDIT_ALERTS = "edit alerts"
    CONTACTS = "contacts"
    DIET = "diet"
    EDIT = "edit"
    """Physical characteristics, religion, language, smoker, children, domestic status, military record."""
    EDIT_SENSITIVE = "edit sensitive"
    """Names, birth, ethnicity, nationality, sexual orientation, addresses, numbers, marks, next of kin."""
    EDIT_PHOTO = "edit photo"
    EDIT_DIET = "edit diet"


def may_see(part: Part, person: Whereabouts, viewer: Viewer) -> bool:
    """The finer rule of one part; always also the base check."""
    if not may_open(person, viewer):
        return False
    where = situation(person, viewer)
    in_caseload = where is Situation.IN_CASELOAD
    match part:
        case Part.BASIC:
            return True
        case Part.IN_CASELOAD_ONLY:
            return in_caseload
        case Part.PHOTO:
            released = where in (Situation.RELEASED, Situation.IN_TRANSIT)
            return in_caseload or where is Situation.RESTRICTED or (released and viewer.has("INACTIVE_BOOKINGS"))
        case Part.LOCATION:
            return where is not Situation.OTHER_PRISON
        case Part.CSRA_HISTORY:
            return in_caseload or (where is Situation.IN_TRANSIT and viewer.has("GLOBAL_SEARCH"))
        case Part.INCENTIVE_HISTORY:
            if where is Situation.IN_TRANSIT:
                return viewer.has("GLOBAL_SEARCH")
            return where is not Situation.OTHER_PRISON
        case Part.ADJUDICATIONS:
            return in_caseload or viewer.has("POM", "PRISON_RECEPTION")
        case Part.COURT_AND_RELEASE:
            return viewer.has("RELEASE_DATES_CALCULATOR")
        case Part.EDIT_ALERTS:
            if not viewer.has("UPDATE_ALERT") or where is Situation.OTHER_PRISON:
                return False
            return where is not Situation.IN_TRANSIT or viewer.has("INACTIVE_BOOKINGS")
        case Part.CONTACTS:
            return in_caseload
        case Part.DIET:
            supported = where is Situation.RESTRICTED and person.supporting_prison in viewer.caseloads
            return in_caseload or supported
        case Part.EDIT:
            return _works_where(person, viewer)
        case Part.EDIT_SENSITIVE:
            return _works_where(person, viewer) and viewer.has(SENSITIVE)
        case Part.EDIT_PHOTO:
            return _works_where(person, viewer) and viewer.has(SENSITIVE, "PRISONER_PROFILE_PHOTO_UPLOAD")
        case Part.EDIT_DIET:
            return _works_where(person, viewer) and viewer.has("DIET_AND_FOOD_ALLERGIES_EDIT")


def _works_where(person: Whereabouts, viewer: Viewer) -> bool:
    """Whether the viewer's active caseload is the prison the person is in. Nobody edits a restricted patient here."""
    return person.prison == viewer.active_caseload and situation(person, viewer) is Situation.IN_CASELOAD


def may_open_through_duplicates(person: Whereabouts, duplicates: Iterable[Whereabouts], viewer: Viewer) -> bool:
    """Read access lent by possible duplicate records; INACTIVE_BOOKINGS is ignored when looking at those."""
    plain = without_inactive_bookings(viewer)
    return may_open(person, viewer) or any(may_open(other, plain) for other in duplicates)


LENT_PARTS = frozenset(
    {
        Part.BASIC,
        Part.IN_CASELOAD_ONLY,
        Part.PHOTO,
        Part.LOCATION,
        Part.CSRA_HISTORY,
        Part.INCENTIVE_HISTORY,
        Part.ADJUDICATIONS,
        Part.COURT_AND_RELEASE,
        Part.CONTACTS,
        Part.DIET,
    }
)
"""What is read, not done: possible duplicate records lend these and no others (prisoners.md 1.2)."""


def lender_of(part: Part, duplicates: Iterable[Whereabouts], viewer: Viewer) -> Whereabouts | None:
    """The duplicate record that lets this viewer read `part`, one of their own prisons first; None for none."""
    if part not in LENT_PARTS:
        return None
    plain = without_inactive_bookings(viewer)
    lenders = [other for other in duplicates if may_see(part, other, plain)]
    return min(lenders, key=lambda other: situation(other, plain) is not Situation.IN_CASELOAD, default=None)


def without_inactive_bookings(viewer: Viewer) -> Viewer:
    """The viewer as the rules about duplicates see them."""
    return Viewer(viewer.roles - {"INACTIVE_BOOKINGS"}, viewer.caseloads, viewer.active_caseload)


def may_see_photo_in_results(person: Whereabouts, viewer: Viewer) -> bool:
    """Global search shows a photograph only for my caseloads, or in transit (search.md 3)."""
    return viewer.has("PRISON") and (person.prison in viewer.caseloads or person.prison == IN_TRANSIT)


def is_linked_in_results(person: Whereabouts, viewer: Viewer, *, booked: bool) -> bool:
    """Global search links a name only for those who may open it (search.md 3)."""
    return booked and bool(viewer.active_caseload) and may_open(person, viewer)
