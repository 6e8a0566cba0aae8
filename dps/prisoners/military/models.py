from django.contrib.postgres.fields import ArrayField
from django.db import models


class MilitaryRecord(models.Model):
    """A period of service in the armed forces. Kept here only. Months are the first day of them."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="military_records")
    branch = models.CharField(max_length=12)
    rank = models.CharField(max_length=40, blank=True)
    service_number = models.CharField(max_length=12, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    enlisted = models.DateField()
    enlisted_at = models.CharField(max_length=40, blank=True)
    conflicts = ArrayField(models.CharField(max_length=12), default=list)
    disciplinary = ArrayField(models.CharField(max_length=12), default=list)
    discharged = models.DateField(null=True)
    discharged_at = models.CharField(max_length=40, blank=True)
    discharge = models.CharField(max_length=12, blank=True)
    comment = models.CharField(max_length=240, blank=True)
