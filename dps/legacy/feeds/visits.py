"""Visits, who comes to them, and how many are left."""

from dps.legacy.feeds.feed import OWN_IDS_FROM, Feed, Join, Owner, Parent, column
from dps.legacy.feeds.people import BY_BOOKING
from dps.legacy.translation import day, day_and_time, flag, text, whole, whole_or

FEEDS = (
    Feed(
        name="visits",
        title="Visits",
        area="STATUS",
        table="offender_visits",
        key=("offender_visit_id",),
        target="prisoners.Visit",
        conflict=("id",),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            column("id", "offender_visit_id", whole, needed=True),
            BY_BOOKING,
            column("starts_at", "visit_date start_time", day_and_time, needed=True),
            column("ends_at", "visit_date end_time", day_and_time),
            column("type", "visit_type", text(12)),
            column("status", "visit_status", text(12)),
            column("outcome", "event_outcome", text(12)),
            column("outcome_reason", "outcome_reason_code", text(12)),
            column("agency", "agy_loc_id", text(6)),
            column("location_id", "visit_internal_location_id", whole),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
    Feed(
        name="visit balances",
        title="Visiting orders left",
        area="STATUS",
        table="offender_visit_balances",
        key=("offender_book_id",),
        target="prisoners.VisitBalance",
        conflict=("booking_id",),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            BY_BOOKING,
            column("visiting_orders", "remaining_vo", whole_or(0)),
            column("privileged_visiting_orders", "remaining_pvo", whole_or(0)),
        ),
    ),
    Feed(
        name="visitors",
        title="Visitors",
        area="STATUS",
        table="offender_visit_visitors",
        key=("offender_visit_visitor_id",),
        where="a.person_id IS NOT NULL",
        joins=(Join("persons", "contact", (("person_id", "person_id"),)),),
        target="prisoners.Visitor",
        conflict=("id",),
        owner=Owner.VISIT,
        parent=Parent.VISIT,
        columns=(
            column("id", "offender_visit_visitor_id", whole, needed=True),
            column("visit_id", "offender_visit_id", whole, needed=True),
            column("contact_person_id", "person_id", whole),
            column("first_name", "contact.first_name", text(35)),
            column("last_name", "contact.last_name", text(35)),
            column("date_of_birth", "contact.birthdate", day),
            column("lead", "group_leader_flag", flag),
            column("outcome", "event_outcome", text(12)),
        ),
        scope=f"t.id < {OWN_IDS_FROM}",
    ),
)
