-- The detail of each person asked for (all when %(numbers)s is null). Needs their search record to be fresh.
INSERT INTO prisoner_search_index_searchdetail AS kept (
    person_id, agency, sentence_ends_on, conditional_release_on, confirmed_release_on, post_recall_release_on, language,
    needs_interpreter, key_worker_id, key_worker, height_cm, weight_kg, hair, left_eye, right_eye, facial_hair, face,
    build, shoe_size, offence, alert_codes, alert_ends, words)
SELECT r.person_id, r.agency, calculation.sed, calculation.crd, r.confirmed_release_on, calculation.prrd,
       coalesce(spoken.code, ''), coalesce(spoken.interpreter, false), worker.staff_id, coalesce(worker.name, ''),
       body.height_cm, body.weight_kg, coalesce(looks.hair, ''), coalesce(looks.left_eye, ''),
       coalesce(looks.right_eye, ''), coalesce(looks.facial_hair, ''), coalesce(looks.face, ''),
       coalesce(looks.build, ''), looks.shoe_size, coalesce(offence.description, ''),
       coalesce(held.codes, '{}'), coalesce(held.ends, '{}'),
       ts_delete(
           setweight(to_tsvector('simple', concat_ws(' zqz ',
               dps_fold(r.first_name || ' ' || r.last_name), dps_fold(replace(r.last_name, '-', '')), lower(r.person_id),
               numbers.headline, lower(r.book_number))), 'A')
           || setweight(to_tsvector('simple', concat_ws(' zqz ', names.every, numbers.rest, books.every,
               dps_fold(prison.name), dps_fold(hospital.name))), 'B')
           || setweight(to_tsvector('simple', concat_ws(' zqz ', dps_fold(r.cell_path), dps_fold(offence.every),
               dps_fold(labels.open), dps_fold(marks.words), dps_fold(alerts.words))), 'C')
           || setweight(to_tsvector('simple', concat_ws(' zqz ', dps_fold(labels.own), dps_fold(p.birth_place))), 'D'),
           'zqz')
  FROM prisoners_searchrecord r
  JOIN prisoners_person p ON p.number = r.person_id
  LEFT JOIN estate_agency prison ON prison.code = r.agency
  LEFT JOIN estate_agency hospital ON hospital.code = r.hospital AND r.hospital <> ''
  LEFT JOIN LATERAL (
       SELECT dps_key_date(dates, 'SED') AS sed, dps_key_date(dates, 'CRD') AS crd, dps_key_date(dates, 'PRRD') AS prrd
         FROM prisoners_sentencecalculation WHERE booking_id = r.booking_id
        ORDER BY calculated_at DESC, id DESC LIMIT 1) calculation ON true
  LEFT JOIN LATERAL (
       SELECT code, interpreter_required AS interpreter FROM prisoners_language WHERE booking_id = r.booking_id
        ORDER BY preferred_spoken DESC, array_position(ARRAY['PREF_SPEAK', 'PRIM'], type::text), id LIMIT 1) spoken ON true
  LEFT JOIN LATERAL (
       SELECT staff_id, last_name || ', ' || first_name AS name FROM prisoners_keyworker
        WHERE booking_id = r.booking_id AND active ORDER BY assigned_at DESC, id DESC LIMIT 1) worker ON true
  LEFT JOIN LATERAL (
       SELECT height_cm, weight_kg FROM prisoners_physicalattributes WHERE booking_id = r.booking_id
        ORDER BY sequence DESC LIMIT 1) body ON true
  LEFT JOIN LATERAL (
       SELECT max(code) FILTER (WHERE type = 'HAIR') AS hair, max(code) FILTER (WHERE type = 'L_EYE_C') AS left_eye,
              max(code) FILTER (WHERE type = 'R_EYE_C') AS right_eye, max(code) FILTER (WHERE type = 'FACE') AS face,
              max(code) FILTER (WHERE type = 'FACIAL_HAIR') AS facial_hair, max(code) FILTER (WHERE type = 'BUILD') AS build,
              max(code) FILTER (WHERE type = 'MARITAL') AS marital,
              max(substring(btrim(code) from '^\d{1,2}(?:\.5)?$')::numeric) FILTER (WHERE type = 'SHOESIZE') AS shoe_size
         FROM prisoners_profiledetail WHERE booking_id = r.booking_id) looks ON true
  LEFT JOIN LATERAL (
       SELECT (array_agg(description ORDER BY most_serious DESC, id) FILTER (WHERE description <> ''))[1] AS description,
              string_agg(description, ' zqz ') AS every
         FROM prisoners_charge WHERE booking_id = r.booking_id) offence ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(dps_fold(first_name || ' ' || middle_names || ' ' || last_name), ' zqz ') AS every
         FROM prisoners_personname WHERE person_id = r.person_id) names ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(lower(regexp_replace(dps_identifier_key(type, value), '[^A-Za-z0-9]', '', 'g')), ' zqz ')
                  FILTER (WHERE type IN ('PNC', 'CRO')) AS headline,
              string_agg(lower(regexp_replace(value, '[^A-Za-z0-9]', '', 'g')), ' zqz ')
                  FILTER (WHERE type NOT IN ('PNC', 'CRO')) AS rest
         FROM prisoners_identifier WHERE person_id = r.person_id) numbers ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(lower(book_number) || ' zqz ' || id, ' zqz ') AS every
         FROM prisoners_booking WHERE person_id = r.person_id) books ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(description, ' zqz ')
                  FILTER (WHERE domain NOT IN ('RELF', 'NAT', 'LANG', 'MARITAL')) AS open,
              string_agg(description, ' zqz ') FILTER (WHERE domain IN ('RELF', 'NAT', 'LANG', 'MARITAL')) AS own
         FROM estate_referencecode c
        WHERE (c.domain, c.code) IN (('ETHNICITY', r.ethnicity), ('HAIR', looks.hair), ('R_EYE_C', looks.left_eye),
              ('R_EYE_C', looks.right_eye), ('FACIAL_HAIR', looks.facial_hair), ('FACE', looks.face),
              ('BUILD', looks.build), ('IMP_STS', r.imprisonment_status), ('CATEGORY', r.category), ('RELF', r.religion),
              ('NAT', r.nationality), ('LANG', spoken.code), ('MARITAL', looks.marital))) labels ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(comment, ' zqz ') AS words FROM prisoners_mark WHERE booking_id = r.booking_id) marks ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(DISTINCT a.code || ' ' || coalesce(c.description, ''), ' zqz ') AS words
         FROM prisoners_alert a LEFT JOIN estate_referencecode c ON c.domain = 'ALERT_CODE' AND c.code = a.code
        WHERE a.person_id = r.person_id AND a.deleted_at IS NULL) alerts ON true
  LEFT JOIN LATERAL (
       SELECT array_agg(code ORDER BY code) AS codes, array_agg(ends ORDER BY code) AS ends FROM (
            SELECT code, max(coalesce(active_to, 'infinity')) AS ends FROM prisoners_alert
             WHERE person_id = r.person_id AND deleted_at IS NULL GROUP BY code) each_code) held ON true
 WHERE (%(numbers)s::text[] IS NULL OR r.person_id = ANY (%(numbers)s::text[]))
ON CONFLICT (person_id) DO UPDATE SET
    (agency, sentence_ends_on, conditional_release_on, confirmed_release_on, post_recall_release_on, language,
     needs_interpreter, key_worker_id, key_worker, height_cm, weight_kg, hair, left_eye, right_eye, facial_hair, face,
     build, shoe_size, offence, alert_codes, alert_ends, words)
  = (excluded.agency, excluded.sentence_ends_on, excluded.conditional_release_on, excluded.confirmed_release_on,
     excluded.post_recall_release_on, excluded.language, excluded.needs_interpreter, excluded.key_worker_id,
     excluded.key_worker, excluded.height_cm, excluded.weight_kg, excluded.hair, excluded.left_eye, excluded.right_eye,
     excluded.facial_hair, excluded.face, excluded.build, excluded.shoe_size, excluded.offence, excluded.alert_codes, excluded.alert_ends,
     excluded.words)
