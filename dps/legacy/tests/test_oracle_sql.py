"""No Oracle runs here. What can be checked without one: the statements made with Django's Oracle backend."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.oracle.base import DatabaseWrapper

from dps.legacy import feeds, source
from dps.legacy.feeds import Feed
from dps.legacy.feeds.feed import STAMPS
from dps.legacy.router import NOMIS
from dps.legacy.source import Table

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


@pytest.fixture
def oracle(db: None) -> Iterator[None]:
    real = connections[NOMIS]
    made = DatabaseWrapper({**real.settings_dict, "ENGINE": "django.db.backends.oracle"}, alias=NOMIS)
    connections[NOMIS] = made
    yield
    connections[NOMIS] = real


def shape_with_everything(feed: Feed) -> source.Shape:
    """Every table and column that the feed could ask for."""
    columns: dict[str, set[str]] = {feed.table: {*feed.key, *STAMPS, "audit_module_name"}}
    aliases = {"": feed.table, **{join.alias: join.table for join in feed.joins}}
    for join in feed.joins:
        columns.setdefault(join.table, set()).update(theirs for _, theirs in join.on)
        columns[join.table].update(theirs for theirs, _ in join.where)
        for mine, _ in join.on:
            alias, _, name = mine.rpartition(".")
            columns[aliases[alias]].add(name)
    for column in feed.columns:
        for named in (*column.sources, *feed.key):
            alias, _, name = named.rpartition(".")
            columns[aliases[alias]].add(name)
    return {name: Table(name, frozenset(found), frozenset()) for name, found in columns.items()}


@pytest.mark.parametrize("feed", feeds.ALL, ids=lambda feed: feed.name)
def test_statements_for_oracle_name_things_as_oracle_does(feed: Feed, oracle: None) -> None:
    plan = source.fit(feed, shape_with_everything(feed))
    assert f'FROM "{feed.table.upper()}" a' in plan.select
    assert all(
        f'"{name.rpartition(".")[2].upper()}"' in plan.select for column in feed.columns for name in column.sources
    )
    assert plan.select.isupper() or all(
        word not in plan.select for word in ("::", "LIMIT", " AS ", "ILIKE", "RETURNING")
    )
    assert not plan.absent


def test_what_is_written_to_oracle_is_named_as_oracle_does(oracle: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come from sequences, rows are locked, and nothing of PostgreSQL's own dialect is said."""
    from dps.legacy.outbound import nomis

    said: list[tuple[str, list[object]]] = []

    def run(self: nomis.Session, sql: str, given: list[object], *, answers: bool = True) -> list[tuple[object, ...]]:
        said.append((sql, list(given)))
        return [(7,)]

    monkeypatch.setattr(nomis.Session, "_run", run)
    monkeypatch.setattr(
        nomis,
        "_table",
        lambda name: nomis._Table(frozenset({"phone_id", "phone_no", "modify_datetime", "audit_module_name"}), {}),
    )
    session = nomis.Session(1, "ALEE_GEN")
    assert session.next_key("phones", "phone_id") == 7
    session.rows("phones", {"phone_id": 7, "phone_no": None}, ["phone_no", "ext_no"], lock=True)
    session.insert("phones", {"phone_id": 7}, {"phone_no": "0113", "ext_no": "absent here"})
    session.update("phones", {"phone_id": 7}, {"phone_no": "0114"})
    session.delete("phones", {"phone_id": 7})
    assert [sql for sql, _ in said] == [
        'SELECT "PHONE_ID".NEXTVAL FROM DUAL',
        'SELECT "PHONE_NO" FROM "PHONES" WHERE "PHONE_ID" = %s AND "PHONE_NO" IS NULL FOR UPDATE',
        'INSERT INTO "PHONES" ("PHONE_NO", "PHONE_ID", "AUDIT_MODULE_NAME") VALUES (%s, %s, %s)',
        'UPDATE "PHONES" SET "PHONE_NO" = %s, "MODIFY_DATETIME" = %s, "AUDIT_MODULE_NAME" = %s WHERE "PHONE_ID" = %s',
        'DELETE FROM "PHONES" WHERE "PHONE_ID" = %s',
    ]
    assert said[2][1] == ["0113", 7, "DPS_SYNCHRONISATION"]
