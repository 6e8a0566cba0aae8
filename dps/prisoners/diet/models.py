from django.contrib.postgres.fields import ArrayField
from django.db import models


class Diet(models.Model):
    """What a person may and may not eat. One a person; kept here only."""

    person = models.OneToOneField("prisoners.Person", primary_key=True, on_delete=models.CASCADE, related_name="diet")
    medical = ArrayField(models.CharField(max_length=24), default=list)
    allergies = ArrayField(models.CharField(max_length=24), default=list)
    personalised = ArrayField(models.CharField(max_length=24), default=list)
    details = models.JSONField(default=dict)
    """Texts that go with a box, by the names of `rules.DETAILS`."""
    catering_instructions = models.CharField(max_length=1000, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=240)
    changed_in = models.CharField(max_length=6, blank=True)
    """The prison the person was in then."""
