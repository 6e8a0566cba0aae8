"""The SQL that stores a lot of translated rows at once, made from a feed's declaration."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

from dps.legacy.feeds import BY_NAME, Feed, Owner, Parent
from dps.legacy.translation import whole

_PARENTS = {
    Parent.BOOKING: (
        " LEFT JOIN prisoners_booking pb ON pb.id = s.booking_id",
        "pb.id IS NULL",
        "'booking ' || s.booking_id || ' is not here yet'",
    ),
    Parent.ADJUDICATION: (
        " LEFT JOIN prisoners_adjudication pa ON pa.id = s.adjudication_id",
        "pa.id IS NULL",
        "'adjudication ' || s.adjudication_id || ' is not here yet'",
    ),
    Parent.VISIT: (
        " LEFT JOIN prisoners_visit pv ON pv.id = s.visit_id",
        "pv.id IS NULL",
        "'visit ' || s.visit_id || ' is not here yet'",
    ),
    Parent.CARE_NEED: (
        " LEFT JOIN prisoners_careneed pn ON pn.id = s.care_need_id",
        "pn.id IS NULL",
        "'care need ' || s.care_need_id || ' is not here yet'",
    ),
    Parent.ADDRESS: (
        " LEFT JOIN prisoners_address pd ON pd.id = s.address_id",
        "pd.id IS NULL",
        "'address ' || s.address_id || ' is not here yet'",
    ),
    Parent.CSIP_RECORD: (
        " LEFT JOIN prisoners_csiprecord pc ON pc.id = s.record_id",
        "pc.id IS NULL",
        "'CSIP record ' || s.record_id || ' is not here yet'",
    ),
}


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything that is run for one lot of rows of one feed. All speak of the temporary table `staged`."""

    staged: str
    create: str
    copy: str
    drop: str
    waiting: str
    """Gives (row number, what it waits for)."""
    passed_over: str
    insert: str
    """Gives the owner of every row that was new or different."""
    defaults: tuple[Any, ...]
    """Parameters of `insert`."""
    selected: str
    """Gives what would be stored, by `targets`, of every row that is not waiting and not passed over."""
    targets: tuple[str, ...]
    displaced: str
    """Gives the person whom a name or booking is about to leave; '' when that cannot be."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is run to find rows that NOMIS no longer has."""

    staged: str
    create: str
    copy: str
    drop: str
    doomed: str
    """Gives (primary key, owner) of stored rows whose key is not among the staged; add a range, if any."""
    range: str
    """Narrows `doomed` to first keys above one value and up to another; '' when it must be done at once."""
    total: str
    """Counts the stored rows that the feed answers for."""


def model_of(feed: Feed) -> type[Model]:
    """The table a feed fills."""
    return apps.get_model(feed.target)


def owner_column(feed: Feed) -> str:
    """SQL for the owner of a stored row `t`."""
    return f"t.{feed.owner.value}" if feed.owner is not Owner.NOBODY else "NULL"


def keys_only(feed: Feed) -> Feed:
    """The feed cut down to what tells its rows apart, for comparing keys."""
    found = any(target in feed.values for target in feed.conflict)
    columns = tuple(
        column
        for column in feed.columns
        if (column.target in feed.conflict and column.target not in feed.values) or (found and column.sql_type)
    )
    used = {source.rpartition(".")[0] for column in columns for source in column.sources}
    for join in reversed(feed.joins):
        if join.alias in used:
            used |= {mine.rpartition(".")[0] for mine, _ in join.on}
    return replace(
        feed,
        columns=columns,
        key=(feed.first_key,),
        joins=tuple(join for join in feed.joins if join.alias in used),
        lookups=feed.lookups if found else "",
        shared=False,
    )


def ranged_by(feed: Feed) -> str:
    """The target column that holds the first NOMIS key as it is, so that keys can be compared range by range; ''."""
    for column in feed.columns:
        if column.target in feed.conflict and column.sources == (feed.first_key,) and column.convert is whole:
            return column.target if column.target not in feed.values and not column.sql_type else ""
    return ""


@cache
def statements(name: str) -> Statements:
    """The statements of the feed `name`."""
    feed = BY_NAME[name]
    model = model_of(feed)
    fields: dict[str, Field[Any, Any]] = {field.attname: field for field in model._meta.concrete_fields}
    table = connection.ops.quote_name(model._meta.db_table)
    staged = f"nomis_{name.replace(' ', '_').replace('-', '_')}"
    quote = connection.ops.quote_name

    def type_of(column: Any) -> str:
        return column.sql_type or str(fields[column.target].rel_db_type(connection))

    staged_columns = [(column.target, type_of(column)) for column in feed.columns]
    create = ", ".join(f"{quote(target)} {kind}" for target, kind in staged_columns)
    parent_join, parent_missing, parent_text = _PARENTS.get(feed.parent, ("", "", ""))
    lookups = f"{parent_join} {feed.lookups}"
    waits = [*([(parent_missing, parent_text)] if parent_missing else []), *feed.waits_for]
    missing = " OR ".join(condition for condition, _ in waits) or "false"
    case = " ".join(f"WHEN {condition} THEN {words}" for condition, words in waits)
    waiting = f"SELECT s._n, CASE {case} END FROM {staged} s {lookups} WHERE {missing}" if waits else ""
    skip = feed.passes_over or "false"

    direct = {column.target: f"s.{quote(column.target)}" for column in feed.columns if not column.sql_type}
    updated = {**direct, **feed.values}
    inserted = {**updated, **feed.fixed}
    defaults: list[Any] = []
    for attname, field in fields.items():
        if (
            attname in inserted
            or field.null
            or field.has_db_default()
            or (field.primary_key and field.get_internal_type() == "BigAutoField")
        ):
            continue
        if field.default is NOT_PROVIDED and not field.empty_strings_allowed:
            raise RuntimeError(f"{name} gives no value for {attname}")
        inserted[attname] = "%s"
        defaults.append(field.get_db_prep_save(field.get_default(), connection))
    changing = [target for target in updated if target not in feed.conflict]
    conflict = ", ".join(quote(target) for target in feed.conflict)
    same = ", ".join(f"t.{quote(target)}" for target in changing)
    new = ", ".join(f"EXCLUDED.{quote(target)}" for target in changing)
    guard = f" AND ({feed.update_when})" if feed.update_when else ""
    action = (
        "UPDATE SET "
        + ", ".join(f"{quote(target)} = EXCLUDED.{quote(target)}" for target in changing)
        + f" WHERE ({same}) IS DISTINCT FROM ({new}){guard}"
        if changing and feed.update_when != "false"
        else "NOTHING"
    )
    key_expressions = [updated[target] for target in feed.conflict]
    insert = (
        f"INSERT INTO {table} AS t ({', '.join(quote(target) for target in inserted)}) "
        f"SELECT DISTINCT ON ({', '.join(key_expressions)}) {', '.join(inserted.values())} "
        f"FROM {staged} s {lookups} WHERE NOT ({missing}) AND NOT coalesce({skip}, false) "
        f"ORDER BY {', '.join(key_expressions)}, s._n DESC "
        f"ON CONFLICT ({conflict}) DO {action} RETURNING {owner_column(feed)}"
    )
    person = updated.get("person_id", "")
    moves = feed.owner is Owner.PERSON and feed.conflict == ("id",) and person
    return Statements(
        staged=staged,
        create=f"CREATE TEMPORARY TABLE {staged} (_n integer, {create})",
        copy=f"COPY {staged} (_n, {', '.join(quote(target) for target, _ in staged_columns)}) FROM STDIN",
        drop=f"DROP TABLE IF EXISTS {staged}",
        waiting=waiting,
        passed_over=f"SELECT s._n FROM {staged} s {lookups} WHERE NOT ({missing}) AND coalesce({skip}, false)"
        if feed.passes_over
        else "",
        insert=insert,
        defaults=tuple(defaults),
        selected=f"SELECT {', '.join(updated.values())} FROM {staged} s {lookups}"
        f" WHERE NOT ({missing}) AND NOT coalesce({skip}, false) ORDER BY s._n",
        targets=tuple(updated),
        displaced=f"SELECT DISTINCT t.person_id FROM {table} t JOIN {staged} s ON s.id = t.id {lookups}"
        f" WHERE t.person_id <> {person}"
        if moves
        else "",
    )


@cache
def comparison(name: str) -> Comparison:
    """What finds the deleted rows of the feed `name`."""
    feed = keys_only(BY_NAME[name])
    model = model_of(feed)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(str(model._meta.pk.attname))
    staged = f"nomis_keys_{name.replace(' ', '_').replace('-', '_')}"
    create = ", ".join(
        f"{quote(column.target)} {column.sql_type or fields[column.target].rel_db_type(connection)}"
        for column in feed.columns
    )
    matches = " AND ".join(
        f"t.{quote(target)} = {feed.values.get(target, f's.{quote(target)}')}" for target in feed.conflict
    )
    scope = f" AND ({feed.scope})" if feed.scope else ""
    column = ranged_by(BY_NAME[name])
    owner = owner_column(feed)
    return Comparison(
        staged=staged,
        create=f"CREATE TEMPORARY TABLE {staged} (_n integer, {create})",
        copy=f"COPY {staged} (_n, {', '.join(quote(column.target) for column in feed.columns)}) FROM STDIN",
        drop=f"DROP TABLE IF EXISTS {staged}",
        doomed=f"SELECT t.{pk}, {owner} FROM {table} t WHERE NOT EXISTS "
        f"(SELECT 1 FROM {staged} s {feed.lookups} WHERE {matches}){scope}",
        range=f" AND t.{quote(column)} > %s AND t.{quote(column)} <= %s" if column else "",
        total=f"SELECT count(*) FROM {table} t WHERE true{scope}",
    )
