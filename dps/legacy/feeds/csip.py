"""Challenge, support and intervention plans (CSIP). Of an investigation only that there was one is kept."""

from typing import Any

from dps.legacy.feeds.feed import OWN_IDS_FROM, Feed, Owner, Parent, column
from dps.legacy.feeds.people import BY_BOOKING
from dps.legacy.translation import day, flag, moment, text, tidy, whole, whole_or

_INVESTIGATION = (
    "inv_staff_involved inv_evidence_secured inv_occurrence_reason inv_usual_behaviour inv_persons_trigger"
    " inv_protective_factors"
)


def _says_anything(*values: Any) -> bool:
    return any(tidy(value).strip() for value in values)


FEEDS = (
    Feed(
        name="csip records",
        title="CSIP referrals and plans",
        area="STATUS",
        table="offender_csip_reports",
        key=("csip_id",),
        target="prisoners.CsipRecord",
        conflict=("id",),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            column("id", "csip_id", whole, needed=True),
            BY_BOOKING,
            column("log_code", "csip_seq", text(10)),
            column("prison", "agy_loc_id", text(6)),
            column("incident_on", "rfr_incident_date", day),
            column("incident_type", "rfr_incident_type", text(12)),
            column("referred_on", "rfr_date_reported", day),
            column("referral_complete", "referral_complete_flag", flag),
            column("screening_outcome", "cdr_outcome", text(12)),
            column("screened_on", "cdr_outcome_date", day),
            column("investigated", _INVESTIGATION, _says_anything),
            column("decision", "inv_outcome", text(12)),
            column("decided_on", "inv_outcome_date", day),
            column("case_manager", "case_manager", text(100)),
            column("first_review_on", "case_rev_date", day),
            column("created_at", "create_datetime", moment),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
    Feed(
        name="csip reviews",
        title="Reviews of CSIP plans",
        area="STATUS",
        table="offender_csip_reviews",
        key=("review_id",),
        target="prisoners.CsipReview",
        conflict=("id",),
        owner=Owner.CSIP_RECORD,
        parent=Parent.CSIP_RECORD,
        columns=(
            column("id", "review_id", whole, needed=True),
            column("record_id", "csip_id", whole, needed=True),
            column("sequence", "review_seq", whole_or(0)),
            column("remains_open", "remain_on_csip", flag),
            column("next_review_on", "next_review_date", day),
            column("closed_on", "close_date", day),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
)
