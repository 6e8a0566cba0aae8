from django.db import models


class ScheduledEvent(models.Model):
    """Something planned for a person at a time: activity, appointment, transfer, temporary absence."""

    class Kind(models.TextChoices):
        ACTIVITY = "ACTIVITY"
        APPOINTMENT = "APPOINTMENT"
        TRANSFER = "TRANSFER"
        ABSENCE = "ABSENCE"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    event_id = models.BigIntegerField()
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="scheduled_events")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    sub_type = models.CharField(max_length=12, blank=True)
    description = models.CharField(max_length=240, blank=True)
    location_id = models.BigIntegerField(null=True)
    agency = models.CharField(max_length=6, blank=True)
    to_agency = models.CharField(max_length=6, blank=True)
    status = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "kind"], name="scheduled_event_once")]
        indexes = [models.Index(fields=["booking", "starts_at"], name="scheduled_event_by_booking")]


class Visit(models.Model):
    """A social or official visit."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="visits")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    type = models.CharField(max_length=12)
    """SCON social, OFFI official."""
    status = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_reason = models.CharField(max_length=12, blank=True)
    agency = models.CharField(max_length=6, blank=True)
    location_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["booking", "starts_at"], name="visit_by_booking")]


class VisitBalance(models.Model):
    """Visiting orders left; either may be negative."""

    booking = models.OneToOneField(
        "prisoners.Booking", primary_key=True, on_delete=models.CASCADE, related_name="visit_balance"
    )
    visiting_orders = models.IntegerField(default=0)
    privileged_visiting_orders = models.IntegerField(default=0)


class Visitor(models.Model):
    """Somebody who comes to a visit."""

    id = models.BigIntegerField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="visitors", db_constraint=False)
    contact_person_id = models.BigIntegerField(null=True)
    first_name = models.CharField(max_length=35, blank=True)
    last_name = models.CharField(max_length=35, blank=True)
    date_of_birth = models.DateField(null=True)
    lead = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True)
