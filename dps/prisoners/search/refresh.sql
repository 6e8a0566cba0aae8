-- The search record of each person asked for (all when %(numbers)s is null), in one statement.
-- The same rules in Python: dps/prisoners/rules/custody.py and key_dates.py. A test holds the two together.
INSERT INTO prisoners_searchrecord AS kept (
    person_id, booking_id, book_number, first_name, middle_names, last_name, name_sort, date_of_birth, sex, ethnicity,
    nationality, religion, status, in_out, agency, left_agency, last_movement_type, last_movement_reason,
    last_movement_at, arrived_at, cell_path, cell_sort, category, category_review_on, csra, csra_on, incentive,
    imprisonment_status, band, legal_status, release_on, confirmed_release_on, image_id, supporting_prison, hospital,
    pnc, cro)
SELECT p.number, b.id, coalesce(b.book_number, ''), p.first_name, p.middle_names, p.last_name,
       dps_fold(p.last_name) || ' ' || dps_fold(p.first_name) || ' ' || p.number,
       p.date_of_birth, p.sex, p.ethnicity, coalesce(nat.code, ''), coalesce(relf.code, ''),
       CASE WHEN b.id IS NULL THEN '' ELSE (CASE WHEN b.active THEN 'ACTIVE ' ELSE 'INACTIVE ' END) || b.in_out END,
       coalesce(b.in_out, ''), coalesce(b.agency, ''), coalesce(m.from_agency, ''), coalesce(m.type, ''),
       coalesce(m.reason, ''), m.at, arrival.at, coalesce(cell.path, ''), coalesce(cell.sort_key, ''),
       coalesce(category.level, ''), CASE WHEN category.level <> '' THEN category.next_review_on END,
       coalesce(csra.rating, ''), csra."on", coalesce(incentive.level, ''), coalesce(held.status, ''), held.band,
       CASE WHEN held.recall THEN 'RECALL'
            WHEN held.band IS NULL THEN ''
            WHEN held.status = 'CIV_RMD' THEN 'CIVIL_PRISONER'
            WHEN held.status = 'UNKNOWN' THEN 'UNKNOWN'
            WHEN held.band = 0 THEN 'DEAD' WHEN held.band = 1 THEN 'INDETERMINATE_SENTENCE'
            WHEN held.band IN (2, 3) THEN 'SENTENCED' WHEN held.band BETWEEN 4 AND 7 THEN 'CONVICTED_UNSENTENCED'
            WHEN held.band IN (8, 11) THEN 'IMMIGRATION_DETAINEE' WHEN held.band IN (9, 10) THEN 'CIVIL_PRISONER'
            WHEN held.band BETWEEN 12 AND 14 THEN 'REMAND' ELSE 'OTHER' END,
       coalesce(release.confirmed_on, calculation.apd, calculation.hdcad,
                greatest(calculation.mtd, calculation.ard, calculation.crd, calculation.npd, calculation.prrd)),
       release.confirmed_on, image.id,
       CASE WHEN p.supporting_prison <> '' OR p.restricted_as_of = b.id || '/' || m.sequence THEN p.supporting_prison
            WHEN m.type = 'REL' AND m.reason = 'HP' AND hospital.code IS NOT NULL THEN m.from_agency ELSE '' END,
       CASE WHEN p.hospital <> '' OR p.restricted_as_of = b.id || '/' || m.sequence THEN p.hospital
            WHEN m.type = 'REL' AND m.reason = 'HP' THEN coalesce(hospital.code, '') ELSE '' END,
       coalesce(pnc.value, ''), coalesce(cro.value, '')
  FROM prisoners_person p
  LEFT JOIN LATERAL (SELECT * FROM prisoners_booking WHERE person_id = p.number
                      ORDER BY sequence, id DESC LIMIT 1) b ON true
  LEFT JOIN estate_location cell ON cell.id = b.living_unit_id
  LEFT JOIN LATERAL (SELECT * FROM prisoners_movement WHERE booking_id = b.id ORDER BY sequence DESC LIMIT 1) m ON true
  LEFT JOIN LATERAL (SELECT at FROM prisoners_movement WHERE booking_id = b.id AND type = 'ADM' AND direction = 'IN'
                      ORDER BY sequence DESC LIMIT 1) arrival ON true
  LEFT JOIN estate_agency hospital ON hospital.code = m.to_agency AND hospital.type = 'HSHOSP'
  LEFT JOIN LATERAL (
       SELECT coalesce(nullif(review_level, ''), nullif(override_level, ''), calculated_level) AS level, next_review_on
         FROM prisoners_assessment
        WHERE booking_id = b.id AND kind = 'CATEGORY' AND status = 'A' AND evaluation_result IN ('APP', '')
        ORDER BY "on" DESC, sequence DESC LIMIT 1) category ON true
  LEFT JOIN LATERAL (
       SELECT "on", coalesce(
           nullif(nullif(review_level, 'PEND'), ''),
           (SELECT code FROM unnest(ARRAY['HI', 'STANDARD', 'MED', 'LOW']) WITH ORDINALITY AS serious(code, place)
             WHERE code IN (override_level, calculated_level) ORDER BY place LIMIT 1),
           nullif(nullif(override_level, 'PEND'), ''),
           nullif(calculated_level, 'PEND'), '') AS rating
         FROM prisoners_assessment
        WHERE booking_id = b.id AND kind = 'CSRA' AND status IN ('P', 'A', 'I')
        ORDER BY "on" DESC, sequence DESC LIMIT 1) csra ON true
  LEFT JOIN LATERAL (SELECT level FROM prisoners_incentivereview WHERE booking_id = b.id
                      ORDER BY "on" DESC, sequence DESC LIMIT 1) incentive ON true
  LEFT JOIN LATERAL (
       SELECT s.status, (r.attributes ->> 'band')::int AS band,
              s.status = ANY (%(recall)s) AS recall
         FROM prisoners_imprisonmentstatus s
         LEFT JOIN estate_referencecode r ON r.domain = 'IMP_STS' AND r.code = s.status
        WHERE s.booking_id = b.id ORDER BY s.latest DESC, s.sequence DESC LIMIT 1) held ON true
  LEFT JOIN prisoners_releasedetail release ON release.booking_id = b.id
  LEFT JOIN LATERAL (
       SELECT dps_key_date(dates, 'APD') AS apd, dps_key_date(dates, 'HDCAD') AS hdcad,
              dps_key_date(dates, 'MTD') AS mtd, dps_key_date(dates, 'ARD') AS ard, dps_key_date(dates, 'CRD') AS crd,
              dps_key_date(dates, 'NPD') AS npd, dps_key_date(dates, 'PRRD') AS prrd
         FROM prisoners_sentencecalculation WHERE booking_id = b.id
        ORDER BY calculated_at DESC, id DESC LIMIT 1) calculation ON true
  LEFT JOIN LATERAL (SELECT id FROM prisoners_image
                      WHERE booking_id = b.id AND active AND object_type = 'OFF_BKG' AND orientation = 'FRONT'
                      ORDER BY captured_at DESC, id DESC LIMIT 1) image ON true
  LEFT JOIN LATERAL (SELECT value FROM prisoners_identifier WHERE person_id = p.number AND type = 'PNC'
                      ORDER BY issued_on DESC NULLS LAST, id DESC LIMIT 1) pnc ON true
  LEFT JOIN LATERAL (SELECT value FROM prisoners_identifier WHERE person_id = p.number AND type = 'CRO'
                      ORDER BY issued_on DESC NULLS LAST, id DESC LIMIT 1) cro ON true
  LEFT JOIN LATERAL (SELECT code FROM prisoners_profiledetail WHERE booking_id = b.id AND type = 'NAT'
                      ORDER BY sequence LIMIT 1) nat ON true
  LEFT JOIN LATERAL (SELECT code FROM prisoners_profiledetail WHERE booking_id = b.id AND type = 'RELF'
                      ORDER BY sequence LIMIT 1) relf ON true
 WHERE (%(numbers)s::text[] IS NULL OR p.number = ANY (%(numbers)s::text[]))
ON CONFLICT (person_id) DO UPDATE SET
    (booking_id, book_number, first_name, middle_names, last_name, name_sort, date_of_birth, sex, ethnicity,
     nationality, religion, status, in_out, agency, left_agency, last_movement_type, last_movement_reason,
     last_movement_at, arrived_at, cell_path, cell_sort, category, category_review_on, csra, csra_on, incentive,
     imprisonment_status, band, legal_status, release_on, confirmed_release_on, image_id, supporting_prison, hospital,
     pnc, cro)
  = (excluded.booking_id, excluded.book_number, excluded.first_name, excluded.middle_names, excluded.last_name,
     excluded.name_sort, excluded.date_of_birth, excluded.sex, excluded.ethnicity, excluded.nationality,
     excluded.religion, excluded.status, excluded.in_out, excluded.agency, excluded.left_agency,
     excluded.last_movement_type, excluded.last_movement_reason, excluded.last_movement_at, excluded.arrived_at,
     excluded.cell_path, excluded.cell_sort, excluded.category, excluded.category_review_on, excluded.csra,
     excluded.csra_on, excluded.incentive, excluded.imprisonment_status, excluded.band, excluded.legal_status,
     excluded.release_on, excluded.confirmed_release_on, excluded.image_id, excluded.supporting_prison,
     excluded.hospital, excluded.pnc, excluded.cro)
