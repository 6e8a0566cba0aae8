from django.db import models


class AnsweredWrite(models.Model):
    """A write that was done under a caller's `Idempotency-Key`, with its answer. Kept for a day."""

    id = models.BigAutoField(primary_key=True)
    caller = models.CharField(max_length=500)
    key = models.CharField(max_length=200)
    asked_hash = models.CharField(max_length=64)
    """SHA-256 of method, address and body, hexadecimal."""
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="answered_write_once")]
        indexes = [models.Index(fields=["at"], name="answered_write_by_age")]
