from django.db import models


class NoteType(models.Model):
    """A kind of note. Shown when at least one of its sub-types is. Codes may hold spaces and ampersands."""

    code = models.CharField(primary_key=True, max_length=12)
    description = models.CharField(max_length=80)


class NoteSubType(models.Model):
    """The finer kind. The same code recurs under several types, so it is known only with its type."""

    id = models.AutoField(primary_key=True)
    type = models.ForeignKey(NoteType, on_delete=models.CASCADE, related_name="sub_types")
    code = models.CharField(max_length=12)
    description = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    """False: history only; never offered, still found."""
    active_from = models.DateField(null=True)
    """Offered from this day; null: always was."""
    active_to = models.DateField(null=True)
    """The last day it is offered; null: no end."""
    sensitive = models.BooleanField(default=False)
    """Shown only to holders of a role that reads sensitive notes."""
    restricted_use = models.BooleanField(default=False)
    """Written only by prison offender managers and holders of the role that adds sensitive notes."""
    sync_to_nomis = models.BooleanField(default=True)
    selectable = models.BooleanField(default=True)
    """A person may pick it on the form; False: written by a system."""
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=240, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "code"], name="note_sub_type_once")]
