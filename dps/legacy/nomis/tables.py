"""The NOMIS tables this product reads, in the notation of the domain file (legacy-nomis.md 2 to 8)."""

from django.db import models

from dps.legacy.nomis.columns import table

NOTATION = {
    # People
    "offenders": "offender_id N10*, offender_id_display V10!, root_offender_id N10, alias_offender_id N10,"
    " parent_offender_id N10, id_source_code V12!, last_name V35!, first_name V35, middle_name V35,"
    " middle_name_2 V35, last_name_key V35!, first_name_key V35, middle_name_key V35, last_name_soundex V6,"
    " last_name_alpha_key V1, name_type V12, alias_name_type V12, title V12, suffix V12, name_sequence V12,"
    " birth_date D, birth_place V25, birth_county V20, birth_state V20, birth_country_code V12, sex_code V12!,"
    " race_code V12, create_date D!, caseload_type V12",
    "offender_bookings": "offender_book_id N10*, offender_id N10!, root_offender_id N10, booking_no V14,"
    " booking_seq N6!, booking_begin_date D!, booking_end_date D, booking_status V12, booking_type V12,"
    " active_flag YN, in_out_status V12!, status_reason V32, agy_loc_id V6, living_unit_id N10, agency_iml_id N10,"
    " youth_adult_code V12!, disclosure_flag YN!, create_agy_loc_id V6",
    "offender_identifiers": "offender_id N10*, offender_id_seq N10*, identifier_type V12!, identifier V20!,"
    " issued_authority_text V240, issued_date D, root_offender_id N10, caseload_type V12, verified_flag YN",
    "offender_profiles": "offender_book_id N10*, profile_seq N6*, check_date D!",
    "offender_profile_details": "offender_book_id N10*, profile_seq N6*, profile_type V12*, profile_code V40,"
    " list_seq N6!, comment_text V240",
    "offender_physical_attributes": "offender_book_id N10*, attribute_seq N6*, height_cm N6, height_ft N6,"
    " height_in N6, weight_kg N6, weight_lbs N6",
    "offender_identifying_marks": "offender_book_id N10*, id_mark_seq N6*, body_part_code V12!, mark_type V12!,"
    " side_code V12, part_orientation_code V12, comment_text V240",
    "offender_images": "offender_image_id N10*, offender_book_id N10, capture_datetime D!, image_object_type V12,"
    " image_view_type V12, orientation_type V12!, image_object_id N10, image_object_seq N6, full_size_image B,"
    " thumbnail_image B, active_flag YN, image_source_code V12!",
    "offender_languages": "offender_book_id N10*, language_code V12*, language_type V12*, read_skill V12,"
    " write_skill V12, speak_skill V12, prefered_speak_flag YN, prefered_write_flag YN,"
    " interpreter_requested_flag YN, comment_text V240",
    "offender_beliefs": "belief_id N10*, offender_book_id N10, root_offender_id N10, belief_code V12!,"
    " effective_date D, end_date D, change_reason YN, comments V4000, verified_flag YN",
    "offender_health_problems": "offender_health_problem_id N10*, offender_book_id N10, problem_type V12!,"
    " problem_code V12!, start_date D, end_date D, description V240, problem_status V12",
    "offender_medical_treatments": "offender_medical_treatment_id N10*, offender_health_problem_id N10!,"
    " start_date D!, end_date D, treatment_code V12!, comment_text V240, description V240, agy_loc_id V6",
    "addresses": "address_id N10*, owner_class V12!, owner_id N10, owner_code V12, flat V30, premise V50,"
    " street V160, locality V70, city_code V12, county_code V12, country_code V12, postal_code V12, primary_flag YN!,"
    " mail_flag YN!, no_fixed_address_flag YN, start_date D, end_date D, comment_text V240",
    "address_usages": "address_id N10*, address_usage V12*, active_flag YN",
    "phones": "phone_id N10*, owner_class V12!, owner_id N10, owner_code V12, phone_type V12!, phone_no V40!,"
    " ext_no V7",
    "internet_addresses": "internet_address_id N10*, owner_class V12!, owner_id N10, owner_code V12,"
    " internet_address_class V12!, internet_address V240!",
    # Legal status, sentences, key dates
    "offender_imprison_statuses": "offender_book_id N10*, imprison_status_seq N6*, imprisonment_status V12!,"
    " effective_date D!, effective_time D, expiry_date D, agy_loc_id V6, comment_text V240, latest_status YN",
    "offender_sent_calculations": "offender_sent_calculation_id N10*, offender_book_id N10, calculation_date D!,"
    " staff_id N10, calc_reason_code V12!, comment_text V240, effective_sentence_end_date D,"
    " effective_sentence_length V12, judicially_imposed_sent_length V12, "
    + ", ".join(
        f"{x}_calculated_date D, {x}_overrided_date D"
        for x in [
            "hdced",
            "hdcad",
            "etd",
            "mtd",
            "ltd",
            "ard",
            "crd",
            "ped",
            "apd",
            "npd",
            "led",
            "sed",
            "prrd",
            "tariff",
            "dprrd",
            "tused",
        ]
    )
    + ", ersed_overrided_date D, tersed_overrided_date D, rotl_overrided_date D",
    "offender_sentences": "offender_book_id N10*, sentence_seq N6*, case_id N10, order_id N10,"
    " sentence_category V12!, sentence_calc_type V12!, sentence_status V12!, consec_to_sentence_seq N6,"
    " start_date D!, end_date D, sentence_level V12, line_seq N6, fine_amount N11.2",
    "offender_sentence_terms": "offender_book_id N10*, sentence_seq N6*, term_seq N6*, sentence_term_code V12!,"
    " years N6, months N6, weeks N6, days N6, hours N6, start_date D!, life_sentence_flag YN",
    "offender_sentence_charges": "offender_book_id N10*, sentence_seq N6*, offender_charge_id N10*",
    "offender_cases": "case_id N10*, offender_book_id N10, case_info_number V13, case_status V12, agy_loc_id V6,"
    " begin_date D",
    "offender_charges": "offender_charge_id N10*, offender_book_id N10!, statute_code V12, offence_code V25,"
    " offence_date D, offence_range_date D, most_serious_flag YN, result_code_1 V12, charge_status V12, case_id N10",
    "offences": "offence_code V25*, statute_code V12*, description V240!",
    "court_events": "event_id N10*, offender_book_id N10!, case_id N10, event_date D!, start_time D,"
    " court_event_type V12, event_status V12, agy_loc_id V6, direction_code V12",
    "offender_release_details": "offender_book_id N10*, release_date D, approved_release_date D,"
    " auto_release_date D, movement_type V12, movement_reason_code V12, event_status V12, comment_text V240",
    # Alerts, notes, risk, incentives, money
    "offender_alerts": "offender_book_id N10*, alert_seq N6*, root_offender_id N10, alert_type V12!,"
    " alert_code V12!, alert_date D!, expiry_date D, alert_status V12!, verified_flag YN!, comment_text V4000,"
    " authorize_person_text V40, caseload_id V6, caseload_type V12, create_date D",
    "offender_case_notes": "case_note_id N10*, offender_book_id N10, contact_date D!, contact_time D!,"
    " case_note_type V12!, case_note_sub_type V12!, staff_id N10!, agy_loc_id V6, case_note_text V4000,"
    " amendment_flag YN!, note_source_code V12, date_creation D, time_creation D",
    "assessments": "assessment_id N10*, assessment_class V12!, parent_assessment_id N10, assessment_code V20!,"
    " description V300!, list_seq N6",
    "offender_assessments": "offender_book_id N10*, assessment_seq N6*, assessment_type_id N10,"
    " assessment_date D!, creation_date D, assess_status V12!, calc_sup_level_type V12,"
    " overrided_sup_level_type V12, review_sup_level_type V12, approved_sup_level_type V12, override_reason V12,"
    " override_comment_text V240, assess_staff_id N10!, assessor_staff_id N10, assess_committe_code V12,"
    " review_committe_code V12, evaluation_date D, evaluation_result_code V12, next_review_date D,"
    " place_agy_loc_id V6, review_place_agy_loc_id V6, assessment_create_location V6, assess_comment_text V4000,"
    " committe_comment_text V240",
    "offender_assessment_items": "offender_book_id N10*, assessment_seq N6*, item_seq N6*, assessment_id N10,"
    " comment_text V4000",
    "offender_iep_levels": "offender_book_id N10*, iep_level_seq N6*, iep_date D!, iep_time D, agy_loc_id V6!,"
    " iep_level V12!, comment_text V240, user_id V32",
    "offender_sub_accounts": "caseload_id V6*, offender_id N10*, trust_account_code N6*, balance N11.2,"
    " hold_balance N11.2, minimum_balance N11.2, last_txn_id N10",
    "offender_transactions": "txn_id N10*, txn_entry_seq N6*, caseload_id V6, offender_id N10,"
    " offender_book_id N10, txn_type V6, txn_posting_type V12, txn_entry_amount N11.2, txn_entry_date D,"
    " txn_entry_desc V240, sub_account_type V12, txn_reference_number V12, client_unique_ref V100,"
    " hold_number N10, hold_until_date D",
    "offender_damage_obligations": "offender_dmg_obligation_id N10*, offender_id N10!, reference_no V20,"
    " start_date D!, end_date D, agy_loc_id V6!, amount_to_pay N11.2!, paid_amount N11.2, obligation_status V12!,"
    " comment_text V4000",
    "offender_ppty_containers": "property_container_id N10*, offender_book_id N10, agy_loc_id V6, active_flag YN,"
    " internal_location_id N10, seal_mark V20, container_code V12",
    # Places, movements, cells
    "agency_locations": "agy_loc_id V6*, description V40!, agency_location_type V12, active_flag YN,"
    " deactivation_date D, noms_region_code V12",
    "agency_internal_locations": "internal_location_id N10*, agy_loc_id V6!, internal_location_code V12!,"
    " description V240!, user_desc V40, internal_location_type V12!, parent_internal_location_id N10, unit_type V12,"
    " capacity N6, operation_capacity N6, cna_no N6, certified_flag YN, no_of_occupant N6, active_flag YN,"
    " deactivate_date D, deactivate_reason_code V12, list_seq N6",
    "bed_assignment_histories": "offender_book_id N10*, bed_assign_seq N6*, living_unit_id N10!,"
    " assignment_date D!, assignment_time D!, assignment_end_date D, assignment_end_time D, assignment_reason V12",
    "offender_external_movements": "offender_book_id N10*, movement_seq N6*, movement_date D!, movement_time D!,"
    " movement_type V12, movement_reason_code V12, direction_code V12, from_agy_loc_id V6, to_agy_loc_id V6,"
    " active_flag YN, escort_code V12, comment_text V240",
    # Schedules, visits
    "program_services": "program_id N10*, program_code V40, description V40!, active_flag YN",
    "course_activities": "crs_acty_id N10*, program_id N10!, agy_loc_id V6, code V20, description V40,"
    " capacity N6, active_flag YN, internal_location_id N10",
    "offender_course_attendances": "event_id N10*, offender_book_id N10!, event_date D!, start_time D, end_time D,"
    " event_sub_type V12!, event_status V12!, crs_acty_id N10, event_outcome V12, agy_loc_id V6",
    "offender_ind_schedules": "event_id N10*, offender_book_id N10!, event_date D, start_time D, end_time D,"
    " event_class V12!, event_type V12!, event_sub_type V12!, event_status V12!, agy_loc_id V6,"
    " to_internal_location_id N10, to_agy_loc_id V6, comment_text V4000",
    "offender_visits": "offender_visit_id N10*, offender_book_id N10!, visit_date D!, start_time D!, end_time D!,"
    " visit_type V12!, visit_status V12!, event_outcome V12, outcome_reason_code V12, search_type V12,"
    " visitor_concern_text V240, visit_internal_location_id N10, offender_visit_order_id N10, agy_loc_id V6!,"
    " comment_text V240, client_unique_ref V100",
    "offender_visit_visitors": "offender_visit_visitor_id N10*, offender_visit_id N10!, person_id N10,"
    " offender_book_id N10, group_leader_flag YN, event_outcome V12, outcome_reason_code V12",
    "offender_visit_balances": "offender_book_id N10*, remaining_vo N6, remaining_pvo N6",
    # Conduct, contacts, separation
    "agency_incidents": "agency_incident_id N10*, agy_loc_id V6, incident_date D, incident_time D,"
    " incident_details V4000",
    "agency_incident_parties": "agency_incident_id N10*, party_seq N6*, incident_role V12, offender_book_id N10,"
    " oic_incident_id N10",
    "oic_hearings": "oic_hearing_id N10*, oic_incident_id N10, oic_hearing_type V12, hearing_date D, hearing_time D,"
    " event_status V12",
    "oic_hearing_results": "oic_hearing_id N10*, result_seq N6*, plea_finding_code V12!, finding_code V12!",
    "offender_oic_sanctions": "offender_book_id N10*, sanction_seq N6*, oic_sanction_code V12, sanction_days N6,"
    " sanction_months N6, compensation_amount N11.2, effective_date D!, status V12, oic_incident_id N10",
    "offender_contact_persons": "offender_contact_person_id N10*, offender_book_id N10!, person_id N10,"
    " contact_root_offender_id N10, contact_type V12!, relationship_type V12!, approved_visitor_flag YN,"
    " next_of_kin_flag YN!, emergency_contact_flag YN!, can_be_contacted_flag YN, aware_of_charges_flag YN,"
    " active_flag YN!, expiry_date D, comment_text V240",
    "persons": "person_id N10*, last_name V35!, first_name V35, middle_name V35, birthdate D, sex V12,"
    " language_code V12, interpreter_required YN, deceased_date D, staff_flag YN, remitter_flag YN",
    "offender_na_details": "offender_id N10*, ns_offender_id N10*, type_seq N6*, ns_reason_code V12,"
    " recip_ns_reason_code V12, ns_type V12, ns_effective_date D!, ns_expiry_date D, authorized_staff V60,"
    " comment_text V240",
    # Challenge, support and intervention plans
    "offender_csip_reports": "csip_id N10*, offender_book_id N10, agy_loc_id V6, root_offender_id N10, csip_seq V10,"
    " rfr_incident_date D!, rfr_incident_type V12, rfr_date_reported D!, referral_complete_flag YN,"
    " referral_completed_date D, cdr_outcome V12, cdr_outcome_date D, inv_staff_involved V4000,"
    " inv_evidence_secured V4000, inv_occurrence_reason V4000, inv_usual_behaviour V4000, inv_persons_trigger V4000,"
    " inv_protective_factors V4000, inv_outcome V12, inv_outcome_date D, case_manager V100, case_rev_date D",
    "offender_csip_reviews": "review_id N10*, csip_id N10, review_seq N6, remain_on_csip YN, next_review_date D,"
    " close_date D",
    # Staff, reference data
    "staff_members": "staff_id N10*, last_name V35!, first_name V35!, status V12, working_caseload_id V6",
    "staff_user_accounts": "username V30*, staff_id N10!, staff_user_type V12!, working_caseload_id V6",
    "caseloads": "caseload_id V6*, description V40, caseload_type V12!, caseload_function V12!, active_flag YN",
    "user_accessible_caseloads": "username V30*, caseload_id V6*, start_date D",
    "user_caseload_roles": "username V30*, caseload_id V6*, role_id N10*",
    "oms_roles": "role_id N10*, role_code V30!, role_name V30, role_type V12, role_function V12",
    "staff_location_roles": "sac_staff_id N10*, cal_agy_loc_id V6*, from_date D*, position V12*, role V12*, to_date D,"
    " schedule_type V12, hours_per_week N4.2",
    "offender_key_workers": "offender_book_id N10*, officer_id N10*, assigned_date D*, assigned_time D*,"
    " user_id V32!, agy_loc_id V6!, active_flag YN, expiry_date D",
    "reference_codes": "domain V12*, code V12*, description V40!, list_seq N6, active_flag YN, expired_date D,"
    " parent_domain V12, parent_code V12",
    "movement_reasons": "movement_type V12*, movement_reason_code V12*, description V40!, active_flag YN,"
    " in_movement_type V12, in_movement_reason_code V12",
    "imprisonment_statuses": "imprisonment_status_id N10*, imprisonment_status V12!, description V40!,"
    " band_code V12!, rank_value N6!, active_flag YN, expiry_date D",
    "profile_types": "profile_type V12*, profile_category V12, code_value_type V12, mandatory_flag YN, active_flag YN",
    "profile_codes": "profile_type V12*, profile_code V12*, description V40, list_seq N6, active_flag YN,"
    " expiry_date D",
    "merge_transactions": "merge_transaction_id N10*, request_date D, request_status_code V12,"
    " transaction_source V12, offender_book_id_1 N10, root_offender_id_1 N10, offender_id_display_1 V10,"
    " offender_book_id_2 N10, root_offender_id_2 N10, offender_id_display_2 V10",
}

TABLES: dict[str, type[models.Model]] = {name: table(name, notation, __name__) for name, notation in NOTATION.items()}
"""NOMIS table name to its model."""
