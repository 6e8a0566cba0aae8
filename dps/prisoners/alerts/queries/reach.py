"""Whose alerts somebody may know of."""

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.alerts.permissions import reaches_everybody
from dps.prisoners.models import SearchRecord
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile.opening import NowKnownAs
from dps.prisoners.rules.access import Part, Whereabouts, may_see
from dps.prisoners.search.queries import person_by_number


def require_person(number: str, by: Actor, capability: str, part: Part) -> None:
    """Refuse whoever may not see `part` of a person, unless they hold `capability` everywhere. One statement.

    Raises NotFound: for nobody and for somebody one may not know of alike; NowKnownAs for the old number of somebody
    one may.
    """
    found = _where(number)
    if found is None:
        known = person_by_number(number)
        survivor = _where(known[0]) if known else None
        if known and survivor and _reaches(survivor, by, capability, part):
            raise NowKnownAs(number, known[0])
        raise NotFound(number)
    if not _reaches(found, by, capability, part):
        audit.record(
            "PRISONER_VIEW_REFUSED",
            by=by,
            subject_type="prisoner",
            subject_id=number,
            details={"page": "alerts", "known": True},
        )
        raise NotFound(number)


def _where(number: str) -> Whereabouts | None:
    found = SearchRecord.objects.filter(pk=number).values_list("agency", "supporting_prison").first()
    return Whereabouts(*found) if found else None


def _reaches(person: Whereabouts, by: Actor, capability: str, part: Part) -> bool:
    return reaches_everybody(by, capability) or may_see(part, person, viewer_of(by))


def known_to(numbers: list[str], by: Actor, capability: str) -> list[str]:
    """Those of many prison numbers whose alerts somebody may read. One statement, none for who may read all."""
    if reaches_everybody(by, capability):
        return numbers
    viewer = viewer_of(by)
    rows = SearchRecord.objects.filter(pk__in=numbers).values_list("pk", "agency", "supporting_prison")
    return [number for number, *where in rows if may_see(Part.BASIC, Whereabouts(*where), viewer)]
