from django.db import models


class WatchedPerson(models.Model):
    """Somebody on the watch list of one member of staff."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="watched_by")
    why = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    """When they were added, or the list was last marked as seen."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "person"], name="watched_once")]
