"""One of each thing that is changed on the Personal tab by its id, for the walks over all addresses."""

from datetime import date

from dps.estate.models import ReferenceCode
from dps.prisoners.images.tests import files
from dps.prisoners.military.models import MilitaryRecord
from dps.prisoners.models import Contact, Image, Mark, Neurodiversity, Person
from dps.prisoners.tests.people import NOON, booking_of


def give_contact_mark_and_service(person: Person) -> None:
    """A next of kin, a tattoo with a photograph, and service in the army, each with the id 1; and dyslexia."""
    booking = booking_of(person)
    ReferenceCode.objects.get_or_create(
        domain="RELATIONSHIP", code="MOT", defaults={"description": "Mother", "parent": "S"}
    )
    Contact.objects.create(
        id=1, booking=booking, type="S", relationship="MOT", first_name="MARY", last_name="SMITH", next_of_kin=True,
        contact_person_id=1,
    )  # fmt: skip
    Mark.objects.create(id=1, booking=booking, sequence=1, type="TAT", body_part="ARM", side="L", comment="A rose")
    Image.objects.create(
        id=1, booking=booking, captured_at=NOON, object_type="OFF_IDM", object_sequence=1, view="TAT", orientation="ARM",
        active=True, full_size=files.picture(), thumbnail=files.picture(120, 160),
    )  # fmt: skip
    MilitaryRecord.objects.create(id=1, person=person, branch="ARM", enlisted=date(2004, 3, 1))
    Neurodiversity.objects.create(
        id="0f8fad5b-d9cb-469f-a165-70867728950e", person=person, kind="DYSLEXIA", how_known="SCREENED",
        found_on=date(2026, 3, 1), support="Large print", recorded_at=NOON, recorded_by="Ann Lee",
    )  # fmt: skip
