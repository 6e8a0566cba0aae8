from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class DeletedNote(models.Model):
    """A note, or a state of one, that is no longer there: kept whole, with who, when and why. Append-only but for
    being restored."""

    class Cause(models.TextChoices):
        DELETE = "DELETE", "Deleted"
        UPDATE = "UPDATE", "Replaced"
        MERGE = "MERGE", "Moved when two numbers became one"
        MOVE = "MOVE", "Moved to another person"

    id = models.BigAutoField(primary_key=True)
    person_id = models.CharField(max_length=12)
    note_id = models.UUIDField()
    amendment_id = models.UUIDField(null=True)
    """Set when only one amendment was deleted."""
    legacy_id = models.BigIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    """The note with its amendments, by the names of our own columns; `type` and `subType` as codes."""
    deleted_at = models.DateTimeField()
    deleted_by = models.CharField(max_length=240)
    deleted_by_name = models.CharField(max_length=240, blank=True)
    caseload = models.CharField(max_length=6, blank=True)
    """The active caseload of whoever did it."""
    system = models.CharField(max_length=5)
    """DPS or NOMIS: where it was done."""
    cause = models.CharField(max_length=6, choices=Cause)
    reason = models.TextField(blank=True)
    restored_at = models.DateTimeField(null=True)
    restored_by = models.CharField(max_length=240, blank=True)
    restored_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-deleted_at"], name="deleted_note_by_person"),
            models.Index(fields=["note_id", "-id"], name="deleted_note_by_note"),
            models.Index(fields=["-deleted_at"], name="deleted_note_newest"),
        ]
