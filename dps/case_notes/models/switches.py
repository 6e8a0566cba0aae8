from django.db import models


class SystemNoteSwitch(models.Model):
    """Whether another service's notes (alerts, say) are written for a prison. The most particular row counts."""

    EVERY = "*ALL*"

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    kind = models.CharField(max_length=24)
    """`alerts`."""
    on = models.BooleanField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "kind"], name="system_note_switch_once")]
