"""Finding people. One engine for one prison and for everywhere: any word order, beginnings of words, aliases told
apart, identifiers in any written form, and similar names as a group of their own (search.md 2, 3, 11)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from dps.prisoners.search.filters import Filters, of_name, of_record
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in
from dps.prisoners.search.rules import Term
from dps.prisoners.search.similar import Narrowed, similar_names

MOST_MATCHES = 1000
"""A global search counts no further: beyond it people add a name rather than turn fifty pages."""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of people, how many there are, and the similar names."""

    people: list[Found]
    total: int
    more: bool = False
    """True when there are more than were counted."""
    similar: list[Found] = field(default_factory=list)


SORTS = {
    "name": "name_sort, person_id",
    "-name": "name_sort DESC, person_id",
    "location": "cell_sort, name_sort, person_id",
    "-location": "cell_sort DESC, name_sort, person_id",
    "age": "date_of_birth DESC NULLS LAST, name_sort, person_id",
    "-age": "date_of_birth NULLS LAST, name_sort, person_id",
}


def after(text: str) -> str:
    """The first text after every one that begins with `text` (folded text is plain ASCII)."""
    return text[:-1] + chr(ord(text[-1]) + 1)


def _where(filters: Filters, prison: str | None, today: date) -> tuple[list[str], dict[str, Any]]:
    conditions, values = of_record(filters, prison, today)
    return list(conditions.values()), values


def identified(term: Term) -> list[str]:
    """Numbers of the people that an identifier names; merged numbers give the survivor. One statement."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if term.prison_numbers:
        parts.append("SELECT number FROM prisoners_person WHERE number = ANY (%(numbers)s)")
        parts.append(
            "SELECT person_id FROM prisoners_identifier WHERE dps_identifier_key(type, value) = ANY (%(numbers)s)"
            " AND type IN ('MERGED', 'NOMS')"
        )
        values["numbers"] = list(term.prison_numbers)
    keys = [*term.pncs, *term.cros]
    if keys:
        parts.append(
            "SELECT person_id FROM prisoners_identifier WHERE dps_identifier_key(type, value) = ANY (%(keys)s)"
            " AND type IN ('PNC', 'CRO')"
        )
        values["keys"] = keys
    if term.book_numbers:
        parts.append("SELECT person_id FROM prisoners_booking WHERE upper(book_number) = ANY (%(books)s)")
        values["books"] = list(term.book_numbers)
    if term.booking_ids:
        parts.append("SELECT person_id FROM prisoners_booking WHERE id = ANY (%(booking_ids)s)")
        parts.append("SELECT person_id FROM prisoners_booking WHERE upper(book_number) = ANY (%(book_digits)s)")
        values["booking_ids"] = list(term.booking_ids)
        values["book_digits"] = [str(number) for number in term.booking_ids]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        return [row[0] for row in cursor.fetchall()]


def named_in_prison(term: Term) -> tuple[str, dict[str, Any]]:
    """SQL condition on `n` for one prison: a thousand names are simply read through."""
    values: dict[str, Any] = {}
    all_tokens = []
    for place, token in enumerate(term.tokens):
        all_tokens.append(f"n.words LIKE %(token{place})s")
        values[f"token{place}"] = f"% {token}%"
    condition = " AND ".join(all_tokens) or "true"
    if term.joined:
        condition = f"({condition} OR n.last LIKE %(joined)s OR n.first LIKE %(joined)s)"
        values["joined"] = term.joined
    return condition, values


def search_prison(
    term: Term,
    *,
    prison: str,
    filters: Filters,
    sort: str,
    first: int,
    size: int,
    today: date,
    similar_too: bool = True,
) -> Results:
    """One page of the people of one prison, from the `first`th (0 is the first). One statement; similar names one more.

    Blank term: everybody. Ghost bookings never.
    """
    clauses, values = _where(filters, prison, today)
    by_name, name_values = of_name(filters)
    values |= name_values | {"prison": prison, "first": first, "size": size}
    more: dict[str, Any]
    if term.has_identifier:
        matching, more = "n.is_working AND n.person_id = ANY (%(numbers)s)", {"numbers": identified(term)}
    else:
        matching, more = named_in_prison(term)
        if term.is_blank:
            matching = "n.is_working"
    values |= more
    conditions = " AND ".join(["r.agency = %(prison)s", *clauses])
    names = " AND ".join([matching, *by_name])
    statement = f"""
        SELECT {SELECTED}, CASE WHEN n.is_working THEN '' ELSE n.first || ' ' || n.last END, {ACTIVE_ALERTS}, r.total
          FROM (SELECT *, count(*) OVER () AS total FROM (
                 SELECT DISTINCT ON (r.person_id) r.*, n.id AS name_id
                   FROM prisoners_searchrecord r JOIN prisoners_searchname n ON n.person_id = r.person_id
                  WHERE {conditions} AND {names}
                  ORDER BY r.person_id, n.is_working DESC, n.id) every
                 ORDER BY {SORTS[sort]} LIMIT %(size)s OFFSET %(first)s) r
          JOIN prisoners_searchname n ON n.id = r.name_id
         ORDER BY {_prefixed(sort)}"""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
        total = rows[0][-1] if rows else 0
        if not rows and first:
            return search_prison(term, prison=prison, filters=filters, sort=sort, first=0, size=size, today=today)
    similar: list[Found] = []
    if similar_too and term.tokens and first == 0:
        shown = [row[0] for row in rows] if total <= size else None
        similar = similar_names(term, _narrowed(term, filters, prison, today, shown))
    return Results([found_in(row[:-1]) for row in rows], total, similar=similar)


def _prefixed(sort: str) -> str:
    return ", ".join(f"r.{part.strip()}" for part in SORTS[sort].split(","))


def search_everywhere(
    term: Term, *, filters: Filters, first: int, size: int, today: date, similar_too: bool = False
) -> Results:
    """One page of people anywhere. Exact names come before beginnings, and those before aliases.

    At most MOST_MATCHES are counted. Similar names are looked for when the page is not full, or when asked.
    """
    clauses, values = _where(filters, None, today)
    values |= {"first": first, "size": size, "most": MOST_MATCHES + 1}
    conditions = " AND ".join(["r.agency <> 'ZZGHI'", *clauses])
    if term.has_identifier:
        lanes = (
            "SELECT n.person_id, n.is_working, '' AS shown_as, 0 AS rank FROM prisoners_searchname n"
            " WHERE n.is_working AND n.person_id = ANY (%(numbers)s)"
        )
        more: dict[str, Any] = {"numbers": identified(term)}
    else:
        lanes, more = _lanes(term, filters)
    values |= more
    statement = f"""
        WITH hits AS MATERIALIZED (
            SELECT DISTINCT ON (person_id) person_id, is_working, shown_as, rank FROM ({lanes}) lane
             ORDER BY person_id, rank, is_working DESC),
        counted AS (
            SELECT r.person_id, h.is_working, h.shown_as, h.rank, r.name_sort, count(*) OVER () AS total
              FROM hits h JOIN prisoners_searchrecord r ON r.person_id = h.person_id WHERE {conditions}),
        shown AS (SELECT * FROM counted ORDER BY rank, name_sort, person_id LIMIT %(size)s OFFSET %(first)s)
        SELECT {SELECTED}, CASE WHEN s.is_working THEN '' ELSE s.shown_as END, {ACTIVE_ALERTS}, s.total
          FROM shown s JOIN prisoners_searchrecord r ON r.person_id = s.person_id
         ORDER BY s.rank, s.name_sort, s.person_id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    total = rows[0][-1] if rows else 0
    people = [found_in(row[:-1]) for row in rows]
    similar: list[Found] = []
    if term.tokens and first == 0 and (similar_too or total < size):
        similar = similar_names(term, _narrowed(term, filters, None, today, [person.number for person in people]))
    return Results(people, min(total, MOST_MATCHES), total > MOST_MATCHES, similar)


def _lanes(term: Term, filters: Filters) -> tuple[str, dict[str, Any]]:
    """SQL that finds names by index, each way the tokens may fall, at most MOST_MATCHES a way."""
    by_name, values = of_name(filters)
    extra = "".join(f" AND {clause}" for clause in by_name)
    for place, token in enumerate(term.tokens):
        values |= {f"t{place}": token, f"u{place}": after(token), f"w{place}": f"% {token}%"}

    def begins(column: str, place: int) -> str:
        return f"n.{column} >= %(t{place})s AND n.{column} < %(u{place})s"

    def others(*used: int, of: str = "n") -> str:
        left = [i for i in range(len(term.tokens)) if i not in used]
        return "".join(f" AND {of}.words LIKE %(w{i})s" for i in left)

    def lane(source: str, condition: str, rank: str, order: str) -> str:
        return (
            f"(SELECT n.person_id, n.is_working, n.first || ' ' || n.last AS shown_as,"
            f" {rank} + (NOT n.is_working)::int * 4 AS rank"
            f" FROM {source} WHERE {condition}{extra} ORDER BY {order} LIMIT %(most)s)"
        )

    lanes = []
    names, by_last, by_first = "prisoners_searchname n", "n.last, n.first, n.person_id", "n.first, n.last, n.person_id"
    if len(term.tokens) == 1:
        lanes.append(lane(names, begins("last", 0), "(n.last <> %(t0)s)::int", by_last))
        lanes.append(lane(names, begins("first", 0), "2", by_first))
    for i in range(len(term.tokens)):
        for j in range(len(term.tokens)):
            if i != j:
                exact = f"(n.last <> %(t{i})s OR n.first <> %(t{j})s)::int"
                condition = f"{begins('last', i)} AND {begins('first', j)}{others(i, j)}"
                lanes.append(lane(names, condition, exact, by_last))
    for i in range(len(term.tokens)):
        begun = f"x.word >= %(t{i})s AND x.word < %(u{i})s{others(i, of='x')}"
        with_word = (  # OFFSET 0: these few come first, whatever the planner thinks of their number
            f"(SELECT x.word, x.name_id FROM prisoners_searchextraword x WHERE {begun} OFFSET 0) x"
            " CROSS JOIN LATERAL (SELECT * FROM prisoners_searchname n WHERE n.id = x.name_id OFFSET 0) n"
        )
        lanes.append(lane(with_word, "true", "2", "x.word, n.id"))
    if term.joined:
        head = term.joined.split("%", 1)[0]
        values |= {"joined": term.joined, "head": head, "after_head": after(head)}
        for column, order in (("last", by_last), ("first", by_first)):
            condition = f"n.{column} >= %(head)s AND n.{column} < %(after_head)s AND n.{column} LIKE %(joined)s"
            lanes.append(lane(names, condition, "3", order))
    return " UNION ALL ".join(lanes), values


def _narrowed(term: Term, filters: Filters, prison: str | None, today: date, shown: list[str] | None) -> Narrowed:
    """Among whom similar names are looked for. `shown` are on the page already; None: leave out all exact matches."""
    records, values = _where(filters, None, today) if prison is None else _where(filters, prison, today)
    names, name_values = of_name(filters)
    values |= name_values | {"shown": shown or []}
    if prison is None:
        records.append("r.agency <> 'ZZGHI'")
    else:
        records.append("r.agency = %(prison)s")
        values["prison"] = prison
    if shown is None:
        exact, token_values = named_in_prison(term)
        names.append(f"NOT ({exact})")
        values |= token_values
    return Narrowed(records, names, values, prison is not None)


def person_by_number(number: str) -> tuple[str, str] | None:
    """The number a person has now, and the one asked for; follows a merge. None when nobody has or had it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM prisoners_person WHERE number = %(n)s UNION ALL SELECT person_id FROM"
            " prisoners_identifier WHERE dps_identifier_key(type, value) = %(n)s AND type = 'MERGED' LIMIT 1",
            {"n": number},
        )
        row = cursor.fetchone()
    return (row[0], number) if row else None
