"""The demo estate adds up: what a page shows of anybody is possible and agrees with the rest."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from demo.numbers import CHECK, FIRST, prison_number
from demo.tests.conftest import TODAY, Ask, Estate
from dps.legacy.nomis.tables import TABLES
from dps.prisoners.search.rules import PRISON_NUMBER, is_valid_cro, is_valid_pnc

MADE_BY_HAND = 9_000_000_000
"""Ids of people who are awkward on purpose begin here."""


# the same arguments, the same people


@pytest.fixture(scope="module")
def three(made: Callable[[str], Estate]) -> list[dict[str, list[str]]]:
    """The rows of seed 4; of seed 3, made in their place; and of seed 3 in an empty database."""
    found = []
    first, second = made("first"), made("second")
    for estate, seed in ((first, 4), (first, 3), (second, 3)):
        said = estate.make(prisoners=30, seed=seed)
        assert said.startswith("30 people in custody of 40, 3 prisons: ")
        found.append(estate.rows())
    return found


def test_the_same_seed_makes_the_same_rows_whatever_was_there_before(three: list[dict[str, list[str]]]) -> None:
    _, one, again = three
    assert one.keys() == again.keys() == set(TABLES)
    assert [table for table in one if one[table] != again[table]] == []


def test_another_seed_makes_other_people_in_the_same_prisons(three: list[dict[str, list[str]]]) -> None:
    other, one, _ = three
    for table in ("offenders", "offender_bookings", "offender_alerts", "offender_case_notes", "staff_members"):
        assert one[table] != other[table], table
    for table in ("agency_locations", "agency_internal_locations", "reference_codes", "offences", "caseloads"):
        assert one[table] == other[table] and one[table], table


# numbers


def test_every_index_has_its_own_number_of_the_right_form() -> None:
    numbers = [prison_number(index) for index in range(20_000)]
    assert len(set(numbers)) == len(numbers)
    assert all(PRISON_NUMBER.match(number) and not set(number) & set("BIOSU") for number in numbers)
    assert len(FIRST) == 21 and len(CHECK) == 23


def test_identifiers_have_the_right_check_letter(ask: Ask) -> None:
    rows = ask(
        """SELECT identifier_type AS type, identifier AS value FROM offender_identifiers
            WHERE identifier_type IN ('PNC', 'CRO')"""
    )
    assert {row["type"] for row in rows} == {"PNC", "CRO"} and len(rows) > 600
    assert [row for row in rows if not (is_valid_pnc if row["type"] == "PNC" else is_valid_cro)(row["value"])] == []


# where people are


NOBODY = [
    ("a cell with more people than beds", """
        SELECT l.description, l.operation_capacity, count(*) FROM offender_bookings b
          JOIN agency_internal_locations l ON l.internal_location_id = b.living_unit_id
         WHERE b.active_flag = 'Y' GROUP BY 1, 2, l.capacity HAVING count(*) > least(l.capacity, l.operation_capacity)"""),
    ("a living unit that is not there, or in another prison, or no place to live", """
        SELECT b.offender_book_id FROM offender_bookings b LEFT JOIN agency_internal_locations l
            ON l.internal_location_id = b.living_unit_id AND l.agy_loc_id = b.agy_loc_id AND l.active_flag = 'Y'
         WHERE b.living_unit_id IS NOT NULL AND (l.internal_location_id IS NULL
            OR NOT (l.internal_location_type = 'CELL' OR l.internal_location_code = 'RECP'))"""),
    ("somebody in a prison without a living unit, or elsewhere with one", """
        SELECT offender_book_id FROM offender_bookings WHERE offender_book_id < 9000000000
           AND (living_unit_id IS NULL) <> (agy_loc_id IN ('OUT', 'TRN'))"""),
    ("an agency that is not there", """
        SELECT agy_loc_id FROM offender_bookings WHERE agy_loc_id <> 'ZZGHI'
           AND agy_loc_id NOT IN (SELECT agy_loc_id FROM agency_locations)"""),
    ("a location whose parent is not there, or in another prison", """
        SELECT c.description FROM agency_internal_locations c LEFT JOIN agency_internal_locations p
            ON p.internal_location_id = c.parent_internal_location_id AND p.agy_loc_id = c.agy_loc_id
         WHERE c.parent_internal_location_id IS NOT NULL
           AND (p.internal_location_id IS NULL OR c.description NOT LIKE p.description || '-%')"""),
    ("a booking whose last movement says something else", """
        SELECT b.offender_book_id, b.in_out_status, b.agy_loc_id, b.status_reason, m.movement_type, m.movement_reason_code
          FROM offender_bookings b JOIN LATERAL (SELECT * FROM offender_external_movements m
                WHERE m.offender_book_id = b.offender_book_id ORDER BY movement_seq DESC LIMIT 1) m ON true
         WHERE b.status_reason <> m.movement_type || '-' || m.movement_reason_code
            OR (CASE m.movement_type WHEN 'ADM' THEN 'IN' || m.to_agy_loc_id WHEN 'TRN' THEN 'TRNTRN'
                  WHEN 'REL' THEN 'OUTOUT' ELSE 'OUT' || m.from_agy_loc_id END) <> b.in_out_status || b.agy_loc_id
            OR m.direction_code <> CASE m.movement_type WHEN 'ADM' THEN 'IN' ELSE 'OUT' END OR m.active_flag <> 'Y'"""),
    ("a movement for a reason that is not in the list", """
        SELECT movement_type, movement_reason_code FROM offender_external_movements
        EXCEPT SELECT movement_type, movement_reason_code FROM movement_reasons"""),
    ("a booking without a movement", """
        SELECT offender_book_id FROM offender_bookings WHERE agy_loc_id <> 'ZZGHI'
           AND offender_book_id NOT IN (SELECT offender_book_id FROM offender_external_movements)"""),
    ("a booking with no last movement or two", """
        SELECT offender_book_id FROM offender_external_movements GROUP BY 1
        HAVING count(*) FILTER (WHERE active_flag = 'Y') <> 1"""),
    ("movements out of order, or in the future", """
        SELECT a.offender_book_id FROM offender_external_movements a LEFT JOIN offender_external_movements b
            ON b.offender_book_id = a.offender_book_id AND b.movement_seq = a.movement_seq + 1
         WHERE a.movement_time > b.movement_time OR a.movement_date > date '2026-11-24'"""),
    ("a movement from a place to itself", """
        SELECT offender_book_id FROM offender_external_movements WHERE from_agy_loc_id = to_agy_loc_id"""),
    ("a booking that ended on another day than its release", """
        SELECT b.offender_book_id FROM offender_bookings b JOIN offender_external_movements m USING (offender_book_id)
         WHERE m.movement_type = 'REL' AND b.booking_end_date::date <> m.movement_date::date"""),
    ("a closed booking still active, or an open one that ended", """
        SELECT offender_book_id FROM offender_bookings
         WHERE (booking_status = 'C') <> (booking_end_date IS NOT NULL) OR (booking_status = 'C' AND active_flag = 'Y')"""),
    ("somebody with two active bookings, or no latest one", """
        SELECT root_offender_id FROM offender_bookings GROUP BY 1
        HAVING count(*) FILTER (WHERE active_flag = 'Y') > 1 OR count(*) FILTER (WHERE booking_seq = 1) <> 1"""),
    ("bookings of one person that overlap", """
        SELECT a.root_offender_id FROM offender_bookings a JOIN offender_bookings b USING (root_offender_id)
         WHERE b.booking_seq = a.booking_seq + 1 AND coalesce(b.booking_end_date, 'infinity') > a.booking_begin_date"""),
    ("somebody in a cell whose history says another, or still in one after leaving", """
        SELECT b.offender_book_id, b.living_unit_id, h.living_unit_id FROM offender_bookings b
          JOIN bed_assignment_histories h ON h.offender_book_id = b.offender_book_id AND h.assignment_end_date IS NULL
         WHERE h.living_unit_id IS DISTINCT FROM b.living_unit_id"""),
    ("somebody with two names of the working kind, or a working name of another", """
        SELECT b.offender_book_id FROM offender_bookings b LEFT JOIN offenders o ON o.offender_id = b.offender_id
         WHERE o.root_offender_id IS DISTINCT FROM b.root_offender_id"""),
    ("a merged number without anybody, or one still in use", """
        SELECT i.identifier FROM offender_identifiers i LEFT JOIN offenders o ON o.offender_id = i.root_offender_id
         WHERE i.identifier_type = 'MERGED'
           AND (o.offender_id IS NULL OR i.identifier IN (SELECT offender_id_display FROM offenders))"""),
    ("a merge of nobody", """
        SELECT 1 FROM merge_transactions t WHERE NOT EXISTS (SELECT 1 FROM offenders o
         WHERE o.root_offender_id = t.root_offender_id_1 AND o.offender_id_display = t.offender_id_display_1)"""),
    ("a pair kept apart from one side only, or with nobody", """
        SELECT a.offender_id FROM offender_na_details a LEFT JOIN offender_na_details b
            ON b.offender_id = a.ns_offender_id AND b.ns_offender_id = a.offender_id AND b.ns_reason_code = a.recip_ns_reason_code
         WHERE b.offender_id IS NULL OR a.offender_id NOT IN (SELECT root_offender_id FROM offenders)"""),
    ("a date after another that it must come before", """
        SELECT offender_book_id, hdced_calculated_date, crd_calculated_date, sed_calculated_date
          FROM offender_sent_calculations c JOIN (SELECT offender_book_id, min(start_date) AS start_date,
                   max(end_date) AS end_date FROM offender_sentences GROUP BY 1) s USING (offender_book_id)
         WHERE crd_calculated_date NOT BETWEEN s.start_date AND sed_calculated_date
            OR hdced_calculated_date >= crd_calculated_date OR hdced_calculated_date < s.start_date
            OR crd_overrided_date NOT BETWEEN s.start_date AND sed_calculated_date
            OR led_calculated_date <> sed_calculated_date OR s.end_date <> sed_calculated_date
            OR (sed_calculated_date IS NULL) = (tariff_calculated_date IS NULL)
            OR (crd_calculated_date IS NULL) <> (sed_calculated_date IS NULL)"""),
    ("a sentence line that does not end its length after it began", """
        SELECT offender_book_id, s.sentence_seq, s.start_date, s.end_date
          FROM offender_sentences s JOIN (SELECT offender_book_id, sentence_seq, sum(years * 12 + months)::int AS months
                 FROM offender_sentence_terms GROUP BY 1, 2) t USING (offender_book_id, sentence_seq)
         WHERE s.end_date IS NOT NULL
           AND abs((s.start_date + make_interval(months => t.months))::date - s.end_date::date - 1) > 3"""),
    ("a calculation that does not end its length after the first sentence began", """
        SELECT c.offender_book_id, effective_sentence_length, sed_calculated_date
          FROM offender_sent_calculations c JOIN offender_sentences s ON s.offender_book_id = c.offender_book_id AND line_seq = 1
         WHERE coalesce(c.sed_calculated_date + interval '1 day', c.tariff_calculated_date)
               <> s.start_date + make_interval(split_part(effective_sentence_length, '/', 1)::int,
                                               split_part(effective_sentence_length, '/', 2)::int)
            OR split_part(effective_sentence_length, '/', 2)::int > 11"""),
    ("half or two thirds of a term that are neither", """
        SELECT * FROM (SELECT c.offender_book_id, crd_calculated_date::date - s.start_date::date AS served,
                 (sed_calculated_date + interval '1 day' - make_interval(months => coalesce(l.months, 0)))::date
                 - s.start_date::date AS term
            FROM offender_sent_calculations c
            JOIN offender_sentences s ON s.offender_book_id = c.offender_book_id AND line_seq = 1
            LEFT JOIN (SELECT offender_book_id, sum(years * 12 + months)::int AS months FROM offender_sentence_terms
                        WHERE sentence_term_code = 'LIC' GROUP BY 1) l ON l.offender_book_id = c.offender_book_id
           WHERE crd_calculated_date IS NOT NULL) x WHERE least(abs(served - term / 2.0), abs(served - term * 2 / 3.0)) > 4"""),
    ("a sentence for no offence or two, or for an offence of somebody else", """
        SELECT s.offender_book_id FROM offender_sentences s LEFT JOIN offender_sentence_charges x
            ON x.offender_book_id = s.offender_book_id AND x.sentence_seq = s.sentence_seq
          LEFT JOIN offender_charges c ON c.offender_charge_id = x.offender_charge_id AND c.offender_book_id = s.offender_book_id
         GROUP BY s.offender_book_id, s.sentence_seq HAVING count(c.offender_charge_id) <> 1"""),
    ("a sentence after one that is not there", """
        SELECT s.offender_book_id FROM offender_sentences s WHERE consec_to_sentence_seq IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM offender_sentences f WHERE f.offender_book_id = s.offender_book_id
               AND f.sentence_seq = s.consec_to_sentence_seq AND f.end_date::date + 1 = s.start_date::date)"""),
    ("a release date already past for somebody still inside", """
        SELECT offender_book_id FROM offender_sent_calculations JOIN offender_bookings USING (offender_book_id)
         WHERE active_flag = 'Y' AND coalesce(crd_overrided_date, crd_calculated_date) < date '2026-11-24'"""),
    ("somebody on remand with a sentence, or sentenced without", """
        SELECT offender_book_id, imprisonment_status FROM offender_imprison_statuses JOIN offender_bookings b USING (offender_book_id)
         WHERE b.offender_book_id < 9000000000 AND b.active_flag = 'Y' AND (imprisonment_status = 'RX')
             = (offender_book_id IN (SELECT offender_book_id FROM offender_sentences))"""),
    ("a balance that is absurd", """
        SELECT offender_id FROM offender_sub_accounts WHERE balance::numeric NOT BETWEEN -5 AND 250 OR hold_balance::numeric NOT IN (0, 20)"""),
    ("an account whose entries add up to something else, or hold something else", """
        SELECT a.offender_id, a.trust_account_code FROM offender_sub_accounts a LEFT JOIN (
            SELECT offender_id, caseload_id, sub_account_type AS kind,
                   sum(CASE txn_posting_type WHEN 'CR' THEN txn_entry_amount ELSE -txn_entry_amount END) AS total,
                   coalesce(sum(txn_entry_amount) FILTER (WHERE hold_until_date IS NOT NULL), 0) AS held
              FROM offender_transactions GROUP BY 1, 2, 3) t
            ON t.offender_id = a.offender_id AND t.caseload_id = a.caseload_id
           AND t.kind = CASE a.trust_account_code WHEN 2101 THEN 'REG' WHEN 2102 THEN 'SPND' ELSE 'SAV' END
         WHERE a.balance <> coalesce(t.total, 0) OR a.hold_balance <> coalesce(t.held, 0)"""),
    ("money moved that does not arrive, or an entry of tomorrow or of before the person came", """
        SELECT txn_id FROM offender_transactions JOIN offender_bookings USING (offender_book_id)
         GROUP BY txn_id, booking_begin_date HAVING count(*) = 2 AND sum(CASE txn_posting_type WHEN 'CR' THEN txn_entry_amount ELSE -txn_entry_amount END) <> 0
             OR max(txn_entry_date) > date '2026-11-24' OR min(txn_entry_date) < booking_begin_date"""),
    ("damage that money was taken for without an obligation, or another amount paid than was taken", """
        SELECT t.offender_id FROM offender_transactions t LEFT JOIN offender_damage_obligations o
            ON o.offender_id = t.offender_id AND o.paid_amount = t.txn_entry_amount
         WHERE t.txn_type = 'DAM' AND o.offender_id IS NULL"""),
    ("an obligation of before the person came or of tomorrow, paid beyond what is owed, or paid without being so", """
        SELECT o.offender_id FROM offender_damage_obligations o JOIN offender_bookings b ON b.root_offender_id = o.offender_id
         WHERE b.booking_seq = 1 AND (start_date NOT BETWEEN booking_begin_date AND date '2026-11-24' OR paid_amount > amount_to_pay
            OR (paid_amount = amount_to_pay) <> (obligation_status = 'PAID'))"""),
    ("property in what is no store, or in another prison than it says, or given back and still in store", """
        SELECT property_container_id FROM offender_ppty_containers c LEFT JOIN agency_internal_locations l
            ON l.internal_location_id = c.internal_location_id
         WHERE c.internal_location_id IS NOT NULL
           AND (l.internal_location_type IS DISTINCT FROM 'STOR' OR l.agy_loc_id <> c.agy_loc_id OR c.active_flag = 'N')"""),
    ("a box of a type that is not in the list, or two with one seal", """
        SELECT container_code FROM offender_ppty_containers
         WHERE container_code NOT IN (SELECT code FROM reference_codes WHERE domain = 'PPTY_CNTNR')
         UNION ALL SELECT seal_mark FROM offender_ppty_containers GROUP BY 1 HAVING count(seal_mark) > 1"""),
    ("a religion that is not the last belief, or two beliefs at once", """
        SELECT b.offender_book_id FROM offender_beliefs b LEFT JOIN offender_profile_details d
            ON d.offender_book_id = b.offender_book_id AND d.profile_type = 'RELF' AND d.profile_code = b.belief_code
         GROUP BY 1 HAVING count(*) FILTER (WHERE end_date IS NULL) <> 1
             OR count(d.profile_code) FILTER (WHERE end_date IS NULL) <> 1 OR max(effective_date) > date '2026-11-24'"""),
    ("two main addresses, or a town or county that is not in the lists", """
        SELECT owner_id::text FROM addresses WHERE end_date IS NULL GROUP BY owner_class, owner_id HAVING count(*) > 1
         UNION ALL SELECT city_code FROM addresses WHERE city_code NOT IN (SELECT code FROM reference_codes WHERE domain = 'CITY')
             OR county_code NOT IN (SELECT code FROM reference_codes WHERE domain = 'COUNTY')"""),
    ("an address said to be for nothing known, or what no address is for", """
        SELECT address_usage FROM address_usages
         WHERE address_id NOT IN (SELECT address_id FROM addresses) OR address_usage NOT IN
               ('HOME', 'CURFEW', 'HDC', 'ROTL', 'DPH', 'RES', 'DNF')"""),
    ("an address or phone of nobody", """
        SELECT owner_class, owner_id FROM (SELECT owner_class, owner_id FROM addresses UNION SELECT owner_class, owner_id FROM phones) x
         WHERE owner_id NOT IN (SELECT root_offender_id FROM offenders WHERE x.owner_class = 'OFF' UNION ALL SELECT person_id FROM persons
               WHERE x.owner_class = 'PER' UNION ALL SELECT address_id FROM addresses WHERE x.owner_class = 'ADDR')"""),
    ("a child as next of kin or for emergencies", """
        SELECT person_id FROM offender_contact_persons JOIN persons USING (person_id)
         WHERE 'Y' IN (next_of_kin_flag, emergency_contact_flag) AND birthdate > date '2008-11-24'"""),
    ("a visit nobody leads, that a stranger comes to, or of before the person came", """
        SELECT v.offender_visit_id FROM offender_visits v JOIN offender_bookings b USING (offender_book_id)
          LEFT JOIN offender_visit_visitors w ON w.offender_visit_id = v.offender_visit_id AND w.person_id IS NOT NULL
          LEFT JOIN offender_contact_persons c ON c.person_id = w.person_id AND c.offender_book_id = v.offender_book_id
         GROUP BY v.offender_visit_id, visit_date, booking_begin_date
        HAVING count(*) FILTER (WHERE group_leader_flag = 'Y') <> 1 OR count(*) <> count(c.person_id) OR visit_date < booking_begin_date"""),
    ("a visit of the past still planned, or one to come that is over", """
        SELECT offender_visit_id FROM offender_visits WHERE (visit_status = 'SCH' AND visit_date < date '2026-11-24')
            OR (visit_status NOT IN ('SCH', 'CANC') AND visit_date >= date '2026-11-24')"""),
    ("a photograph of a mark that is not there", """
        SELECT offender_image_id FROM offender_images i LEFT JOIN offender_identifying_marks m
            ON m.offender_book_id = i.offender_book_id AND m.id_mark_seq = i.image_object_seq
         WHERE image_object_type = 'OFF_IDM' AND m.id_mark_seq IS NULL"""),
    ("feet and inches, or pounds, that are another height or weight", """
        SELECT offender_book_id FROM offender_physical_attributes
         WHERE abs((height_ft * 12 + height_in) * 2.54 - height_cm) > 1.3 OR height_in > 11 OR abs(weight_lbs / 2.2046 - weight_kg) > 0.5"""),
    ("a row stamped later than the demo itself, which a follower would take for the clock", """
        SELECT offender_book_id FROM offender_alerts WHERE greatest(create_datetime, modify_datetime) > audit_timestamp
            OR modify_datetime < create_datetime"""),
    ("an alert that ended before it began, began before the person came or after they left, or is not as old as it says", """
        SELECT a.offender_book_id, alert_date, expiry_date, booking_end_date FROM offender_alerts a JOIN offender_bookings b USING (offender_book_id)
         WHERE expiry_date < alert_date OR alert_date > coalesce(booking_end_date, date '2026-11-24') OR alert_date < booking_begin_date
            OR (alert_status = 'INACTIVE') <> coalesce(expiry_date <= date '2026-11-24', false)"""),
    ("a user without a prison to work in", """
        SELECT username FROM staff_user_accounts u WHERE working_caseload_id NOT IN (SELECT caseload_id FROM caseloads)
            OR NOT EXISTS (SELECT 1 FROM user_accessible_caseloads c
                            WHERE c.username = u.username AND c.caseload_id = u.working_caseload_id)"""),
    ("a role of a user that is not there", """
        SELECT username FROM user_caseload_roles WHERE role_id NOT IN (SELECT role_id FROM oms_roles)
            OR username NOT IN (SELECT username FROM staff_user_accounts)"""),
    ("two users of one name", "SELECT username FROM staff_user_accounts GROUP BY 1 HAVING count(*) > 1"),
    ("a key worker or an author of a note who is not of the staff", """
        SELECT officer_id FROM offender_key_workers WHERE officer_id NOT IN (SELECT staff_id FROM staff_members)
         UNION SELECT staff_id FROM offender_case_notes WHERE staff_id NOT IN (SELECT staff_id FROM staff_members)"""),
    ("a key worker who does not hold the role there", """
        SELECT k.officer_id FROM offender_key_workers k WHERE active_flag = 'Y' AND NOT EXISTS (
            SELECT 1 FROM staff_location_roles r WHERE r.sac_staff_id = k.officer_id AND r.cal_agy_loc_id = k.agy_loc_id
                AND r.role = 'KW' AND r.to_date IS NULL)"""),
    ("somebody with two key workers at once", """
        SELECT offender_book_id FROM offender_key_workers WHERE active_flag = 'Y' GROUP BY 1 HAVING count(*) > 1"""),
    ("a note written before it happened, or longer than NOMIS takes, or with more in it that its flag denies", """
        SELECT case_note_id FROM offender_case_notes WHERE time_creation < contact_time OR date_creation <> contact_date
            OR octet_length(case_note_text) > 4000 OR (amendment_flag = 'Y') <> (case_note_text LIKE '% ...[%')"""),
    ("a man in a women's prison, or a woman in a men's", """
        SELECT b.offender_book_id FROM offender_bookings b JOIN offenders o ON o.offender_id = b.offender_id
         WHERE b.active_flag = 'Y' AND b.agy_loc_id <> 'ZZGHI' AND (o.sex_code = 'F') <> (b.agy_loc_id = 'NHI')"""),
    ("an adjustment of no care need, outside its time, or one that ended before it began or is to come", """
        SELECT t.offender_health_problem_id FROM offender_medical_treatments t LEFT JOIN offender_health_problems n
               USING (offender_health_problem_id)
         WHERE n.offender_book_id IS NULL OR t.start_date < n.start_date OR t.end_date < t.start_date
            OR t.end_date > n.end_date OR (n.end_date IS NOT NULL AND t.end_date IS NULL)
            OR greatest(t.start_date, t.end_date) > date '2026-11-24'"""),
    ("an answer to a question of no section, of another form, twice, or of an assessment that is not there", """
        SELECT i.offender_book_id FROM offender_assessment_items i
          LEFT JOIN offender_assessments a USING (offender_book_id, assessment_seq)
          LEFT JOIN assessments c ON c.assessment_id = i.assessment_id
          LEFT JOIN assessments q ON q.assessment_id = c.parent_assessment_id AND q.assessment_class = 'CAT'
          LEFT JOIN assessments s ON s.assessment_id = q.parent_assessment_id AND s.assessment_class = 'SECT'
         GROUP BY i.offender_book_id, i.assessment_seq
        HAVING count(*) FILTER (WHERE s.parent_assessment_id IS DISTINCT FROM a.assessment_type_id) > 0
            OR count(DISTINCT q.assessment_id) <> count(*)"""),
    ("a high cell sharing risk for no reason given", """
        SELECT a.offender_book_id FROM offender_assessments a JOIN offender_assessment_items i
               USING (offender_book_id, assessment_seq) JOIN assessments c ON c.assessment_id = i.assessment_id
         WHERE a.calc_sup_level_type = 'HI' GROUP BY 1 HAVING bool_and(c.list_seq = 1)"""),
    ("somebody in custody whose CSIP does not agree with the alert, or a review that is not of its time", """
        SELECT a.offender_book_id FROM offender_alerts a JOIN offender_bookings b USING (offender_book_id)
         WHERE alert_code = 'CSIP' AND booking_end_date IS NULL AND a.offender_book_id < 9000000000 AND NOT EXISTS (
            SELECT 1 FROM offender_csip_reports r LEFT JOIN offender_csip_reviews v
                ON v.csip_id = r.csip_id AND v.close_date = a.expiry_date
             WHERE r.offender_book_id = a.offender_book_id AND r.rfr_date_reported <= a.alert_date
               AND 'CUR' IN (r.cdr_outcome, r.inv_outcome)
               AND (v.close_date IS NOT NULL) = (a.alert_status = 'INACTIVE'))
         UNION SELECT csip_id FROM offender_csip_reports WHERE greatest(rfr_date_reported, cdr_outcome_date, inv_outcome_date)
            > date '2026-11-24' OR cdr_outcome_date < rfr_date_reported
         UNION SELECT csip_id FROM offender_csip_reviews v JOIN offender_csip_reports r USING (csip_id)
          WHERE next_review_date <= case_rev_date OR close_date < r.cdr_outcome_date OR close_date > date '2026-11-24'"""),
    ("a note or an incentive level of before the person came, or of tomorrow", """
        SELECT offender_book_id FROM offender_bookings b JOIN (
            SELECT offender_book_id, contact_date AS day FROM offender_case_notes
             UNION ALL SELECT offender_book_id, iep_date FROM offender_iep_levels) n USING (offender_book_id)
         WHERE day NOT BETWEEN booking_begin_date AND date '2026-11-24'"""),
]  # fmt: skip
"""Each finds those for whom the data does not add up; nobody should be found."""


@pytest.mark.parametrize(("what", "sql"), NOBODY, ids=[what for what, _ in NOBODY])
def test_there_is_not(ask: Ask, what: str, sql: str) -> None:
    assert ask(sql)[:5] == []


def test_ages_are_plausible(ask: Ask) -> None:
    rows = ask(
        """SELECT o.birth_date::date AS born, b.booking_begin_date::date AS came FROM offender_bookings b
             JOIN offenders o ON o.offender_id = b.offender_id WHERE b.offender_book_id < %s""",
        MADE_BY_HAND,
    )
    now = [(TODAY - row["born"]).days / 365.2425 for row in rows]
    assert min(now) >= 17.9 and max(now) <= 85
    assert 30 < sum(now) / len(now) < 45
    assert min((row["came"] - row["born"]).days / 365.2425 for row in rows) >= 14.9, "nobody under fifteen is taken in"


def test_restricted_patients_are_in_a_hospital_their_prison_known(ask: Ask) -> None:
    rows = ask(
        """SELECT m.from_agy_loc_id AS prison, l.agency_location_type AS kind, m.movement_date::date AS day
             FROM offender_external_movements m JOIN agency_locations l ON l.agy_loc_id = m.to_agy_loc_id
            WHERE m.movement_reason_code = 'HP' AND m.active_flag = 'Y'"""
    )
    assert rows
    assert {row["kind"] for row in rows} == {"HSHOSP"}
    assert {row["prison"] for row in rows} <= {"LEI", "MDI", "NHI"}
    assert all(TODAY - timedelta(days=10) <= row["day"] <= TODAY for row in rows)


def test_some_records_look_like_the_same_person_twice(ask: Ask) -> None:
    (row,) = ask(
        """SELECT count(*) FILTER (WHERE a.last_name = b.last_name AND a.birth_date = b.birth_date) AS same,
                  (SELECT count(*) FROM offender_identifiers x JOIN offender_identifiers y
                       ON x.identifier = y.identifier AND x.identifier_type = 'PNC' AND x.offender_id < y.offender_id) AS pnc
             FROM offenders a JOIN offenders b ON b.first_name = a.first_name AND b.birth_date = a.birth_date
              AND b.root_offender_id > a.root_offender_id"""
    )
    assert row["same"] >= 8 and row["pnc"] >= 4


def test_every_sort_of_thing_a_page_shows_is_there(ask: Ask) -> None:
    """Each of these is somewhere, so that whoever looks at the demo meets it."""
    asked = {
        "consecutive": "offender_sentences WHERE consec_to_sentence_seq IS NOT NULL",
        "licence": "offender_sentence_terms WHERE sentence_term_code = 'LIC'",
        "fine": "offender_sentences WHERE fine_amount > 0",
        "no fixed address": "addresses WHERE no_fixed_address_flag = 'Y'",
        "earlier address": "addresses WHERE end_date IS NOT NULL",
        "home": "address_usages WHERE address_usage = 'HOME' AND active_flag = 'Y'",
        "no longer where they are let out to": "address_usages WHERE active_flag = 'N'",
        "changed belief": "offender_beliefs WHERE change_reason = 'Y' AND comments <> ''",
        "interpreter": "offender_languages WHERE interpreter_requested_flag = 'Y'",
        "skills": "offender_languages WHERE language_type = 'SEC' AND read_skill IS NOT NULL",
        "mark photographed": "offender_images WHERE image_object_type = 'OFF_IDM'",
        "older face": "offender_images WHERE image_object_type = 'OFF_BKG' AND active_flag = 'N'",
        "cancelled visit": "offender_visits WHERE outcome_reason_code IS NOT NULL",
        "official visit": "offender_visits WHERE visit_type = 'OFFI'",
        "held money": "offender_sub_accounts WHERE hold_balance > 0",
        "property in store": "offender_ppty_containers WHERE active_flag = 'Y' AND internal_location_id IS NOT NULL",
        "property elsewhere": "offender_ppty_containers WHERE active_flag = 'Y' AND internal_location_id IS NULL",
        "property given back": "offender_ppty_containers WHERE active_flag = 'N'",
        "damage being paid off": "offender_damage_obligations WHERE obligation_status = 'ACTIVE'",
        "damage paid": "offender_damage_obligations WHERE obligation_status = 'PAID'",
        "damage on hold": "offender_damage_obligations WHERE obligation_status IN ('ONH', 'APPEAL')",
        "below nothing": "offender_sub_accounts WHERE balance < 0",
        "closed alert": "offender_alerts WHERE alert_status = 'INACTIVE' AND modify_user_id IS NOT NULL",
        "nickname": "offenders WHERE alias_name_type = 'NICK' OR name_type = 'NICK'",
        "country of birth": "offenders WHERE birth_country_code NOT IN ('ENG', 'WALES')",
        "amended note": "offender_case_notes WHERE amendment_flag = 'Y' AND case_note_text LIKE '% ...[%'",
        "note amended long ago": "offender_case_notes WHERE case_note_text ~ 'case notes? on [0-9]{2}[-/][0-9]{2}'",
        "note of a system": "offender_case_notes WHERE note_source_code = 'AUTO' AND case_note_type = 'ALERT'",
        "session that was not held": "offender_case_notes WHERE case_note_sub_type = 'KE'",
        "part-time key worker": "staff_location_roles WHERE role = 'KW' AND schedule_type = 'PT'",
        "role that ended": "staff_location_roles WHERE role = 'KW' AND to_date < date '2026-11-24'",
        "earlier key worker": "offender_key_workers WHERE active_flag = 'N'",
        "review of a CSIP that is late": "offender_csip_reports r WHERE date '2026-11-24' > (SELECT coalesce(max("
        "next_review_date), r.case_rev_date) FROM offender_csip_reviews v WHERE v.csip_id = r.csip_id"
        " HAVING count(close_date) = 0)",
        "CSIP under way": "offender_csip_reports WHERE cdr_outcome = 'OPE' AND inv_outcome IS NULL",
        "CSIP closed": "offender_csip_reviews WHERE close_date IS NOT NULL",
        "too many scans": "(SELECT 1 FROM offender_health_problems WHERE problem_type = 'BSCAN'"
        " GROUP BY offender_book_id HAVING count(*) > 116) x",
    }
    found = ask(" UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM {sql}" for name, sql in asked.items()))
    assert [row["name"] for row in found if not row["n"]] == []


def test_every_kind_of_absence_is_there(ask: Ask) -> None:
    rows = ask(
        "SELECT DISTINCT in_out_status || ' ' || active_flag AS state FROM offender_bookings WHERE booking_seq = 1"
    )
    assert {row["state"] for row in rows} == {"IN Y", "OUT Y", "OUT N", "TRN N"}


def test_prisons_hold_a_share_and_keep_some_beds_empty(ask: Ask) -> None:
    rows = ask(
        """SELECT l.agy_loc_id AS prison, sum(l.operation_capacity) AS beds, (SELECT count(*) FROM offender_bookings b
              WHERE b.agy_loc_id = l.agy_loc_id AND b.active_flag = 'Y') AS people
             FROM agency_internal_locations l WHERE l.internal_location_type = 'CELL' GROUP BY 1 ORDER BY 1"""
    )
    assert [row["prison"] for row in rows] == ["LEI", "MDI", "NHI"]
    assert all(0.7 < row["people"] / row["beds"] < 1 for row in rows)


def test_staff_have_names_mail_and_roles(ask: Ask) -> None:
    (row,) = ask(
        """SELECT count(*) AS staff, count(DISTINCT internet_address) AS mails, count(DISTINCT r.username) AS with_roles
             FROM staff_members s JOIN staff_user_accounts u USING (staff_id)
             JOIN internet_addresses i ON i.owner_id = s.staff_id AND i.owner_class = 'STF'
             LEFT JOIN user_caseload_roles r USING (username)
            WHERE s.last_name <> '' AND s.first_name <> ''"""
    )
    assert row["mails"] == 120 and 40 < row["with_roles"] < 120


def test_a_leap_day_is_a_day_like_others(made: Callable[[str], Estate]) -> None:
    estate = made("leap")
    estate.make(prisoners=9, seed=2, today=date(2028, 2, 29))
    assert estate.ask("SELECT 1 AS one FROM offender_bookings LIMIT 1")


def test_sessions_are_about_weekly_and_some_are_overdue(ask: Ask) -> None:
    (row,) = ask(
        """SELECT count(*) AS people, count(*) FILTER (WHERE days <= 10) AS lately, count(*) FILTER (WHERE days > 14) AS late
             FROM (SELECT k.offender_book_id, date '2026-11-24' - max(n.contact_date)::date AS days
                     FROM offender_key_workers k JOIN offender_case_notes n ON n.offender_book_id = k.offender_book_id
                      AND n.case_note_sub_type = 'KS' WHERE k.active_flag = 'Y' GROUP BY 1) x"""
    )
    assert row["lately"] / row["people"] > 0.6 and 0.08 < row["late"] / row["people"] < 0.3
    (today,) = ask(
        "SELECT count(*) AS n, max(contact_time) AS last FROM offender_case_notes WHERE contact_date = %s", TODAY
    )
    assert today["n"] > 20 and today["last"].hour < 9, "what is of today happened early"


def test_those_who_may_sign_in_are_staff_and_one_has_people(ask: Ask) -> None:
    rows = ask(
        """SELECT a.username, count(k.officer_id) AS people FROM staff_user_accounts a
             LEFT JOIN offender_key_workers k ON k.officer_id = a.staff_id AND k.active_flag = 'Y'
            WHERE a.staff_id > 900000 GROUP BY 1"""
    )
    people = {row["username"]: row["people"] for row in rows}
    assert {"LEEDS_OFFICER", "LEEDS_KEY_WORKER", "KW_ADMIN"} <= people.keys()
    assert people["LEEDS_KEY_WORKER"] > 2 and people["LEEDS_OFFICER"] == 0
