from django.db import models
from django.db.models.functions import Upper


class Booking(models.Model):
    """One period of custody. `sequence` 1 is the latest; older ones count up."""

    class InOut(models.TextChoices):
        IN = "IN"
        OUT = "OUT"
        TRANSFER = "TRN"

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="bookings")
    name_id = models.BigIntegerField(null=True)
    """The working name of this booking (PersonName id)."""
    book_number = models.CharField(max_length=14, blank=True)
    sequence = models.IntegerField(default=1)
    active = models.BooleanField(default=False)
    in_out = models.CharField(max_length=12)
    status_reason = models.CharField(max_length=32, blank=True)
    """The last movement as TYPE-REASON, e.g. ADM-N."""
    agency = models.CharField(max_length=6, blank=True)
    """Prison code, OUT when released, TRN in transit."""
    living_unit_id = models.BigIntegerField(null=True)
    """The current cell (estate.Location id); none outside."""
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "sequence"], name="booking_by_person"),
            models.Index(fields=["agency", "living_unit_id"], name="booking_by_cell", condition=models.Q(active=True)),
            models.Index(Upper("book_number"), name="booking_by_book_number"),
        ]


class Movement(models.Model):
    """In or out of a prison: admission, release, transfer, court, temporary absence."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="movements")
    sequence = models.IntegerField()
    at = models.DateTimeField()
    type = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=12, blank=True)
    direction = models.CharField(max_length=12, blank=True)
    from_agency = models.CharField(max_length=6, blank=True)
    to_agency = models.CharField(max_length=6, blank=True)
    escort = models.CharField(max_length=12, blank=True)
    comment = models.CharField(max_length=240, blank=True)
    active = models.BooleanField(default=False)
    """True for the last movement only."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="movement_once")]
        indexes = [
            models.Index(
                fields=["to_agency", "at"], name="movement_arrival", condition=models.Q(type="ADM", direction="IN")
            )
        ]


class CellAssignment(models.Model):
    """A stay in one cell."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="cell_assignments")
    sequence = models.IntegerField()
    living_unit_id = models.BigIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, blank=True)
    moved_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="cell_assignment_once")]
        indexes = [models.Index(fields=["living_unit_id", "started_at"], name="cell_assignment_by_cell")]
