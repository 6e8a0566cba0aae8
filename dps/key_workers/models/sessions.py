from django.db import models


class RecordedEvent(models.Model):
    """A session or an entry: what a case note of a counted type says (key-workers.md 5.1). The id is the note's."""

    class Type(models.TextChoices):
        SESSION = "SESSION", "Session"
        ENTRY = "ENTRY", "Entry"

    id = models.UUIDField(primary_key=True)
    prison = models.CharField(max_length=12)
    """Where the note was written."""
    person = models.ForeignKey(
        "prisoners.Person", on_delete=models.CASCADE, related_name="key_work_events", db_index=False
    )
    staff_id = models.BigIntegerField(null=True)
    """The note's author, whoever is allocated; null when they are no member of staff NOMIS knows."""
    username = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField()
    type = models.CharField(max_length=7, choices=Type)
    policy = models.CharField(max_length=16)

    class Meta:
        indexes = [
            models.Index(
                fields=["prison", "policy", "occurred_at"],
                name="recorded_event_by_prison",
                include=["type", "staff_id", "person"],
            ),
            models.Index(
                fields=["person", "policy", "-occurred_at"], name="recorded_event_by_person", include=["type", "prison"]
            ),
            models.Index(fields=["staff_id", "policy", "-occurred_at"], name="recorded_event_by_staff"),
            models.Index(fields=["prison", "policy", "created_at"], name="recorded_event_by_created"),
        ]
