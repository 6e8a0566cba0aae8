from django.db import models


class Submission(models.Model):
    """A form that was posted and done. Kept for two days."""

    token = models.UUIDField(primary_key=True)
    username = models.CharField(max_length=240)
    path = models.CharField(max_length=500)
    went_to = models.CharField(max_length=2000)
    """Where the person was led after it."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="submission_by_age")]
