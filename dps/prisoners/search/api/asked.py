"""What callers send, as the searches take it."""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from dps.estate import queries as estate
from dps.platform.api import ApiSchema
from dps.platform.local_time import LONDON
from dps.platform.web.refusals import Invalid
from dps.prisoners.search.api import schemas as s
from dps.prisoners.search.attributes.rules import Asked, Kind, Matcher, Query, Text
from dps.prisoners.search.duplicates.rules import Supplied, supplied
from dps.prisoners.search.keywords.queries import Wanted
from dps.prisoners.search.keywords.rules import Keywords, words_of
from dps.prisoners.search.physical.queries import DOMAINS
from dps.prisoners.search.physical.rules import Description, MarkWanted

SPAN_DAYS = 3652
"""Ten years: as far as two dates of birth may lie apart in the older look-up."""
_SEXES = {
    "MALE": "M",
    "FEMALE": "F",
    "NOT KNOWN": "NK",
    "NOT SPECIFIED": "NS",
    "NOT_KNOWN": "NK",
    "NOT_SPECIFIED": "NS",
}


class InPrison(ApiSchema):
    """The query of a search in one prison."""

    term: s.Typed | None = None
    alerts: list[s.Code] = Field([], max_length=60)
    from_dob: date | None = None
    to_dob: date | None = None
    cell_location_prefix: s.Typed | None = None
    incentive_level_code: s.Code | None = None
    sort: Annotated[str, Field(max_length=80)] = "lastName,firstName,prisonerNumber"


class InAndSupported(ApiSchema):
    """Whether the restricted patients that a prison supports are wanted too."""

    include_restricted_patients: bool = False


class Scroll(ApiSchema):
    """Where the page before ended."""

    scroll_id: Annotated[str, Field(max_length=10)] = ""


def sex_code(given: str | None) -> str:
    """M, F, NK, NS from the code or the word; '' for ALL or nothing."""
    typed = (given or "").strip().upper()
    return "" if typed in ("", "ALL") else _SEXES.get(typed, typed)


def code_of(domain: str, given: str | None) -> str:
    """The code of a list from itself or its label; what is neither is kept and fits nobody."""
    typed = (given or "").strip()
    labels = estate.labels(domain)
    if not typed or typed in labels:
        return typed
    return next((code for code, words in labels.items() if words.lower() == typed.lower()), typed)


def keywords_of(criteria: s.KeywordCriteria) -> Wanted:
    """The search by words."""
    return Wanted(
        Keywords(
            words_of(criteria.and_words or ""),
            words_of(criteria.or_words or ""),
            words_of(criteria.not_words or ""),
            words_of(criteria.exact_phrase or ""),
        ),
        prisons=tuple(criteria.prison_ids) if criteria.prison_ids is not None else None,
        sex=sex_code(criteria.gender),
        where="" if criteria.location is s.InOut.ALL else str(criteria.location),
        born=criteria.date_of_birth,
        near_spellings=criteria.fuzzy_match,
        only_names_and_numbers=criteria.type is s.KeywordType.ESTABLISHMENT,
    )


def description_of(criteria: s.PhysicalCriteria) -> Description:
    """The search by description."""
    given = {
        "hair": criteria.hair_colour, "left_eye": criteria.left_eye_colour, "right_eye": criteria.right_eye_colour,
        "facial_hair": criteria.facial_hair, "face": criteria.shape_of_face, "build": criteria.build,
    }  # fmt: skip
    marks = [
        MarkWanted(kind, code_of("BODY_PART", mark.body_part), mark.comment or "")
        for kind, wanted in (("TAT", criteria.tattoos), ("SCAR", criteria.scars), ("MARK", criteria.marks))
        for mark in wanted
    ]
    return Description(
        prisons=tuple(criteria.prison_ids),
        location=criteria.cell_location_prefix or "",
        sex=sex_code(criteria.gender),
        ethnicity=code_of("ETHNICITY", criteria.ethnicity),
        ranges={
            "height_cm": (criteria.min_height, criteria.max_height),
            "weight_kg": (criteria.min_weight, criteria.max_weight),
            "shoe_size": (criteria.min_shoe_size, criteria.max_shoe_size),
        },
        choices={name: code_of(DOMAINS[name], value) for name, value in given.items()},
        marks=tuple(marks),
        lenient=criteria.lenient,
    )


def supplied_of(criteria: s.PossibleMatch) -> Supplied:
    """What is known of the person looked for."""
    return supplied(
        number=criteria.noms_number or "",
        pnc=criteria.pnc_number or "",
        first_name=criteria.first_name or "",
        last_name=criteria.last_name or "",
        born=criteria.date_of_birth,
    )


def details_of(criteria: s.DetailCriteria) -> Asked:
    """The detail search as fields, with an alias as good as the main name."""
    queries = [
        _either_name(field, value, aliases=criteria.include_aliases)
        for field, value in (("firstName", criteria.first_name), ("lastName", criteria.last_name))
        if value
    ]
    numbers = (
        ("prisonerNumber", criteria.noms_number),
        ("pncNumber", criteria.pnc_number),
        ("croNumber", criteria.cro_number),
    )
    queries += [Query((_text(field, value),)) for field, value in numbers if value]
    if criteria.date_of_birth:
        queries.append(Query((_born("dateOfBirth", criteria.date_of_birth, criteria.date_of_birth),)))
    prisons = tuple(criteria.prison_ids) if criteria.prison_ids is not None else None
    if not queries and prisons is None:
        raise Invalid({"": "Give at least one criterion, or prisonIds"})
    everybody = Query((Matcher("prisonerNumber", Kind.STRING, Text.CONTAINS, "*"),))
    return Asked(Query(queries=tuple(queries)) if queries else everybody, prisons)


def _either_name(field: str, value: str, *, aliases: bool, starts: bool = False) -> Query:
    condition = Text.STARTSWITH if starts else None
    names = [_text(field, value, condition)]
    if aliases:
        names.append(_text(f"aliases.{field}", value, condition))
    return Query(tuple(names), either=True)


def _text(field: str, value: str, condition: Text | None = None) -> Matcher:
    if condition is None:
        condition = Text.CONTAINS if set("*?") & set(value) else Text.IS
    if field == "pncNumber" and condition is Text.IS and "/" in value:
        return Matcher(field, Kind.PNC, term=value)
    return Matcher(field, Kind.STRING, condition, value)


def _born(field: str, first: date | None, last: date | None) -> Matcher:
    return Matcher(field, Kind.DATE, lowest=first, highest=last)


_KINDS = {
    s.MatcherType.STRING: Kind.STRING,
    s.MatcherType.INT: Kind.INT,
    s.MatcherType.DATE: Kind.DATE,
    s.MatcherType.DATETIME: Kind.DATETIME,
    s.MatcherType.BOOLEAN: Kind.BOOLEAN,
    s.MatcherType.PNC: Kind.PNC,
}


def attributes_of(criteria: s.AttributeCriteria, sort: str) -> Asked:
    """The tree of queries. Raises Invalid for values that do not fit their matcher."""
    order = []
    for part in filter(None, sort.split(";")):
        field, _, direction = part.partition(":")
        order.append((field, direction.upper() != "DESC"))
    if not criteria.queries:
        raise Invalid({"queries": "Give at least one query"})
    return Asked(_query(criteria.queries, criteria.join_type), None, tuple(order))


def _query(given: list[s.QueryGiven], join: s.JoinType) -> Query:
    inner = tuple(
        Query(
            tuple(_matcher(matcher) for matcher in one.matchers),
            _query(one.sub_queries, one.join_type).queries if one.sub_queries else (),
            one.join_type is s.JoinType.OR,
        )
        for one in given
    )
    return Query(queries=inner, either=join is s.JoinType.OR)


def _matcher(given: s.MatcherGiven) -> Matcher:
    kind = _KINDS[given.type]
    condition, truth = Text.IS, True
    if kind is Kind.STRING:
        if not isinstance(given.condition, str) or given.condition not in Text.__members__:
            raise Invalid({given.attribute: f"condition must be one of {', '.join(Text)}"})
        condition = Text(given.condition)
    elif kind is Kind.BOOLEAN:
        if not isinstance(given.condition, bool):
            raise Invalid({given.attribute: "condition must be true or false"})
        truth = given.condition
    low, high = (_bound(given.attribute, kind, value) for value in (given.min_value, given.max_value))
    term = (given.pnc_number if kind is Kind.PNC else given.search_term) or ""
    return Matcher(given.attribute, kind, condition, term, low, high, given.min_inclusive, given.max_inclusive, truth)


def _bound(attribute: str, kind: Kind, value: int | datetime | date | None) -> int | datetime | date | None:
    if value is None or kind not in (Kind.INT, Kind.DATE, Kind.DATETIME):
        return None
    if kind is Kind.INT:
        if isinstance(value, int) and abs(value) < 10**15:
            return value
    elif not isinstance(value, int):
        moment = isinstance(value, datetime)
        if kind is Kind.DATE:
            return value.date() if isinstance(value, datetime) else value
        if moment and isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=LONDON)).replace(microsecond=0)
        return datetime(value.year, value.month, value.day, tzinfo=LONDON)
    raise Invalid({attribute: f"minValue and maxValue must be {kind.lower()} values"})


def legacy_of(criteria: s.LegacyCriteria) -> list[Asked]:
    """The older look-up: one search, or with `prioritisedMatch` one after another until somebody is found."""
    parts: list[Query] = []
    if criteria.offender_nos:
        numbers = ",".join(number.strip().upper().replace(",", "") for number in criteria.offender_nos)
        parts.append(Query((Matcher("prisonerNumber", Kind.STRING, Text.IN, numbers or "-"),)))
    parts += [
        Query((_text(field, value),))
        for field, value in (("pncNumber", criteria.pnc_number), ("croNumber", criteria.cro_number))
        if value
    ]
    names = [
        _either_name(field, value, aliases=criteria.include_aliases, starts=criteria.partial_name_match)
        for field, value in (
            ("lastName", criteria.last_name),
            ("firstName", criteria.first_name),
            ("middleNames", criteria.middle_names),
        )
        if value
    ]
    born = _legacy_span(criteria)
    if born:
        names.append(Query((_born("dateOfBirth", *born),)))
    narrowed = _legacy_narrowing(criteria)
    if not parts and not names:
        raise Invalid({"": "Give a number, a name or a date of birth"})
    if criteria.prioritised_match:
        groups = [*[(part,) for part in parts], *([tuple(names)] if names else [])]
        return [Asked(Query(queries=(*group, *narrowed))) for group in groups]
    every = (*parts, *names)
    found = Query(queries=every, either=criteria.any_match)
    return [Asked(Query(queries=(found, *narrowed)))]


def _legacy_span(criteria: s.LegacyCriteria) -> tuple[date, date] | None:
    """The days of birth: one day, or a span; one end given means ten years, and a longer one is cut to that."""
    if criteria.dob:
        return criteria.dob, criteria.dob
    first, last = criteria.dob_from, criteria.dob_to
    try:
        if first and last:
            if last < first:
                raise Invalid({"dobTo": "dobTo must not be before dobFrom"})
            return first, min(last, first + timedelta(days=SPAN_DAYS))
        if first:
            return first, first + timedelta(days=SPAN_DAYS)
        if last:
            return last - timedelta(days=SPAN_DAYS), last
    except OverflowError:
        raise Invalid({"dobFrom": "Dates of birth must be real ones"}) from None
    return None


def _legacy_narrowing(criteria: s.LegacyCriteria) -> list[Query]:
    narrowed = []
    if sex := sex_code(criteria.gender):
        narrowed.append(Query((Matcher("gender", Kind.STRING, Text.IS, sex),)))
    if criteria.location is not s.InOut.ALL:
        condition = Text.IS if criteria.location is s.InOut.OUT else Text.IS_NOT
        narrowed.append(Query((Matcher("prisonId", Kind.STRING, condition, "OUT"),)))
    return narrowed
