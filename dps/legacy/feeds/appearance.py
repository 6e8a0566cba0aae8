"""What a person looks like: height, weight, marks on the body."""

from dps.legacy.feeds.feed import Feed, Owner, Parent, column
from dps.legacy.feeds.people import BY_BOOKING
from dps.legacy.translation import centimetres, kilograms, text, whole, whole_or

FEEDS = (
    Feed(
        name="height and weight",
        title="Height and weight",
        area="PHYSICAL_DETAILS",
        table="offender_physical_attributes",
        key=("offender_book_id", "attribute_seq"),
        target="prisoners.PhysicalAttributes",
        conflict=("booking_id", "sequence"),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            BY_BOOKING,
            column("sequence", "attribute_seq", whole_or(1)),
            column("height_cm", "height_cm height_ft height_in", centimetres),
            column("weight_kg", "weight_kg weight_lbs", kilograms),
        ),
        shared=True,
    ),
    Feed(
        name="marks",
        title="Tattoos, scars and other marks",
        area="PHYSICAL_DETAILS",
        table="offender_identifying_marks",
        key=("offender_book_id", "id_mark_seq"),
        target="prisoners.Mark",
        conflict=("booking_id", "sequence"),
        owner=Owner.BOOKING,
        parent=Parent.BOOKING,
        columns=(
            BY_BOOKING,
            column("sequence", "id_mark_seq", whole, needed=True),
            column("type", "mark_type", text(12)),
            column("body_part", "body_part_code", text(12)),
            column("side", "side_code", text(12)),
            column("orientation", "part_orientation_code", text(12)),
            column("comment", "comment_text", text(240)),
        ),
        scope="t.sequence > 0",
        shared=True,
    ),
)
