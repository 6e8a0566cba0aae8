-- A small NOMIS written by hand from the data dictionary: not made by any generator. Padded CHAR keys, dates in odd
-- years, codes nobody knows, people without bookings, tables and columns that are not there (no OFFENDER_LANGUAGES,
-- no OFFENDER_IMAGES, no AUDIT_TIMESTAMP on movements, no SUFFIX, no COMMENT_TEXT on incentives ...).

CREATE TABLE offenders (
    offender_id numeric(10) PRIMARY KEY, offender_id_display char(10) NOT NULL, root_offender_id numeric(10),
    last_name varchar(35) NOT NULL, first_name varchar(35), middle_name varchar(35), middle_name_2 varchar(35),
    alias_name_type varchar(12), title char(12), birth_date timestamp, birth_place varchar(25),
    sex_code char(12) NOT NULL, race_code varchar(12), create_datetime timestamp DEFAULT localtimestamp,
    modify_datetime timestamp, audit_timestamp timestamp DEFAULT localtimestamp, audit_module_name varchar(65));
CREATE INDEX ON offenders (audit_timestamp);
CREATE TABLE offender_bookings (
    offender_book_id numeric(10) PRIMARY KEY, offender_id numeric(10) NOT NULL, root_offender_id numeric(10),
    booking_no varchar(14), booking_seq numeric(6) NOT NULL, booking_begin_date timestamp NOT NULL,
    booking_end_date timestamp, active_flag char(1), in_out_status varchar(12) NOT NULL, status_reason varchar(32),
    agy_loc_id char(6), living_unit_id numeric(10), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_identifiers (
    offender_id numeric(10), offender_id_seq numeric(10), identifier_type varchar(12) NOT NULL,
    identifier varchar(20) NOT NULL, issued_date timestamp, audit_timestamp timestamp DEFAULT localtimestamp,
    PRIMARY KEY (offender_id, offender_id_seq));
CREATE TABLE offender_profile_details (
    offender_book_id numeric(10), profile_seq numeric(6), profile_type varchar(12), profile_code varchar(40),
    comment_text varchar(500), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_external_movements (
    offender_book_id numeric(10), movement_seq numeric(6), movement_date timestamp NOT NULL,
    movement_time timestamp, movement_type varchar(12), movement_reason_code varchar(12), direction_code varchar(12),
    from_agy_loc_id varchar(6), to_agy_loc_id varchar(6), active_flag char(1), create_datetime timestamp,
    modify_datetime timestamp, PRIMARY KEY (offender_book_id, movement_seq));
CREATE TABLE offender_alerts (
    offender_book_id numeric(10), alert_seq numeric(6), alert_type varchar(12) NOT NULL, alert_code varchar(12),
    alert_date timestamp, expiry_date timestamp, alert_status varchar(12) NOT NULL, comment_text varchar(5000),
    create_datetime timestamp DEFAULT localtimestamp, create_user_id varchar(32), modify_datetime timestamp,
    audit_timestamp timestamp DEFAULT localtimestamp, audit_module_name varchar(65),
    PRIMARY KEY (offender_book_id, alert_seq));
CREATE TABLE offender_iep_levels (
    offender_book_id numeric(10), iep_level_seq numeric(6), iep_date timestamp NOT NULL, iep_time timestamp,
    agy_loc_id varchar(6), iep_level varchar(12) NOT NULL, user_id varchar(32));
CREATE TABLE assessments (assessment_id numeric(10) PRIMARY KEY, assessment_class varchar(12), assessment_code varchar(20),
    description varchar(300), parent_assessment_id numeric(10), list_seq numeric(6));
CREATE TABLE offender_assessment_items (
    offender_book_id numeric(10), assessment_seq numeric(6), item_seq numeric(6), assessment_id numeric(10),
    comment_text varchar(4000), audit_timestamp timestamp DEFAULT localtimestamp,
    PRIMARY KEY (offender_book_id, assessment_seq, item_seq));
CREATE TABLE offender_health_problems (
    offender_health_problem_id numeric(10) PRIMARY KEY, offender_book_id numeric(10), problem_type varchar(12),
    problem_code char(12), start_date timestamp, end_date timestamp, description varchar(240), problem_status varchar(12),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_medical_treatments (
    offender_medical_treatment_id numeric(10) PRIMARY KEY, offender_health_problem_id numeric(10), start_date timestamp,
    end_date timestamp, treatment_code char(12), comment_text varchar(240), description varchar(240), agy_loc_id char(6),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_assessments (
    offender_book_id numeric(10), assessment_seq numeric(6), assessment_type_id numeric(10),
    assessment_date timestamp NOT NULL, assess_status varchar(12), calc_sup_level_type varchar(12),
    overrided_sup_level_type varchar(12), review_sup_level_type varchar(12), evaluation_date timestamp,
    evaluation_result_code varchar(12), override_reason varchar(12), override_comment_text varchar(240),
    assess_committe_code char(12), review_committe_code char(12), committe_comment_text varchar(240),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_sub_accounts (caseload_id char(6), offender_id numeric(10), trust_account_code numeric(6),
    balance numeric(11,2), hold_balance numeric(11,2), modify_datetime timestamp);
CREATE TABLE offender_sent_calculations (
    offender_sent_calculation_id numeric(10) PRIMARY KEY, offender_book_id numeric(10), calculation_date timestamp,
    calc_reason_code varchar(12), comment_text varchar(240), crd_calculated_date timestamp,
    crd_overrided_date timestamp, sed_calculated_date timestamp, tariff_calculated_date timestamp,
    rotl_overrided_date timestamp, audit_timestamp timestamp);
CREATE TABLE offender_imprison_statuses (
    offender_book_id numeric(10), imprison_status_seq numeric(6), imprisonment_status varchar(12),
    effective_date timestamp, expiry_date timestamp, latest_status char(1), audit_timestamp timestamp);
CREATE TABLE offender_case_notes (
    case_note_id numeric(10) PRIMARY KEY, offender_book_id numeric(10), contact_date timestamp,
    contact_time timestamp, case_note_type varchar(12), case_note_sub_type varchar(12), case_note_text varchar(4000),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_na_details (
    offender_id numeric(10), ns_offender_id numeric(10), type_seq numeric(6), ns_reason_code varchar(12),
    recip_ns_reason_code varchar(12), ns_type varchar(12), ns_effective_date timestamp, ns_expiry_date timestamp,
    comment_text varchar(240), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE agency_locations (agy_loc_id char(6) PRIMARY KEY, description varchar(40), agency_location_type varchar(12),
    active_flag char(1), audit_timestamp timestamp);
CREATE TABLE agency_internal_locations (
    internal_location_id numeric(10) PRIMARY KEY, agy_loc_id varchar(6) NOT NULL, internal_location_code varchar(12),
    description varchar(240), user_desc varchar(40), internal_location_type varchar(12),
    parent_internal_location_id numeric(10), operation_capacity numeric(6), active_flag char(1),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE reference_codes (domain varchar(12), code char(12), description varchar(40), list_seq numeric(6),
    active_flag char(1), expired_date timestamp);
CREATE TABLE staff_members (staff_id numeric(10) PRIMARY KEY, last_name varchar(35), first_name varchar(35));
CREATE TABLE staff_user_accounts (username varchar(30) PRIMARY KEY, staff_id numeric(10), staff_user_type varchar(12));
CREATE TABLE internet_addresses (internet_address_id numeric(10), owner_class varchar(12), owner_id numeric(10),
    internet_address_class varchar(12), internet_address varchar(240));
CREATE TABLE user_accessible_caseloads (username varchar(30), caseload_id varchar(6), audit_timestamp timestamp);
CREATE TABLE oms_roles (role_id numeric(10), role_code varchar(30));
CREATE TABLE user_caseload_roles (username varchar(30), caseload_id varchar(6), role_id numeric(10));
CREATE TABLE merge_transactions (
    merge_transaction_id numeric(10) PRIMARY KEY, request_status_code varchar(12),
    offender_id_display_1 varchar(10), offender_id_display_2 varchar(10), audit_timestamp timestamp);

CREATE TABLE offender_physical_attributes (offender_book_id numeric(10), attribute_seq numeric(6), height_cm numeric(6),
    height_ft numeric(6), height_in numeric(6), weight_kg numeric(6), weight_lbs numeric(6),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_identifying_marks (offender_book_id numeric(10), id_mark_seq numeric(6), body_part_code varchar(12),
    mark_type varchar(12), side_code char(12), part_orientation_code varchar(12), comment_text varchar(240),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_beliefs (belief_id numeric(10) PRIMARY KEY, offender_book_id numeric(10), root_offender_id numeric(10),
    belief_code varchar(12), effective_date timestamp, end_date timestamp, change_reason char(1), comments varchar(4000),
    verified_flag char(1), create_user_id varchar(32), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_sentences (offender_book_id numeric(10), sentence_seq numeric(6), sentence_calc_type varchar(12),
    sentence_status varchar(12), consec_to_sentence_seq numeric(6), start_date timestamp, line_seq numeric(6),
    fine_amount numeric(11,2), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_sentence_terms (offender_book_id numeric(10), sentence_seq numeric(6), term_seq numeric(6),
    sentence_term_code varchar(12), years numeric(6), months numeric(6), weeks numeric(6), days numeric(6),
    life_sentence_flag char(1), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_sentence_charges (offender_book_id numeric(10), sentence_seq numeric(6),
    offender_charge_id numeric(10), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_transactions (txn_id numeric(10), txn_entry_seq numeric(6), caseload_id char(6), offender_id numeric(10),
    txn_type char(6), txn_posting_type char(6), txn_entry_amount numeric(11,2), txn_entry_date timestamp,
    txn_entry_desc varchar(240), sub_account_type varchar(12), hold_until_date timestamp,
    audit_timestamp timestamp DEFAULT localtimestamp, PRIMARY KEY (txn_id, txn_entry_seq));
CREATE TABLE offender_damage_obligations (offender_dmg_obligation_id numeric(10) PRIMARY KEY, offender_id numeric(10),
    reference_no varchar(20), start_date timestamp, end_date timestamp, agy_loc_id char(6), amount_to_pay numeric(11,2),
    paid_amount numeric(11,2), obligation_status varchar(12), comment_text varchar(4000),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_ppty_containers (property_container_id numeric(10) PRIMARY KEY, offender_book_id numeric(10),
    agy_loc_id varchar(6), active_flag char(1), internal_location_id numeric(10), seal_mark varchar(20),
    container_code char(12), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_visits (offender_visit_id numeric(10) PRIMARY KEY, offender_book_id numeric(10), visit_date timestamp,
    start_time timestamp, end_time timestamp, visit_type varchar(12), visit_status varchar(12), event_outcome varchar(12),
    outcome_reason_code varchar(12), agy_loc_id varchar(6), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_visit_visitors (offender_visit_visitor_id numeric(10) PRIMARY KEY, offender_visit_id numeric(10),
    person_id numeric(10), offender_book_id numeric(10), group_leader_flag char(1), event_outcome varchar(12),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE persons (person_id numeric(10) PRIMARY KEY, last_name varchar(35), first_name varchar(35),
    middle_name varchar(35), birthdate timestamp, sex varchar(12), audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_contact_persons (offender_contact_person_id numeric(10) PRIMARY KEY, offender_book_id numeric(10),
    person_id numeric(10), contact_type varchar(12), relationship_type varchar(12), approved_visitor_flag char(1),
    next_of_kin_flag char(1), emergency_contact_flag char(1), active_flag char(1), comment_text varchar(240),
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE addresses (address_id numeric(10) PRIMARY KEY, owner_class varchar(12), owner_id numeric(10),
    owner_code varchar(12), flat varchar(30), premise varchar(50), street varchar(160), city_code varchar(12),
    county_code varchar(12), country_code varchar(12), postal_code char(12), primary_flag char(1), mail_flag char(1),
    no_fixed_address_flag char(1), start_date timestamp, end_date timestamp,
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE address_usages (address_id numeric(10), address_usage varchar(12), active_flag char(1),
    audit_timestamp timestamp DEFAULT localtimestamp, PRIMARY KEY (address_id, address_usage));
CREATE TABLE phones (phone_id numeric(10) PRIMARY KEY, owner_class varchar(12), owner_id numeric(10), phone_type varchar(12),
    phone_no varchar(40), ext_no varchar(7), audit_timestamp timestamp DEFAULT localtimestamp);

CREATE TABLE offender_csip_reports (csip_id numeric(10) PRIMARY KEY, offender_book_id numeric(10), agy_loc_id char(6),
    csip_seq varchar(10), rfr_incident_date timestamp, rfr_incident_type char(12), rfr_date_reported timestamp,
    referral_complete_flag char(1), cdr_outcome varchar(12), cdr_outcome_date timestamp, inv_staff_involved varchar(4000),
    inv_evidence_secured varchar(4000), inv_outcome varchar(12), inv_outcome_date timestamp, case_manager varchar(100),
    case_rev_date timestamp, create_datetime timestamp DEFAULT localtimestamp,
    audit_timestamp timestamp DEFAULT localtimestamp);
CREATE TABLE offender_csip_reviews (review_id numeric(10) PRIMARY KEY, csip_id numeric(10), review_seq numeric(6),
    remain_on_csip char(1), next_review_date timestamp, close_date timestamp,
    audit_timestamp timestamp DEFAULT localtimestamp);

INSERT INTO offenders (offender_id, offender_id_display, root_offender_id, last_name, first_name, middle_name,
                       middle_name_2, alias_name_type, title, birth_date, birth_place, sex_code, race_code) VALUES
    (1001, 'A1234BC', 1001, 'OLDNAME', 'JAMES', NULL, NULL, 'A', 'MR', '1980-05-04', 'LEEDS', 'M', 'W1'),
    (1002, 'A1234BC', 1001, 'SMITH-DOE', 'JAMES', 'LEE', 'PAUL', 'CN', 'MR', '1980-05-04', NULL, 'M', 'W1'),
    (1010, 'B2345CD', 1010, 'O''BRIEN', 'SIOBHAN', NULL, NULL, 'CN', NULL, '9999-12-31', NULL, 'F', 'XX9'),
    (1020, 'C3456DE', NULL, 'NEVERHERE', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'NK', NULL),
    (1030, 'D4567EF', 1030, 'KHAN', 'MOHAMMED', NULL, NULL, 'CN', NULL, '1975-11-30', NULL, 'M', 'A2'),
    (1040, 'E5678FG', 1040, 'KHAN', 'MUHAMMAD', NULL, NULL, 'CN', NULL, '1975-11-30', NULL, 'M', 'A2');
INSERT INTO offender_bookings (offender_book_id, offender_id, root_offender_id, booking_no, booking_seq,
                               booking_begin_date, booking_end_date, active_flag, in_out_status, status_reason,
                               agy_loc_id, living_unit_id) VALUES
    (2001, 1002, 1001, 'A00001', 1, '2025-07-01', NULL, 'Y', 'IN', 'ADM-N', 'LEI', 5003),
    (2000, 1001, 1001, 'Z99999', 2, '2010-01-01', '2011-01-01', 'N', 'OUT', 'REL-CR', 'OUT', NULL),
    (2010, 1010, 1010, '38339A', 1, '2024-02-29', NULL, NULL, 'OUT', 'REL-HP', 'OUT', NULL),
    (2030, 1030, 1030, 'B00030', 1, '2026-01-01', NULL, 'Y', 'IN', 'ADM-N', 'MDI', NULL),
    (2040, 1040, 1040, 'B00040', 1, '2020-01-01', '2021-01-01', 'N', 'OUT', 'REL-CR', 'OUT', NULL),
    (2099, 9999, 9999, 'B00099', 1, '2020-01-01', NULL, 'N', 'OUT', NULL, 'OUT', NULL);
INSERT INTO offender_identifiers (offender_id, offender_id_seq, identifier_type, identifier, issued_date) VALUES
    (1002, 1, 'PNC', '2008/1234567P ', NULL), (1001, 1, 'CRO', '12345/08X', '0001-01-01'),
    (1030, 1, 'ODDTYPE', 'X', NULL);
INSERT INTO offender_profile_details (offender_book_id, profile_seq, profile_type, profile_code, comment_text) VALUES
    (2001, 1, 'RELF', 'CHRST', NULL), (2001, 1, 'NAT', 'BRIT  ', NULL), (2001, 1, 'SHOESIZE', '9', repeat('x', 300)),
    (2001, 1, 'ZZUNKNOWN', 'WHAT', NULL);
INSERT INTO offender_external_movements VALUES
    (2001, 1, '2025-07-01', '1970-01-01 14:35', 'ADM', 'N', 'IN', 'OUT', 'LEI', 'N', '2025-07-01', NULL),
    (2001, 2, '2025-10-26', '1970-01-01 01:30', 'CRT', 'CA', 'OUT', 'LEI', 'LEEDCC', 'Y', '2025-10-26', NULL),
    (2010, 1, '2026-03-05', NULL, 'REL', 'HP', 'OUT', 'NHI', 'ARNOLD', 'Y', '2026-03-05', NULL),
    (2030, 1, '2026-01-01', '1970-01-01 09:00', 'ADM', 'N', 'IN', 'OUT', 'MDI', 'Y', '2026-01-01', NULL);
INSERT INTO offender_alerts (offender_book_id, alert_seq, alert_type, alert_code, alert_date, expiry_date,
                             alert_status, comment_text, create_user_id) VALUES
    (2001, 1, 'H', 'HA', '2025-07-02', NULL, 'ACTIVE', 'Watch', 'AB1'),
    (2001, 2, 'X', 'XA', '2025-07-02', '9999-12-31', 'ACTIVE', repeat('y', 4500), 'AB1'),
    (2001, 3, 'Q', 'QQQ', '2025-07-02', NULL, 'INACTIVE', NULL, NULL),
    (2001, 4, 'X', 'XC', NULL, NULL, 'ACTIVE', NULL, NULL),
    (2000, 1, 'H', 'HA', '2010-01-02', NULL, 'ACTIVE', 'of the old booking', NULL),
    (2030, 1, 'X', 'XEL', '2026-01-02', NULL, 'ACTIVE', NULL, NULL),
    (2040, 1, 'X', 'XTACT', '2020-01-02', NULL, 'ACTIVE', NULL, NULL);
INSERT INTO offender_iep_levels VALUES
    (2001, 1, '2025-07-01', NULL, 'LEI', 'STD', 'AB1'), (2001, 2, '2025-09-01', '1970-01-01 10:15', 'LEI', 'ENH', NULL);
INSERT INTO assessments VALUES (1, 'TYPE', 'CATEGORY', 'Categorisation'), (2, 'TYPE', 'CSRF', 'Full'),
    (3, 'TYPE', 'PAROLE', 'Parole');
INSERT INTO offender_assessments (offender_book_id, assessment_seq, assessment_type_id, assessment_date,
    assess_status, calc_sup_level_type, overrided_sup_level_type, review_sup_level_type, evaluation_result_code) VALUES
    (2001, 1, 1, '2025-07-05', 'A', 'C', NULL, 'B', 'APP'), (2001, 2, 2, '2025-07-01', 'A', 'STANDARD', NULL, NULL, NULL),
    (2001, 3, 3, '2025-07-01', 'A', NULL, NULL, NULL, NULL), (2001, 4, 1, '2026-01-01', 'STANDARD', NULL, NULL, NULL, NULL);
UPDATE offender_assessments SET override_reason = 'PREV', override_comment_text = 'Fought in 2019 ',
    assess_committe_code = 'RECP', review_committe_code = 'GOV', committe_comment_text = 'We agree' WHERE assessment_seq = 2;
INSERT INTO assessments VALUES (10, 'SECT', 'S1', 'Behaviour', 2, 1), (11, 'SECT', 'S2', 'Views', 2, 2),
    (20, 'CAT', 'Q1', 'Any violence in a cell?', 10, 2), (21, 'CAT', 'Q2', 'Any fires?', 10, 1),
    (22, 'CAT', 'Q3', 'Willing to share?', 11, 1), (30, 'IND', 'Y', 'Yes', 20, 1), (31, 'IND', 'N', 'No ', 21, 2),
    (32, 'IND', 'Y', 'Yes', 22, 1);
INSERT INTO offender_assessment_items VALUES (2001, 2, 1, 32, NULL), (2001, 2, 2, 30, NULL), (2001, 2, 3, 31, 'Not now'),
    (2001, 2, 4, NULL, 'Asked for a single cell'), (2001, 1, 1, 31, NULL), (2001, 3, 1, 30, NULL), (2001, 9, 1, 30, NULL);
INSERT INTO offender_health_problems VALUES (601, 2001, 'DISAB', 'RM', '2025-07-02', NULL, 'Left knee', 'ON'),
    (602, 2040, 'PHY', 'WHAT', NULL, '2020-10-01', NULL, 'I');
INSERT INTO offender_medical_treatments VALUES (701, 601, '2025-07-03', NULL, 'HANDRAILS', 'By the bed', 'Rails', 'LEI'),
    (702, 601, '0001-01-01', '2025-09-01', 'ODDTREAT', NULL, 'Said on arrival', NULL),
    (703, 699, '2025-07-03', NULL, 'OTHR', NULL, NULL, 'LEI');
INSERT INTO offender_sub_accounts VALUES ('LEI', 1001, 2101, 12.345, 0, NULL), ('LEI', 1001, 2102, -0.01, NULL, NULL),
    ('LEI', 1001, 2999, 5, 0, NULL), ('MDI', 1030, 2102, 7.50, 0, NULL), ('MDI', 1040, 2102, 1.00, 0, NULL);
INSERT INTO offender_sent_calculations (offender_sent_calculation_id, offender_book_id, calculation_date,
    calc_reason_code, crd_calculated_date, crd_overrided_date, sed_calculated_date, rotl_overrided_date) VALUES
    (3001, 2001, '2025-07-03 12:00', 'NEW', '2027-03-01', '2027-04-01', '2028-01-01', '2026-12-01');
INSERT INTO offender_imprison_statuses VALUES (2001, 1, 'SENT03', '2025-07-01', NULL, 'Y', NULL);
INSERT INTO offender_case_notes (case_note_id, offender_book_id, contact_date, case_note_type, case_note_sub_type) VALUES
    (1, 2001, '2025-08-01', 'POS', 'IEP_ENC'), (2, 2001, '2025-08-02', 'KA', 'KS'), (3, 2001, '2025-08-02', 'GEN', 'HIS');
INSERT INTO offender_na_details (offender_id, ns_offender_id, type_seq, ns_reason_code, recip_ns_reason_code, ns_type,
    ns_effective_date) VALUES (1001, 1040, 1, 'VIC', 'PER', 'WING', '2025-01-01'), (1040, 1001, 1, 'PER', 'VIC', 'WING', '2025-01-01');
INSERT INTO agency_locations VALUES ('LEI', 'LEEDS (HMP)', 'INST', 'Y', NULL), ('QQI', 'NOWHERE', 'INST', 'Y', NULL),
    ('ARNOLD', 'ARNOLD LODGE', 'HSHOSP', NULL, NULL);
INSERT INTO agency_internal_locations VALUES (5001, 'LEI', 'A', 'LEI-A', 'A wing', 'WING', NULL, 20, 'Y'),
    (5002, 'LEI', '1', 'LEI-A-1', NULL, 'LAND', 5001, 20, 'Y'), (5003, 'LEI', '001', 'LEI-A-1-001  ', NULL, 'CELL', 5002, 2, NULL);
INSERT INTO reference_codes VALUES ('ALERT_CODE', 'QQQ', 'Locally invented', 1, 'N', '2020-01-01'),
    ('SEX', 'F', 'FEMALE', 1, 'Y', NULL);
INSERT INTO staff_members VALUES (1, 'JONES', 'ALICE');
INSERT INTO staff_user_accounts VALUES ('AJONES_GEN', 1, 'GENERAL'), ('LOST_GEN', 77, 'GENERAL');
INSERT INTO internet_addresses VALUES (1, 'STF', 1, 'EMAIL', 'Alice.Jones@Justice.gov.uk '),
    (2, 'STF', 1, 'EMAIL', 'alice@home.example'), (3, 'STF', 77, 'EMAIL', 'one@justice.gov.uk'),
    (4, 'STF', 77, 'EMAIL', 'two@justice.gov.uk'), (5, 'PER', 8001, 'EMAIL', 'visitor@justice.gov.uk'),
    (6, 'STF', 1, 'EMAIL', 'alice@notjustice.gov.uk');
INSERT INTO user_accessible_caseloads VALUES ('AJONES_GEN', 'LEI', NULL), ('AJONES_GEN', 'NWEB', NULL);
INSERT INTO oms_roles VALUES (10, 'GLOBAL_SEARCH'), (11, 'ROLE_INACTIVE_BOOKINGS');
INSERT INTO user_caseload_roles VALUES ('AJONES_GEN', 'NWEB', 10), ('AJONES_GEN', 'NWEB', 11), ('AJONES_GEN', 'LEI', 11);
INSERT INTO offender_physical_attributes VALUES (2001, 1, NULL, 5, 11, NULL, 176), (2030, 1, 182, 6, 0, 90, 198),
    (2040, 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO offender_identifying_marks VALUES (2001, 1, 'ARM', 'TAT', 'L', 'UPP', 'Dragon'),
    (2001, 2, 'FACE', 'SCAR', NULL, NULL, NULL);
INSERT INTO offender_beliefs VALUES
    (1, 2001, 1001, 'CHRST', '2025-07-01', '2026-01-01', NULL, NULL, NULL, 'AB1'),
    (2, NULL, 1001, 'MOS', '2026-01-01', NULL, 'Y', 'Told the chaplain', 'Y', 'CHAP1'),
    (3, 9998, NULL, 'RC', '2026-01-01', NULL, 'N', NULL, 'N', NULL);
INSERT INTO offender_sentences VALUES (2001, 1, 'ADIMP_ORA', 'A', NULL, '2025-07-01', 1, NULL),
    (2001, 2, 'ADIMP_ORA', 'A', 1, '2026-07-01', 2, 250);
INSERT INTO offender_sentence_terms VALUES (2001, 1, 1, 'IMP', 2, 3, NULL, NULL, 'N'), (2001, 1, 2, 'LIC', 1, NULL, NULL, NULL, 'N'),
    (2001, 2, 1, 'IMP', NULL, NULL, 6, 2, NULL);
INSERT INTO offender_sentence_charges VALUES (2001, 1, 6001), (2001, 2, 6002);
INSERT INTO offender_transactions VALUES
    (1, 1, 'LEI', 1001, 'OT', 'DR', 10.00, '2026-01-05', 'To spends', 'REG', NULL),
    (1, 2, 'LEI', 1001, 'OT', 'CR', 10.00, '2026-01-05', 'To spends', 'SPND', NULL),
    (2, 1, 'LEI', 1002, 'CHQ', 'CR', 20.50, '2026-01-06', 'Cheque', 'REG', '2026-01-16'),
    (3, 1, 'LEI', 1001, 'X', 'CR', 5, '2026-01-06', 'Another account', 'ZZ', NULL),
    (4, 1, 'LEI', 1001, 'X', '??', 5, '2026-01-06', 'Neither in nor out', 'REG', NULL);
INSERT INTO offender_damage_obligations VALUES
    (501, 1001, 'D/501', '2025-08-01', '2026-08-01', 'LEI', 50.00, 12.345, 'ACTIVE', 'A window'),
    (502, 1002, NULL, '2025-01-31', NULL, 'MDI', 8, NULL, 'ONH', NULL),
    (503, 1040, '503', '2020-06-01', '2021-01-01', 'MDI', 20, 20, 'PAID', NULL),
    (504, 1001, '504', NULL, NULL, 'LEI', 5, NULL, 'ACTIVE', NULL),
    (505, 9999, '505', '2020-01-01', NULL, 'LEI', 5, NULL, 'WHAT', NULL);
INSERT INTO offender_ppty_containers VALUES (401, 2001, 'LEI', 'Y', 5001, 'SEAL 0401', 'BULK'),
    (402, 2001, 'LEI', 'N', NULL, NULL, 'VALU'), (403, 2040, 'MDI', NULL, 5999, ' ', 'ODD'), (404, 9996, 'LEI', 'Y', NULL, '4', NULL);
INSERT INTO persons VALUES (8001, 'SMITH-DOE', 'MARY', 'ANN', '1955-02-01', 'F'), (8002, 'JONES', 'TOM', NULL, NULL, NULL);
INSERT INTO offender_contact_persons VALUES (8101, 2001, 8001, 'S', 'MOT', 'Y', 'Y', 'Y', 'Y', 'Ring after six'),
    (8102, 2030, 8001, 'S', 'AUNT', 'N', 'N', 'N', 'Y', NULL), (8103, 2001, 8002, 'O', 'SOL', NULL, 'N', 'N', 'Y', NULL);
INSERT INTO offender_visits VALUES (7001, 2001, '2026-01-10', '1970-01-01 14:00', '1970-01-01 15:00', 'SCON', 'CANC', 'CANC', 'NSHOW', 'LEI');
INSERT INTO offender_visit_visitors VALUES (7101, 7001, 8001, NULL, 'Y', 'ABS'), (7102, 7001, NULL, 2001, 'N', NULL),
    (7103, 7099, 8002, NULL, 'N', NULL);
INSERT INTO addresses VALUES
    (9001, 'OFF', 1001, NULL, NULL, '12', 'Alma Street', '25343', 'WYORKS', 'ENG', 'LS9 7AB', 'Y', 'Y', 'N', '2020-01-01', NULL),
    (9002, 'PER', 8001, NULL, 'Flat 2', NULL, 'York Road', '25343', NULL, 'ENG', 'LS9 8CD', 'Y', 'N', NULL, '2019-01-01', NULL),
    (9003, 'AGY', NULL, 'LEI', NULL, NULL, 'Gloucester Terrace', NULL, NULL, NULL, NULL, 'Y', 'Y', NULL, NULL, NULL),
    (9004, 'OFF', 1040, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Y', 'N', 'Y', '2020-01-01', NULL),
    (9005, 'OFF', 9997, NULL, NULL, '1', 'Nowhere', NULL, NULL, NULL, NULL, 'Y', 'N', 'N', NULL, NULL);
INSERT INTO address_usages VALUES (9001, 'HOME', 'Y'), (9001, 'CURFEW', 'N'), (9001, 'XX9 ', NULL), (9002, 'HOME', 'Y'),
    (9003, 'BUS', 'Y'), (9005, 'HOME', 'Y');
INSERT INTO phones VALUES (9101, 'OFF', 1001, 'MOB', '07700 900123', NULL), (9102, 'PER', 8001, 'HOME', '01632 960001', NULL),
    (9103, 'ADDR', 9001, 'HOME', '01632 960002', '12'), (9104, 'ADDR', 9002, 'HOME', '01632 960003', NULL),
    (9105, 'AGY', NULL, 'BUS', '01632 960004', NULL);
INSERT INTO internet_addresses VALUES (8, 'OFF', 1001, 'EMAIL', 'james@example.com'), (9, 'OFF', 1001, 'WEB', 'www.example.com');
INSERT INTO offender_csip_reports VALUES
    (9501, 2001, 'LEI', 'LEI-001', '2025-08-01', 'INT', '2025-08-02', 'Y', 'OPE', '2025-08-05', '  ', 'Film of the landing', 'CUR',
     '2025-08-09', 'Alice Jones', '2025-09-09', '2025-08-02 09:30'),
    (9502, 2000, 'MDI', NULL, '2010-03-01', 'VPF', '2010-03-01', NULL, NULL, NULL, ' ', NULL, NULL, NULL, NULL, '9999-12-31', '2010-03-01'),
    (9503, 2099, 'LEI', NULL, '2026-01-01', 'INT', '2026-01-01', 'Y', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO offender_csip_reviews VALUES (9601, 9501, 1, 'Y', '2025-10-09', NULL), (9602, 9501, 2, 'Y', '2025-11-09', NULL),
    (9603, 9503, 1, 'N', NULL, '2026-02-01');
