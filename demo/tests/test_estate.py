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
        "SELECT identifier_type AS type, identifier AS value FROM offender_identifiers WHERE offender_id < %s",
        MADE_BY_HAND,
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
          FROM offender_sent_calculations c JOIN offender_sentences s USING (offender_book_id)
         WHERE crd_calculated_date NOT BETWEEN s.start_date AND sed_calculated_date
            OR hdced_calculated_date >= crd_calculated_date OR hdced_calculated_date < s.start_date
            OR crd_overrided_date NOT BETWEEN s.start_date AND sed_calculated_date
            OR led_calculated_date <> sed_calculated_date OR s.end_date <> sed_calculated_date
            OR (sed_calculated_date IS NULL) = (tariff_calculated_date IS NULL)
            OR (crd_calculated_date IS NULL) <> (sed_calculated_date IS NULL)"""),
    ("a sentence that does not end its length after it began", """
        SELECT offender_book_id, t.years, t.months, c.sed_calculated_date
          FROM offender_sent_calculations c JOIN offender_sentence_terms t USING (offender_book_id)
         WHERE coalesce(c.sed_calculated_date + interval '1 day', c.tariff_calculated_date)
               <> t.start_date + make_interval(t.years::int, t.months::int, 0, t.days::int)
            OR c.effective_sentence_length <> to_char(t.years, 'FM00') || '/' || to_char(t.months, 'FM00') || '/' || to_char(t.days, 'FM00')
            OR t.months > 11 OR t.days > 30"""),
    ("half or two thirds of a sentence that are neither", """
        SELECT offender_book_id, (crd_calculated_date::date - start_date::date)::float / (sed_calculated_date::date - start_date::date)
          FROM offender_sent_calculations JOIN offender_sentences USING (offender_book_id) WHERE crd_calculated_date IS NOT NULL
           AND least(abs((crd_calculated_date::date - start_date::date) - (sed_calculated_date::date - start_date::date + 1) / 2.0),
                     abs((crd_calculated_date::date - start_date::date) - (sed_calculated_date::date - start_date::date + 1) * 2 / 3.0)) > 1.5"""),
    ("a release date already past for somebody still inside", """
        SELECT offender_book_id FROM offender_sent_calculations JOIN offender_bookings USING (offender_book_id)
         WHERE active_flag = 'Y' AND coalesce(crd_overrided_date, crd_calculated_date) < date '2026-11-24'"""),
    ("somebody on remand with a sentence, or sentenced without", """
        SELECT offender_book_id, imprisonment_status FROM offender_imprison_statuses JOIN offender_bookings b USING (offender_book_id)
         WHERE b.offender_book_id < 9000000000 AND b.active_flag = 'Y' AND (imprisonment_status = 'RX')
             = (offender_book_id IN (SELECT offender_book_id FROM offender_sentences))"""),
    ("a balance that is absurd", """
        SELECT offender_id FROM offender_sub_accounts WHERE balance::numeric NOT BETWEEN -5 AND 200 OR hold_balance::numeric <> 0"""),
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
    ("a man in a women's prison, or a woman in a men's", """
        SELECT b.offender_book_id FROM offender_bookings b JOIN offenders o ON o.offender_id = b.offender_id
         WHERE b.active_flag = 'Y' AND b.agy_loc_id <> 'ZZGHI' AND (o.sex_code = 'F') <> (b.agy_loc_id = 'NHI')"""),
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
