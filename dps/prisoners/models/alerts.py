import uuid

from django.db import models


class Alert(models.Model):
    """A warning about a person. Active when `active_to` is none or after today (prisoners.md 6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="alerts")
    type = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    description = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=40, blank=True)
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    prison_when_created = models.CharField(max_length=6, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=240, blank=True)
    modified_at = models.DateTimeField(null=True)
    modified_by = models.CharField(max_length=240, blank=True)
    nomis_booking_id = models.BigIntegerField(null=True)
    nomis_sequence = models.IntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When the end date was last set, and by whom."""
    ended_by = models.CharField(max_length=240, blank=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomis_booking_id", "nomis_sequence"], name="alert_once_in_nomis")
        ]
        indexes = [
            models.Index(
                fields=["person", "code"],
                name="alert_by_person",
                condition=models.Q(deleted_at=None),
                include=["active_from", "active_to"],
            ),
            models.Index(fields=["active_to"], name="alert_ending", condition=models.Q(active_to__isnull=False)),
        ]
