import uuid

from django.db import models


class DomainEvent(models.Model):
    """The outbox. Rows are delivered in order of `id` by the worker, then kept for replay and audit."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=64, blank=True)
    """The prison number, usually."""
    source = models.CharField(max_length=5)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="event_undelivered", condition=models.Q(delivered_at=None)),
            models.Index(fields=["subject", "-occurred_at"], name="event_by_subject"),
        ]
