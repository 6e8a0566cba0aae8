"""Finding people by fields of their record (search.md 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.estate import queries as estate
from dps.estate.models import Agency
from dps.platform.web.refusals import Invalid
from dps.prisoners.search.attributes.fields import AGENCY, ATTRIBUTES, FIELDS, LISTS, OWN, RECORD, SORTABLE, Attribute
from dps.prisoners.search.attributes.rules import (
    Asked,
    Kind,
    Matcher,
    Query,
    Text,
    fits,
    listed,
    pattern_of,
    problems_of,
    sort_problems,
)
from dps.prisoners.search.filters import DETAIL
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in
from dps.prisoners.search.patience import patiently
from dps.prisoners.search.reach import Reach
from dps.prisoners.search.rules import canonical_pnc, fold, other_spellings, slips_allowed
from dps.prisoners.search.similar import names_like

NEAR_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class ByFields:
    """One page of the people found, in a fixed order."""

    people: list[Found]
    total: int


def search_attributes(asked: Asked, *, reach: Reach, first: int, size: int, today: date) -> ByFields:
    """One page of the people whose fields are as asked. A field counts only where the searcher may read it.

    One statement for the page and its total; near spellings of names take one more a name. Raises Invalid.
    """
    problems = {**problems_of(asked.query, FIELDS), **sort_problems(asked.sort, SORTABLE)}
    if problems:
        raise Invalid(problems)
    statement = _Statement(reach, today)
    condition = statement.of(asked.query)
    clauses = ["r.agency <> 'ZZGHI'", condition]
    if asked.prisons is not None:
        clauses.append("r.agency = ANY (%(prisons)s)")
        statement.values["prisons"] = list(asked.prisons)
    order = ", ".join(
        [f"{SORTABLE[name]} {'ASC' if up else 'DESC'} NULLS LAST" for name, up in asked.sort] + ["r.person_id"]
    )
    joins = f"""FROM prisoners_searchrecord r JOIN prisoners_person p ON p.number = r.person_id
                LEFT JOIN {DETAIL} d ON d.person_id = r.person_id"""
    sql = f"""
        WITH hits AS MATERIALIZED (SELECT r.person_id {joins} WHERE {" AND ".join(clauses)})
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}, (SELECT count(*) FROM hits)
          FROM hits JOIN prisoners_searchrecord r USING (person_id)
         ORDER BY {order} LIMIT %(size)s OFFSET %(first)s"""
    values = statement.values | {"today": today, "first": first, "size": size}
    with patiently(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
        total = rows[0][-1] if rows else 0
        if not rows and first:
            cursor.execute(f"SELECT count(*) {joins} WHERE {' AND '.join(clauses)}", values)
            total = cursor.fetchone()[0]
    return ByFields([found_in(row[:-1]) for row in rows], total)


class _Statement:
    """A query tree becoming SQL, with its values under names of their own."""

    def __init__(self, reach: Reach, today: date) -> None:
        self.reach, self.today = reach, today
        self.values: dict[str, Any] = dict(reach.values)

    def _value(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"

    def of(self, query: Query) -> str:
        """One query: what is about one list must hold of one thing in it."""
        joined = " OR " if query.either else " AND "
        parts: list[str] = []
        of_lists: dict[str, list[str]] = {}
        for matcher in query.matchers:
            attribute = ATTRIBUTES[matcher.attribute]
            seen = self._seen(attribute, self._condition(attribute, matcher))
            (of_lists.setdefault(attribute.list, []) if attribute.list else parts).append(seen)
        for name, conditions in of_lists.items():
            table, whose = LISTS[name]
            parts.append(f"EXISTS (SELECT 1 FROM {table} WHERE {whose} AND ({joined.join(conditions)}))")
        parts += [self.of(inner) for inner in query.queries]
        return f"({joined.join(parts)})"

    def _seen(self, attribute: Attribute, condition: str) -> str:
        may = {RECORD: self.reach.opens, OWN: self.reach.own}.get(attribute.read_by)
        return f"({may} AND {condition})" if may else f"({condition})"

    def _condition(self, attribute: Attribute, matcher: Matcher) -> str:
        match matcher.kind:
            case Kind.PNC:
                key = self._value(canonical_pnc(matcher.term.strip()))
                return (
                    "EXISTS (SELECT 1 FROM prisoners_identifier i WHERE i.person_id = r.person_id AND i.type = 'PNC'"
                    f" AND dps_identifier_key(i.type, i.value) = {key})"
                )
            case Kind.BOOLEAN:
                return attribute.sql if matcher.truth else f"NOT {attribute.sql}"
            case Kind.STRING:
                return self._text(attribute, matcher)
        return self._range(attribute, matcher)

    def _range(self, attribute: Attribute, matcher: Matcher) -> str:
        sql = f"date_trunc('second', {attribute.sql})" if matcher.kind is Kind.DATETIME else attribute.sql
        bounds = []
        if matcher.lowest is not None:
            bounds.append(f"{sql} {'>=' if matcher.lowest_included else '>'} {self._value(matcher.lowest)}")
        if matcher.highest is not None:
            bounds.append(f"{sql} {'<=' if matcher.highest_included else '<'} {self._value(matcher.highest)}")
        return f"coalesce({' AND '.join(bounds)}, false)"

    def _text(self, attribute: Attribute, matcher: Matcher) -> str:
        if attribute.coded:
            codes = self._value(_codes(attribute, matcher))
            isnt = "NOT " if matcher.condition is Text.IS_NOT else ""
            return f"{isnt}coalesce({attribute.sql} = ANY ({codes}), false)"
        value = f"coalesce({attribute.sql}, '')"
        if matcher.condition is Text.IN:
            return f"{value} = ANY ({self._value(listed(matcher.term))})"
        if attribute.sql == "l.words":  # held folded, with a space before each word
            value = f"btrim({value})"
        pattern = self._value(pattern_of(matcher.condition, matcher.term))
        if matcher.condition is Text.IS_NOT:
            return f"lower({value}) NOT LIKE {pattern}"
        alike = f"lower({value}) LIKE {pattern}"
        near = self._near(attribute, matcher) if attribute.fuzzy else ""
        return f"({alike} OR {near})" if near else alike

    def _near(self, attribute: Attribute, matcher: Matcher) -> str:
        """Near spellings, for IS and CONTAINS: of first and last names by the names in use, of middle names by
        slips in a word, of longer texts by likeness of a word."""
        if matcher.condition not in (Text.IS, Text.CONTAINS) or set("*?") & set(matcher.term):
            return ""
        term = fold(matcher.term[:80])
        if not term:
            return ""
        column = attribute.name_column or {"l.first_name": "first", "l.last_name": "last"}.get(attribute.sql, "")
        if attribute.sql.endswith(".middle_names"):
            return self._near_middle_name(attribute, term)
        if not column:
            return f"word_similarity({self._value(term)}, lower({attribute.sql})) >= {NEAR_ENOUGH}"
        which = column[0].upper()
        names = [name for name, _ in names_like([(which, term)]).get((which, term), [])]
        if not names:
            return ""
        whose = "n.id = l.id" if attribute.list else "n.person_id = r.person_id AND n.is_working"
        return (
            f"EXISTS (SELECT 1 FROM prisoners_searchname n WHERE {whose} AND n.{column} = ANY ({self._value(names)}))"
        )

    def _near_middle_name(self, attribute: Attribute, term: str) -> str:
        """Middle names are not among the names in use: the words of each are compared, most people having none."""
        typed, allowed, same = self._value(term), slips_allowed(term), self._value([term, *other_spellings(term)])
        near = f"levenshtein_less_equal(w.word, {typed}, {allowed}) <= {allowed} OR w.word = ANY ({same})"
        words = f"unnest(string_to_array(lower({attribute.sql}), ' ') || lower({attribute.sql})) AS w (word)"
        return f"({attribute.sql} <> '' AND EXISTS (SELECT 1 FROM {words} WHERE {near}))"


def _codes(attribute: Attribute, matcher: Matcher) -> list[str]:
    """The codes whose label (or who themselves) are as asked; for IS_NOT those that are."""
    condition = Text.IS if matcher.condition is Text.IS_NOT else matcher.condition
    known: Iterable[tuple[str, str]] = (
        Agency.objects.values_list("code", "name")
        if attribute.coded == AGENCY
        else estate.labels(attribute.coded).items()
    )
    return sorted(
        code for code, words in known if fits(condition, matcher.term, words) or fits(condition, matcher.term, code)
    )
