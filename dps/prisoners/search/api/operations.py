"""The operations. Each asks a query the pages ask too, then gives the records of the people found."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from ninja import Query, Router

from dps.estate import queries as estate
from dps.platform import audit, local_time
from dps.platform.access import Actor
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.restricted_patients import queries as restricted_patients
from dps.prisoners.search import queries
from dps.prisoners.search.api import asked
from dps.prisoners.search.api import schemas as s
from dps.prisoners.search.api.permissions import SearchPermission
from dps.prisoners.search.attributes.fields import ATTRIBUTES
from dps.prisoners.search.attributes.queries import search_attributes
from dps.prisoners.search.attributes.rules import Asked
from dps.prisoners.search.documents import READ_BY, documents
from dps.prisoners.search.duplicates import queries as duplicates
from dps.prisoners.search.duplicates.rules import match as match_by_rules
from dps.prisoners.search.duplicates.rules import problems_of_possible_match, supplied
from dps.prisoners.search.filters import Filters
from dps.prisoners.search.found import Found
from dps.prisoners.search.keywords.queries import MOST_FOUND, search_keywords
from dps.prisoners.search.lookups import queries as lookups
from dps.prisoners.search.lookups.rules import span_problem
from dps.prisoners.search.physical.queries import search_description
from dps.prisoners.search.queries import person_by_number
from dps.prisoners.search.reach import EVERYBODY, Reach, reach_of
from dps.prisoners.search.rules import PRISON_NUMBER, read_term

router = Router(tags=["Prisoner search"])
FIND, IN_PRISON = SearchPermission.FIND, SearchPermission.FIND_IN_PRISON
LOCAL_SORTS = {
    "lastName": "name", "firstName": "name", "lastName,firstName": "name", "lastName,firstName,prisonerNumber": "name",
    "dateOfBirth": "-age", "cellLocation": "location",
}  # fmt: skip
MOST_VALUES = 300


def _reach(actor: Actor) -> Reach:
    """Systems read every record; staff what the access rules let them."""
    return EVERYBODY if actor.account_id is None else reach_of(actor)


def _people(
    request: HttpRequest, action: str, people: Sequence[Found], total: int, page: s.WantedPage, criteria: Any
) -> dict[str, Any]:
    _check_fields(page)
    numbers = [person.number for person in people]
    content = _records(request, numbers, page.response_fields)
    _record(request, action, criteria, numbers)
    pages = -(-total // page.size)
    return {
        "content": content, "number": page.page, "size": page.size, "totalElements": total, "totalPages": pages,
        "first": page.page == 0, "last": page.page >= pages - 1, "empty": not content,
    }  # fmt: skip


def _records(request: HttpRequest, numbers: Sequence[str], wanted: Sequence[str] = ()) -> list[dict[str, Any]]:
    return documents(numbers, reach=_reach(request.actor), today=local_time.today(), wanted=wanted)


def _check_fields(page: s.WantedPage) -> None:
    if unknown := [name for name in page.response_fields if name not in READ_BY]:
        raise Invalid({"responseFields": f"There is no field {unknown[0]}"})


def _record(request: HttpRequest, action: str, criteria: Any, numbers: Sequence[str]) -> None:
    told = criteria.model_dump(exclude_none=True) if isinstance(criteria, ApiSchema) else criteria
    plain = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    audit.record(action, by=request.actor, details={"criteria": plain, "shown": list(numbers), "by": "API"})


def _first(page: s.WantedPage) -> int:
    return page.page * page.size


@operation(router.post, "/global", capability=FIND, response=s.People, exclude_unset=True)
def global_search(request: HttpRequest, criteria: s.GlobalCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """People anywhere by identifier or names, exact names first. Without either the request is refused."""
    _check_fields(page)
    typed = criteria.prisoner_identifier or ""
    term = read_term(typed)
    if not term.has_identifier:
        term = read_term(f"{criteria.last_name or ''} {criteria.first_name or ''}")
    if term.is_blank:
        raise Invalid({"": "Give a prisonerIdentifier, a firstName or a lastName"})
    where = "" if criteria.location is s.InOut.ALL else str(criteria.location)
    filters = Filters(
        sex=asked.sex_code(criteria.gender),
        where=where,
        born_on=criteria.date_of_birth,
        aliases_too=criteria.include_aliases,
    )
    found = queries.search_everywhere(
        term, filters=filters, first=_first(page), size=page.size, today=local_time.today()
    )
    return _people(request, "EVERYWHERE_SEARCHED", found.people, found.total, page, criteria)


@operation(router.get, "/prison/{str:prison}", capability=IN_PRISON, response=s.People, exclude_unset=True)
def in_prison(
    request: HttpRequest, prison: str, page: Query[s.WantedPage], wanted: Query[asked.InPrison]
) -> dict[str, Any]:
    """People of one prison by term and filters, in a fixed order. For staff, of their own prisons."""
    _check_fields(page)
    field, _, direction = wanted.sort.partition(":")
    if field not in LOCAL_SORTS or direction.upper() not in ("", "ASC", "DESC"):
        raise Invalid({"sort": "Results cannot be sorted by this"})
    order = LOCAL_SORTS[field]
    if direction.upper() == "DESC":
        order = order.removeprefix("-") if order.startswith("-") else f"-{order}"
    prison = prison.upper()
    if not _may_ask_of(request.actor, prison):
        return _people(request, "PRISON_SEARCHED", [], 0, page, {"prison": prison, "refused": True})
    filters = Filters(
        location=wanted.cell_location_prefix or "",
        alert_codes=tuple(wanted.alerts),
        incentive=wanted.incentive_level_code or "",
        born_from=wanted.from_dob,
        born_to=wanted.to_dob,
    )
    found = queries.search_prison(
        read_term(wanted.term or ""), prison=prison, filters=filters, sort=order, first=_first(page), size=page.size,
        today=local_time.today(), similar_too=False,
    )  # fmt: skip
    criteria = {"prison": prison, **wanted.model_dump(exclude_none=True)}
    return _people(request, "PRISON_SEARCHED", found.people, found.total, page, criteria)


def _may_ask_of(actor: Actor, prison: str) -> bool:
    return actor.account_id is None or prison in actor.caseloads or "GLOBAL_SEARCH" in actor.roles


@operation(router.get, "/in-prison/{str:prison}", capability=IN_PRISON, response=s.People, exclude_unset=True)
def everybody_in_prison(
    request: HttpRequest, prison: str, page: Query[s.WantedPage], wanted: Query[asked.InAndSupported]
) -> dict[str, Any]:
    """Everybody in a prison, by number; the restricted patients it supports too, when asked."""
    _check_fields(page)
    prison = prison.upper()
    criteria = {"prison": prison, "restricted": wanted.include_restricted_patients}
    if not _may_ask_of(request.actor, prison):
        return _people(request, "PRISON_SEARCHED", [], 0, page, {**criteria, "refused": True})
    people, total = lookups.everybody_in(
        prison,
        restricted_too=wanted.include_restricted_patients,
        first=_first(page),
        size=page.size,
        today=local_time.today(),
    )
    return _people(request, "PRISON_SEARCHED", people, total, page, criteria)


@operation(
    router.get,
    "/prisoner/{str:number}",
    capability=SearchPermission.READ_ONE,
    response=s.Prisoner,
    exclude_unset=True,
)
def one_prisoner(request: HttpRequest, number: str, page: Query[s.WantedPage]) -> dict[str, Any]:
    """The record of one person; a number lost in a merge gives the one that stayed."""
    _check_fields(page)
    known = person_by_number(number.upper()) if PRISON_NUMBER.match(number.upper()) else None
    found = _records(request, [known[0]], [*page.response_fields]) if known else []
    if known is None or not found or not _may_be_known(request.actor, known[0]):
        audit.record("PRISONER_VIEW_REFUSED", by=request.actor, subject_type="prisoner", subject_id=number[:10])
        raise NotFound(number)
    audit.record(
        "PRISONER_VIEWED",
        by=request.actor,
        subject_type="prisoner",
        subject_id=known[0],
        details={"page": "search API"},
    )
    return found[0]


def _may_be_known(actor: Actor, number: str) -> bool:
    """Of staff the record must be one they may open."""
    if actor.account_id is None:
        return True
    from dps.prisoners.permissions import viewer_of
    from dps.prisoners.profile.queries import header, whereabouts_of
    from dps.prisoners.rules.access import may_open

    record = header(number, local_time.today())
    return record is not None and may_open(whereabouts_of(record), viewer_of(actor))


@operation(router.post, "/keywords", capability=FIND, response=s.People, exclude_unset=True)
def keywords(request: HttpRequest, criteria: s.KeywordCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """People whose record holds words, at most 200, best first (ESTABLISHMENT: by name)."""
    _check_fields(page)
    wanted = asked.keywords_of(criteria)
    found = search_keywords(
        wanted,
        reach=_reach(request.actor),
        first=_first(page),
        size=min(page.size, MOST_FOUND),
        today=local_time.today(),
    )
    return _people(request, "KEYWORDS_SEARCHED", found.people, found.total, page, criteria)


@operation(router.post, "/detail", capability=FIND, response=s.People, exclude_unset=True)
def detail(request: HttpRequest, criteria: s.DetailCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """People by names and numbers with `*` and `?`, and date of birth. No criteria: everybody in the prisons."""
    return _by_fields(request, "ATTRIBUTES_SEARCHED", asked.details_of(criteria), page, criteria)


@operation(router.post, "/physical", capability=FIND, response=s.People, exclude_unset=True)
def physical(request: HttpRequest, criteria: s.PhysicalCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """People by what they look like, in these prisons; lenient: whoever fits any of it, best first."""
    _check_fields(page)
    found = search_description(
        asked.description_of(criteria),
        reach=_reach(request.actor),
        first=_first(page),
        size=page.size,
        today=local_time.today(),
    )
    return _people(request, "DESCRIPTION_SEARCHED", found.people, found.total, page, criteria)


@operation(router.post, "/attributes", capability=FIND, response=s.People, exclude_unset=True)
def attributes(
    request: HttpRequest, criteria: s.AttributeCriteria, page: Query[s.WantedPage], sort: str = ""
) -> dict[str, Any]:
    """People by a tree of queries about fields. Matchers of one query about one list hold of one thing in it."""
    return _by_fields(request, "ATTRIBUTES_SEARCHED", asked.attributes_of(criteria, sort), page, criteria)


@operation(router.get, "/attributes", capability=FIND, response=list[s.AttributeKnown])
def known_attributes(request: HttpRequest) -> list[dict[str, Any]]:
    """The fields that people can be looked for by."""
    return [
        {"name": name, "type": str(field.kind), "fuzzySearch": field.fuzzy}
        for name, field in sorted(ATTRIBUTES.items())
    ]


def _by_fields(request: HttpRequest, action: str, wanted: Asked, page: s.WantedPage, criteria: Any) -> dict[str, Any]:
    _check_fields(page)
    found = search_attributes(
        wanted, reach=_reach(request.actor), first=_first(page), size=page.size, today=local_time.today()
    )
    return _people(request, action, found.people, found.total, page, criteria)


@operation(router.post, "/possible-matches", capability=FIND, response=list[s.Prisoner], exclude_unset=True)
def possible_matches(request: HttpRequest, criteria: s.PossibleMatch) -> list[dict[str, Any]]:
    """Everybody with this prison number, this PNC, or this last name and date of birth."""
    given = asked.supplied_of(criteria)
    if problems := problems_of_possible_match(given, local_time.today()):
        raise Invalid(problems)
    numbers = [record.number for record in duplicates.possible_matches(given)]
    _record(request, "POSSIBLE_MATCHES_SEARCHED", criteria, numbers)
    return _records(request, numbers)


@operation(router.post, "/match", capability=FIND, response=s.Matches, exclude_unset=True)
def match_prisoner(request: HttpRequest, criteria: s.MatchCriteria) -> dict[str, Any]:
    """The people of the first rule that finds anybody, and that rule."""
    given = supplied(
        number=criteria.noms_number or "", pnc=criteria.pnc_number or "", cro=criteria.cro_number or "",
        first_name=criteria.first_name or "", last_name=criteria.last_name or "", born=criteria.date_of_birth,
    )  # fmt: skip
    found, rule = match_by_rules(given, duplicates.candidates(given))
    numbers = [record.number for record in found]
    _record(request, "MATCHES_SEARCHED", criteria, numbers)
    return {"matches": _records(request, numbers), "matchedBy": rule}


@operation(router.post, "/numbers", capability=FIND, response=list[s.Prisoner], exclude_unset=True)
def by_prisoner_numbers(request: HttpRequest, criteria: s.Numbers) -> list[dict[str, Any]]:
    """People by up to 1,000 prison numbers, in their order; numbers lost in a merge give the one that stayed."""
    return _looked_up(request, [number.upper() for number in criteria.prisoner_numbers], [])


@operation(router.post, "/booking-ids", capability=FIND, response=list[s.Prisoner], exclude_unset=True)
def by_booking_ids(request: HttpRequest, criteria: s.BookingIds) -> list[dict[str, Any]]:
    """People by up to 1,000 booking ids, in their order."""
    return _looked_up(request, [], criteria.booking_ids)


def _looked_up(request: HttpRequest, numbers: Sequence[str], bookings: Sequence[int]) -> list[dict[str, Any]]:
    found = lookups.by_numbers(numbers, bookings, local_time.today())
    in_order = [found[key].number for key in [*numbers, *map(str, bookings)] if key in found]
    distinct = list(dict.fromkeys(in_order))
    _record(request, "NUMBERS_LOOKED_UP", {"asked": [*numbers, *bookings]}, distinct)
    return _records(request, distinct)


@operation(router.post, "/release-dates", capability=FIND, response=s.People, exclude_unset=True)
def by_release_date(request: HttpRequest, criteria: s.ReleaseCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """People whose conditional, confirmed or post-recall release date lies in a span, soonest first."""
    _check_fields(page)
    today = local_time.today()
    earliest = criteria.earliest_release_date or today
    if words := span_problem(earliest, criteria.latest_release_date):
        raise Invalid({"latestReleaseDate": words})
    prisons = criteria.prison_ids
    if request.actor.account_id is not None and "INACTIVE_BOOKINGS" not in request.actor.roles:
        prisons = [code for code in prisons or estate.prisons() if code != "OUT"]
    found, total = lookups.leaving_between(
        earliest, criteria.latest_release_date, prisons=prisons, first=_first(page), size=page.size, today=today
    )
    return _people(request, "RELEASE_DATES_SEARCHED", [person for person, _ in found], total, page, criteria)


@operation(router.post, "/restricted-patients", capability=FIND, response=s.People, exclude_unset=True)
def restricted(request: HttpRequest, criteria: s.RestrictedCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """Restricted patients by number or names and supporting prison; no criteria: all, by number."""
    _check_fields(page)
    actor, supporting = request.actor, criteria.supporting_prison_ids
    if actor.account_id is not None and "INACTIVE_BOOKINGS" not in actor.roles:
        mine = set(actor.caseloads) if "POM" in actor.roles else set()
        supporting = sorted(mine if supporting is None else mine & set(supporting))
    typed = " ".join(filter(None, (criteria.prisoner_identifier, criteria.first_name, criteria.last_name)))
    found, total = restricted_patients.patients(words=typed, prisons=supporting, first=_first(page), size=page.size)
    return _people(request, "RESTRICTED_PATIENTS_SEARCHED", [one.person for one in found], total, page, criteria)


@operation(router.post, "/legacy", capability=FIND, response=s.People, exclude_unset=True)
def as_the_older_system(request: HttpRequest, criteria: s.LegacyCriteria, page: Query[s.WantedPage]) -> dict[str, Any]:
    """The older look-up: all criteria, any of them, or the first that finds somebody (`prioritisedMatch`)."""
    tries: list[Callable[[], dict[str, Any]]] = [
        lambda wanted=wanted: _by_fields(request, "ATTRIBUTES_SEARCHED", wanted, page, criteria)
        for wanted in asked.legacy_of(criteria)
    ]
    answer: dict[str, Any] = {}
    for attempt in tries:
        answer = attempt()
        if answer["totalElements"]:
            break
    return answer


@operation(router.get, "/reference-data/{str:attribute}", capability=FIND, response=s.ReferenceValues)
def reference_values(request: HttpRequest, attribute: str) -> Mapping[str, Any]:
    """The values of a coded field, as they are searched by: at most 300."""
    domains = {**{name: field.coded for name, field in ATTRIBUTES.items() if field.coded}, "alertType": "ALERT"}
    domain = domains.get(attribute)
    if not domain:
        raise Invalid({"attribute": "There are no values to choose from for this field"})
    known = estate.prisons() if domain == "agency" else estate.labels(domain)
    return {"data": [{"value": words} for words in list(dict.fromkeys(known.values()))[:MOST_VALUES]]}


@operation(router.get, "/locations", capability=SearchPermission.LOCATIONS, response=s.Places)
def all_locations(request: HttpRequest, wanted: Query[asked.Scroll]) -> dict[str, Any]:
    """Where everybody is, 10,000 a page in order of number; ask on with `scrollId`."""
    scroll_id = wanted.scroll_id.upper()
    if scroll_id and not PRISON_NUMBER.match(scroll_id):
        raise Invalid({"scrollId": "Send the scrollId of the page before"})
    rows = lookups.locations_after(scroll_id)
    _record(request, "LOCATIONS_EXPORTED", {"after": scroll_id, "people": len(rows)}, [])
    content = [
        {
            "prisonerNumber": number,
            "prisonId": prison or None,
            "cellLocation": cell or None,
            "lastPrisonId": left or None,
        }
        for number, prison, cell, left in rows
    ]
    return {"locations": content, "scrollId": rows[-1][0] if len(rows) == lookups.LOCATIONS_A_PAGE else None}
