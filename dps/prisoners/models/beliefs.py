from django.db import models


class Belief(models.Model):
    """A religion, faith or belief a person held from a day on. The newest that has not ended is theirs now."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="beliefs")
    booking_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=12)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason_known = models.BooleanField(null=True)
    comments = models.TextField(blank=True)
    verified = models.BooleanField(default=False)
    added_by = models.CharField(max_length=240, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-started_on"], name="belief_by_person")]
