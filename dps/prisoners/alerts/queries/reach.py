"""Whose alerts somebody may know of."""

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.alerts.permissions import reaches_everybody
from dps.prisoners.models import SearchRecord
from dps.prisoners.permissions import viewer_of
from dps.prisoners.rules.access import Part, Whereabouts, may_see


def require_person(number: str, by: Actor, capability: str, part: Part) -> None:
    """Refuse whoever may not see `part` of a person, unless they hold `capability` everywhere. One statement.

    Raises NotFound: for nobody and for somebody one may not know of alike.
    """
    found = SearchRecord.objects.filter(pk=number).values_list("agency", "supporting_prison").first()
    if found is None:
        raise NotFound(number)
    if not reaches_everybody(by, capability) and not may_see(part, Whereabouts(*found), viewer_of(by)):
        audit.record(
            "PRISONER_VIEW_REFUSED",
            by=by,
            subject_type="prisoner",
            subject_id=number,
            details={"page": "alerts", "known": True},
        )
        raise NotFound(number)


def known_to(numbers: list[str], by: Actor, capability: str) -> list[str]:
    """Those of many prison numbers whose alerts somebody may read. One statement, none for who may read all."""
    if reaches_everybody(by, capability):
        return numbers
    viewer = viewer_of(by)
    rows = SearchRecord.objects.filter(pk__in=numbers).values_list("pk", "agency", "supporting_prison")
    return [number for number, *where in rows if may_see(Part.BASIC, Whereabouts(*where), viewer)]
