from django.db import models


class FiguresRebuild(models.Model):
    """That the snapshots of a range of days were asked to be counted afresh, and how far that is."""

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    policy = models.CharField(max_length=16)
    from_date = models.DateField()
    to_date = models.DateField()
    """The last day, counted too."""
    asked_by = models.CharField(max_length=240)
    asked_at = models.DateTimeField()
    next_date = models.DateField()
    """The day that is counted next; after `to_date` when all are."""
    counted = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    """Days on which nobody was there, or nobody eligible."""
    moved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["prison", "policy", "-asked_at"], name="figures_rebuild_newest"),
            models.Index(fields=["id"], name="figures_rebuild_unfinished", condition=models.Q(completed_at=None)),
        ]
