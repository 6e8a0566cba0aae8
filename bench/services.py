"""Case notes and key work at the size of an estate: filled by SQL into its database once, kept for the next run.

What is measured afterwards goes through the real pages. Notes come from some hundreds of different texts; one person,
`BUSY`, has 5,000 of them.
"""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg

NOTES = {"small": 100_000, "medium": 20_000_000, "large": 20_000_000}
OF_ONE_PERSON = 5_000
BATCH = 500_000
FIRST_ID, BEFORE_ID = 1_000_000_000, 2_000_000_000
"""Between the ids of the demo estate's own notes: it has a few with ids from 9,000,000,000."""
DAYS_OF_FIGURES = 365
WORKERS_A_PRISON = 100

_TEXTS = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_texts AS
SELECT n, (ARRAY['KS', 'KE', 'IEP_ENC', 'IEP_WARN', 'OBS_GEN', 'OBS_GEN', 'OBS_GEN', 'HIS'])[n % 8 + 1] AS sub_type,
       text, to_tsvector('english', text) AS words
  FROM (SELECT n, format('%s %s %s Reference %s.',
          (ARRAY['Key worker session held in the wing office.', 'Spoke on the landing at association.',
                 'Seen at the gate on the way to work.', 'Came to the office to ask about property.'])[n % 4 + 1],
          (ARRAY['Sleeping badly since the move and worried about a visit.',
                 'In good spirits and in contact with family.',
                 'Asked about the painting course and the waiting list.', 'Polite to staff, helped a new arrival.',
                 'Was reminded of the rules of the landing and accepted it.'])[n % 5 + 1],
          (ARRAY['Will be seen again next week.', 'Nothing further to raise.', 'Referred to healthcare.'])[n % 3 + 1],
          md5(n::text)) AS text FROM generate_series(1, 600) n) made
"""

_NOTES = """
INSERT INTO case_notes_casenote (id, person_id, booking_id, sub_type_id, occurred_at, location, author_username,
       author_user_id, author_name, text, system_generated, system, legacy_id, nomis_id, created_at, created_by, words,
       version)
SELECT gen_random_uuid(), p.person_id, p.booking_id, s.id, at, p.agency, 'BENCH_AUTHOR_' || i %% 5000,
       (i %% 5000)::text,
       'Bench Author', t.text, i %% 10 = 0, 'NOMIS', %(id)s + i, %(id)s + i, at + interval '1 hour',
       'BENCH_AUTHOR_' || i %% 5000, t.words, 1
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) i
  JOIN bench_people p ON p.place = CASE WHEN i <= %(busy)s THEN 0 ELSE i %% %(people)s END
  JOIN bench_texts t ON t.n = i %% 600 + 1
  JOIN case_notes_notesubtype s ON s.code = t.sub_type AND s.type_id =
       CASE t.sub_type WHEN 'KS' THEN 'KA' WHEN 'KE' THEN 'KA' WHEN 'IEP_ENC' THEN 'POS' WHEN 'IEP_WARN' THEN 'NEG'
            WHEN 'HIS' THEN 'GEN' ELSE 'OBSERVE' END
 CROSS JOIN LATERAL (SELECT now() - interval '2 hours' - (i %% 9000) * interval '9 hours' AS at) moment
"""

_ALERTS = """
INSERT INTO prisoners_alert (id, person_id, type, code, description, authorised_by, active_from, active_to,
       prison_when_created, created_at, created_by, ended_by, modified_by, version)
SELECT gen_random_uuid(), (SELECT person_id FROM bench_people WHERE place = 0), 'X', 'XA', 'Alert ' || n, '',
       current_date - n, CASE WHEN n > 200 THEN current_date - n / 2 END, '',
       now() - n * interval '1 day', 'BENCH', '', '', 1
  FROM generate_series(1, 500) n
 WHERE NOT EXISTS (SELECT 1 FROM prisoners_alert a JOIN bench_people p ON p.person_id = a.person_id AND p.place = 0
                    WHERE a.created_by = 'BENCH')
"""

_KEY_WORK = (
    """INSERT INTO key_workers_prisonsettings (prison, policy, enabled, allow_recommendation, capacity,
              frequency_in_weeks, has_high_complexity, "order", changed_at, changed_by, version)
       SELECT DISTINCT agency, 'KEY_WORKER', true, true, 12, 1, false, 'BY_ALLOCATIONS', now(), 'BENCH', 1
         FROM bench_people ON CONFLICT DO NOTHING""",
    f"""INSERT INTO key_workers_staffrole (prison, staff_id, policy, first_name, last_name, username, position,
               schedule_type, hours_per_week, from_date, version)
        SELECT p.prison, 8000000 + p.place * 1000 + n, 'KEY_WORKER', 'Bench', 'Worker ' || n,
               'BENCH_' || p.prison || '_' || n, 'PRO', 'FT', 35, current_date - 400, 1
          FROM (SELECT agency AS prison, row_number() OVER (ORDER BY agency) AS place
                  FROM (SELECT DISTINCT agency FROM bench_people) a) p, generate_series(1, {WORKERS_A_PRISON}) n
        ON CONFLICT DO NOTHING""",
    f"""INSERT INTO key_workers_allocation (id, person_id, prison, staff_id, policy, allocated_at, allocated_by, reason,
               why, is_active, deallocated_by, deallocation_reason, last_session_on, next_due_on, version)
        SELECT gen_random_uuid(), b.person_id, b.agency, r.staff_id, 'KEY_WORKER', now() - interval '300 days', 'BENCH',
               'AUTO', '', true, '', '', current_date - (b.place % 20)::int, current_date - (b.place % 20)::int + 7, 1
          FROM bench_people b JOIN LATERAL (SELECT staff_id FROM key_workers_staffrole s
                WHERE s.prison = b.agency AND s.policy = 'KEY_WORKER'
                  AND s.staff_id % 1000 = 1 + b.place % {WORKERS_A_PRISON} LIMIT 1) r ON true
         WHERE b.place % 20 <> 7 ON CONFLICT DO NOTHING""",
    """INSERT INTO key_workers_recordedevent (id, prison, person_id, staff_id, username, occurred_at, created_at, type,
              policy)
       SELECT n.id, n.location, n.person_id, a.staff_id, n.author_username, n.occurred_at, n.created_at,
              CASE s.code WHEN 'KS' THEN 'SESSION' ELSE 'ENTRY' END, 'KEY_WORKER'
         FROM case_notes_casenote n JOIN case_notes_notesubtype s ON s.id = n.sub_type_id AND s.type_id = 'KA'
         LEFT JOIN key_workers_allocation a ON a.person_id = n.person_id AND a.is_active
       ON CONFLICT DO NOTHING""",
    """INSERT INTO key_workers_dayofsessions (prison, policy, date, sessions, entries)
       SELECT prison, policy, (occurred_at AT TIME ZONE 'Europe/London')::date,
              count(*) FILTER (WHERE type = 'SESSION'), count(*) FILTER (WHERE type = 'ENTRY')
         FROM key_workers_recordedevent GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING""",
    f"""INSERT INTO key_workers_prisonstatistic (prison, policy, date, prisoner_count, high_complexity_count,
               eligible_count, assigned_count, eligible_staff_count, reception_to_allocation_days,
               reception_to_session_days, overdue_count, counted_at)
        SELECT agency, 'KEY_WORKER', current_date - d, count(*), 0, count(*), count(*) * 19 / 20, {WORKERS_A_PRISON}, 4,
               9, count(*) / 5, now()
          FROM bench_people, generate_series(1, {DAYS_OF_FIGURES}) d GROUP BY agency, d ON CONFLICT DO NOTHING""",
)

_HAVE = f"""SELECT coalesce(max(legacy_id), {FIRST_ID}) FROM case_notes_casenote
             WHERE legacy_id BETWEEN {FIRST_ID} AND {BEFORE_ID}"""

LIST, WORDS = "case notes of one with 5,000", "words in 5,000 case notes"
DASHBOARD, NATIONAL = "dashboard of a prison", "dashboard of the nation"
ALERTS = "alerts of one with 500"
PAGES = (LIST, WORDS, DASHBOARD, NATIONAL, ALERTS)


def paths(filled: "Filled") -> dict[str, list[str]]:
    """The addresses of each page measured."""
    notes = f"/prisoners/{filled.busy}/case-notes/"
    return {
        LIST: [notes, f"{notes}?page=2", f"{notes}?page=200", f"{notes}?sort=occurredAt,ASC", f"{notes}?type=KA"],
        WORDS: [
            f"{notes}?{urlencode({'words': words})}" for words in ("property", "worried visit", "painting", "rare")
        ],
        DASHBOARD: ["/key-workers/key-worker/today/"],
        NATIONAL: ["/key-workers/national/"],
        ALERTS: [f"/prisoners/{filled.busy}/alerts/"],
    }


@dataclass(frozen=True, slots=True)
class Filled:
    """What is there to be measured."""

    notes: int
    events: int
    busy: str
    """The number of the person with 5,000 notes."""
    prison: str
    """The largest."""


def fill(database_url: str, size: str) -> Filled:
    """Put notes, allocations, sessions and a year of figures there, unless they are."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'; SET synchronous_commit = off")
        connection.execute("DROP TABLE IF EXISTS bench_people")
        connection.execute(
            "CREATE UNLOGGED TABLE bench_people AS SELECT row_number() OVER (ORDER BY r.person_id) - 1 AS place,"
            " r.person_id, r.booking_id, r.agency FROM prisoners_searchrecord r"
            " JOIN estate_agency a ON a.code = r.agency WHERE a.type = 'INST' AND r.in_out = 'IN'"
        )
        connection.execute("CREATE UNIQUE INDEX ON bench_people (place)")
        connection.execute(_TEXTS)
        people = _one(connection, "SELECT count(*) FROM bench_people")
        wanted = NOTES[size]
        have = _one(connection, _HAVE) - FIRST_ID
        if have < wanted:
            _fill_notes(connection, have + 1, wanted, people)
            for statement in _KEY_WORK:
                connection.execute(statement)
            connection.execute(_ALERTS)
            connection.execute("VACUUM ANALYZE")
        return Filled(
            _one(connection, "SELECT reltuples::bigint FROM pg_class WHERE relname = 'case_notes_casenote'"),
            _one(connection, "SELECT reltuples::bigint FROM pg_class WHERE relname = 'key_workers_recordedevent'"),
            str(_one(connection, "SELECT person_id FROM bench_people WHERE place = 0")),
            str(_one(connection, "SELECT agency FROM bench_people GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")),
        )


def _one(connection: "psycopg.Connection[tuple[object, ...]]", sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    assert row is not None
    found: Any = row[0]
    return found


def _fill_notes(connection: "psycopg.Connection[tuple[object, ...]]", begin: int, wanted: int, people: int) -> None:
    """Without the secondary indexes, which are made afterwards: that is many times faster."""
    found: list[tuple[Any, Any]] = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'case_notes_casenote' AND indexname LIKE 'note_%'"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    began = time.perf_counter()
    try:
        for first in range(begin, wanted + 1, BATCH):
            last = min(first + BATCH - 1, wanted)
            connection.execute(
                _NOTES, {"first": first, "last": last, "busy": OF_ONE_PERSON, "people": people, "id": FIRST_ID}
            )
            print(f"  {last:,} notes after {time.perf_counter() - began:.0f} s", flush=True)
    finally:
        for name, definition in found:
            connection.execute(definition)
            print(f"  index {name} after {time.perf_counter() - began:.0f} s", flush=True)
