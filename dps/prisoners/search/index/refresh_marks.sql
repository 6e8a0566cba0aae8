-- The marks of the latest booking of each person asked for, after the old ones were taken away.
INSERT INTO prisoner_search_index_searchmark (person_id, is_tattoo, is_scar, body_part, side, words)
SELECT person_id, type = 'TAT' OR words ~ ' tatt?oo', type = 'SCAR' OR words ~ ' scar', body_part, side, words
  FROM (SELECT r.person_id, m.type, m.body_part, m.side, ' ' || dps_fold(m.comment) AS words
          FROM prisoners_searchrecord r JOIN prisoners_mark m ON m.booking_id = r.booking_id
         WHERE (%(numbers)s::text[] IS NULL OR r.person_id = ANY (%(numbers)s::text[]))) described
