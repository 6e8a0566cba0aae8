"""Rows on their way to NOMIS: kept by table, sent by COPY."""

from collections.abc import Iterable
from typing import Any

import psycopg

COLUMNS = {
    "offenders": "offender_id offender_id_display root_offender_id id_source_code last_name first_name middle_name"
    " middle_name_2 last_name_key first_name_key name_type title birth_date birth_place birth_country_code sex_code"
    " race_code create_date",
    "offender_bookings": "offender_book_id offender_id root_offender_id booking_no booking_seq booking_begin_date"
    " booking_end_date booking_status booking_type active_flag in_out_status status_reason agy_loc_id living_unit_id"
    " youth_adult_code disclosure_flag",
    "offender_identifiers": "offender_id offender_id_seq identifier_type identifier issued_authority_text issued_date"
    " root_offender_id",
    "offender_profiles": "offender_book_id profile_seq check_date",
    "offender_profile_details": "offender_book_id profile_seq profile_type profile_code list_seq",
    "offender_physical_attributes": "offender_book_id attribute_seq height_cm height_ft height_in weight_kg weight_lbs",
    "offender_identifying_marks": "offender_book_id id_mark_seq body_part_code mark_type side_code"
    " part_orientation_code comment_text",
    "offender_images": "offender_image_id offender_book_id capture_datetime image_object_type image_view_type"
    " orientation_type image_object_id image_object_seq full_size_image thumbnail_image active_flag image_source_code"
    " create_user_id",
    "offender_languages": "offender_book_id language_code language_type read_skill write_skill speak_skill"
    " prefered_speak_flag prefered_write_flag interpreter_requested_flag comment_text",
    "offender_beliefs": "belief_id offender_book_id root_offender_id belief_code effective_date end_date change_reason"
    " comments verified_flag create_user_id",
    "offender_health_problems": "offender_health_problem_id offender_book_id problem_type problem_code start_date"
    " end_date description problem_status",
    "offender_medical_treatments": "offender_medical_treatment_id offender_health_problem_id start_date end_date"
    " treatment_code comment_text agy_loc_id",
    "addresses": "address_id owner_class owner_id flat premise street locality city_code county_code country_code"
    " postal_code primary_flag mail_flag no_fixed_address_flag start_date end_date comment_text",
    "address_usages": "address_id address_usage active_flag",
    "phones": "phone_id owner_class owner_id phone_type phone_no ext_no",
    "internet_addresses": "internet_address_id owner_class owner_id internet_address_class internet_address",
    "offender_imprison_statuses": "offender_book_id imprison_status_seq imprisonment_status effective_date latest_status",
    "offender_sent_calculations": "offender_sent_calculation_id offender_book_id calculation_date calc_reason_code"
    " effective_sentence_length sed_calculated_date crd_calculated_date crd_overrided_date led_calculated_date"
    " hdced_calculated_date tused_calculated_date ped_calculated_date tariff_calculated_date",
    "offender_sentences": "offender_book_id sentence_seq case_id sentence_category sentence_calc_type sentence_status"
    " start_date end_date line_seq consec_to_sentence_seq fine_amount",
    "offender_sentence_terms": "offender_book_id sentence_seq term_seq sentence_term_code years months days start_date"
    " life_sentence_flag",
    "offender_sentence_charges": "offender_book_id sentence_seq offender_charge_id",
    "offender_cases": "case_id offender_book_id case_info_number case_status agy_loc_id begin_date",
    "offender_charges": "offender_charge_id offender_book_id statute_code offence_code offence_date"
    " offence_range_date most_serious_flag result_code_1 charge_status case_id",
    "offences": "offence_code statute_code description",
    "court_events": "event_id offender_book_id case_id event_date start_time court_event_type event_status agy_loc_id",
    "offender_release_details": "offender_book_id release_date approved_release_date movement_type movement_reason_code",
    "offender_alerts": "offender_book_id alert_seq root_offender_id alert_type alert_code alert_date expiry_date"
    " alert_status verified_flag comment_text authorize_person_text caseload_id create_date create_user_id"
    " create_datetime modify_datetime modify_user_id",
    "offender_case_notes": "case_note_id offender_book_id contact_date contact_time case_note_type case_note_sub_type"
    " staff_id agy_loc_id case_note_text amendment_flag note_source_code date_creation time_creation",
    "staff_location_roles": "sac_staff_id cal_agy_loc_id from_date position role to_date schedule_type hours_per_week",
    "assessments": "assessment_id assessment_class assessment_code description parent_assessment_id list_seq",
    "offender_assessment_items": "offender_book_id assessment_seq item_seq assessment_id comment_text",
    "offender_assessments": "offender_book_id assessment_seq assessment_type_id assessment_date creation_date assess_status"
    " calc_sup_level_type overrided_sup_level_type review_sup_level_type assess_staff_id evaluation_date"
    " evaluation_result_code next_review_date place_agy_loc_id override_reason override_comment_text"
    " assess_committe_code review_committe_code committe_comment_text",
    "offender_iep_levels": "offender_book_id iep_level_seq iep_date iep_time agy_loc_id iep_level comment_text user_id",
    "offender_sub_accounts": "caseload_id offender_id trust_account_code balance hold_balance",
    "offender_transactions": "txn_id txn_entry_seq caseload_id offender_id offender_book_id txn_type txn_posting_type"
    " txn_entry_amount txn_entry_date txn_entry_desc sub_account_type txn_reference_number hold_until_date",
    "offender_damage_obligations": "offender_dmg_obligation_id offender_id reference_no start_date end_date agy_loc_id"
    " amount_to_pay paid_amount obligation_status comment_text",
    "offender_ppty_containers": "property_container_id offender_book_id agy_loc_id active_flag internal_location_id"
    " seal_mark container_code",
    "agency_locations": "agy_loc_id description agency_location_type active_flag",
    "agency_internal_locations": "internal_location_id agy_loc_id internal_location_code description user_desc"
    " internal_location_type parent_internal_location_id unit_type capacity operation_capacity cna_no certified_flag"
    " active_flag",
    "bed_assignment_histories": "offender_book_id bed_assign_seq living_unit_id assignment_date assignment_time"
    " assignment_end_date assignment_end_time assignment_reason",
    "offender_external_movements": "offender_book_id movement_seq movement_date movement_time movement_type"
    " movement_reason_code direction_code from_agy_loc_id to_agy_loc_id active_flag",
    "course_activities": "crs_acty_id program_id agy_loc_id code description capacity active_flag internal_location_id",
    "program_services": "program_id program_code description active_flag",
    "offender_course_attendances": "event_id offender_book_id event_date start_time end_time event_sub_type event_status"
    " crs_acty_id agy_loc_id",
    "offender_ind_schedules": "event_id offender_book_id event_date start_time end_time event_class event_type"
    " event_sub_type event_status agy_loc_id to_internal_location_id to_agy_loc_id",
    "offender_visits": "offender_visit_id offender_book_id visit_date start_time end_time visit_type visit_status"
    " event_outcome outcome_reason_code visit_internal_location_id agy_loc_id",
    "offender_visit_visitors": "offender_visit_visitor_id offender_visit_id person_id offender_book_id group_leader_flag"
    " event_outcome",
    "offender_visit_balances": "offender_book_id remaining_vo remaining_pvo",
    "agency_incidents": "agency_incident_id agy_loc_id incident_date incident_time incident_details",
    "agency_incident_parties": "agency_incident_id party_seq incident_role offender_book_id oic_incident_id",
    "oic_hearings": "oic_hearing_id oic_incident_id oic_hearing_type hearing_date hearing_time event_status",
    "oic_hearing_results": "oic_hearing_id result_seq plea_finding_code finding_code",
    "offender_oic_sanctions": "offender_book_id sanction_seq oic_sanction_code sanction_days effective_date status"
    " oic_incident_id",
    "offender_contact_persons": "offender_contact_person_id offender_book_id person_id contact_type relationship_type"
    " approved_visitor_flag next_of_kin_flag emergency_contact_flag active_flag expiry_date comment_text",
    "persons": "person_id last_name first_name middle_name birthdate sex",
    "offender_na_details": "offender_id ns_offender_id type_seq ns_reason_code recip_ns_reason_code ns_type"
    " ns_effective_date ns_expiry_date authorized_staff comment_text",
    "offender_csip_reports": "csip_id offender_book_id agy_loc_id root_offender_id csip_seq rfr_incident_date"
    " rfr_incident_type rfr_date_reported referral_complete_flag referral_completed_date cdr_outcome cdr_outcome_date"
    " inv_staff_involved inv_outcome inv_outcome_date case_manager case_rev_date",
    "offender_csip_reviews": "review_id csip_id review_seq remain_on_csip next_review_date close_date",
    "staff_members": "staff_id last_name first_name status working_caseload_id",
    "staff_user_accounts": "username staff_id staff_user_type working_caseload_id",
    "caseloads": "caseload_id description caseload_type caseload_function active_flag",
    "user_accessible_caseloads": "username caseload_id start_date",
    "user_caseload_roles": "username caseload_id role_id",
    "oms_roles": "role_id role_code role_name role_type role_function",
    "offender_key_workers": "offender_book_id officer_id assigned_date assigned_time user_id agy_loc_id active_flag"
    " expiry_date",
    "reference_codes": "domain code description list_seq active_flag",
    "movement_reasons": "movement_type movement_reason_code description active_flag",
    "imprisonment_statuses": "imprisonment_status_id imprisonment_status description band_code rank_value active_flag",
    "profile_types": "profile_type profile_category code_value_type mandatory_flag active_flag",
    "profile_codes": "profile_type profile_code description list_seq active_flag",
    "merge_transactions": "merge_transaction_id request_date request_status_code transaction_source root_offender_id_1"
    " offender_id_display_1 root_offender_id_2 offender_id_display_2",
}


class Rows:
    """Rows by table, waiting to be sent."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self.sent = 0

    def add(self, table: str, *values: Any) -> None:
        """One row, in the order of COLUMNS."""
        self.waiting[table].append(values)

    def send(self, connection: psycopg.Connection[Any]) -> None:
        """COPY everything that waits."""
        with connection.cursor() as cursor:
            for table, rows in self.waiting.items():
                if not rows:
                    continue
                columns = COLUMNS[table].split()
                stamps = [name for name in ("audit_timestamp", "create_datetime") if name not in columns]
                with cursor.copy(f"COPY {table} ({', '.join([*columns, *stamps])}) FROM STDIN") as copy:
                    _write(copy, rows, (self.stamp,) * len(stamps))
                self.sent += len(rows)
                rows.clear()

    stamp: Any = None
    """The wall-clock time every row is stamped with, unless it says itself when it was made."""


def _write(copy: psycopg.Copy, rows: Iterable[tuple[Any, ...]], tail: tuple[Any, ...]) -> None:
    for row in rows:
        copy.write_row(row + tail)
