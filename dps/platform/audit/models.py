from django.db import models


class AuditEntry(models.Model):
    """One thing that happened. No foreign keys, so the record outlives what it is about."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    """What happened, e.g. PRISONER_VIEWED."""
    subject_type = models.CharField(max_length=30, blank=True)
    subject_id = models.CharField(max_length=240, blank=True)
    """A prison number, a user name; as long as the longest user name."""
    username = models.CharField(max_length=240, blank=True)
    roles = models.JSONField(default=list)
    caseload = models.CharField(max_length=6, blank=True)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    """What exactly: criteria, before and after, rows shown."""

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["username", "-at"], name="audit_by_user"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]
