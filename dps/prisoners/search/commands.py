"""Keeping what search reads in step with people."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from django.db import connection, transaction

from dps.prisoners.rules.custody import RECALL_STATUSES

_EXTRA_WORDS = """
INSERT INTO prisoners_searchextraword (word, name_id, words)
SELECT DISTINCT word, n.id, n.words
  FROM prisoners_searchname n, regexp_split_to_table(btrim(n.words), ' ') AS word
 WHERE (n.first LIKE '%% %%' OR n.last LIKE '%% %%')
   AND word <> '' AND NOT starts_with(n.first, word) AND NOT starts_with(n.last, word)
   AND (%(numbers)s::text[] IS NULL OR n.person_id = ANY (%(numbers)s::text[]))
"""

_NAMES_IN_USE = """
INSERT INTO prisoners_nameinuse (which, name, sound)
SELECT which, name, dmetaphone(replace(name, ' ', '')) FROM (
    SELECT DISTINCT 'L' AS which, last AS name FROM prisoners_searchname
     WHERE last <> '' AND (%(numbers)s::text[] IS NULL OR person_id = ANY (%(numbers)s::text[]))
    UNION
    SELECT DISTINCT 'F', first FROM prisoners_searchname
     WHERE first <> '' AND (%(numbers)s::text[] IS NULL OR person_id = ANY (%(numbers)s::text[]))) used
 WHERE NOT EXISTS (SELECT 1 FROM prisoners_nameinuse n WHERE n.which = used.which AND n.name = used.name)
 ORDER BY which, name
    ON CONFLICT DO NOTHING
"""


@cache
def _sql(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@transaction.atomic
def refresh_records(numbers: Collection[str] | None) -> None:
    """Rebuild the search record, names, details and marks of these people (None: of everybody).

    In the current transaction: whoever changes a person, a booking or anything a list shows calls this before
    committing, so search is never stale.
    """
    if numbers is not None and not numbers:
        return
    values = {"numbers": sorted(set(numbers)) if numbers is not None else None, "recall": sorted(RECALL_STATUSES)}
    with connection.cursor() as cursor:
        if numbers is None:
            cursor.execute(
                "TRUNCATE prisoners_searchextraword, prisoners_searchname, prisoners_nameinuse,"
                " prisoner_search_index_searchdetail, prisoner_search_index_searchmark"
            )
        else:
            cursor.execute(
                "DELETE FROM prisoners_searchextraword WHERE name_id IN"
                " (SELECT id FROM prisoners_searchname WHERE person_id = ANY (%(numbers)s))",
                values,
            )
            cursor.execute("DELETE FROM prisoners_searchname WHERE person_id = ANY (%(numbers)s)", values)
            cursor.execute("DELETE FROM prisoner_search_index_searchmark WHERE person_id = ANY (%(numbers)s)", values)
        cursor.execute(_sql("refresh.sql"), values)
        cursor.execute(_sql("refresh_names.sql"), values)
        cursor.execute(_EXTRA_WORDS, values)
        cursor.execute(_NAMES_IN_USE, values)
        cursor.execute(_sql("index/refresh.sql"), values)
        cursor.execute(_sql("index/refresh_marks.sql"), values)
