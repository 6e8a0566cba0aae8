"""Prisons and other agencies, their locations, and every coded list."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Agency(models.Model):
    """A prison, court, secure hospital; OUT for outside and TRN for in transit."""

    code = models.CharField(primary_key=True, max_length=6)
    name = models.CharField(max_length=40)
    type = models.CharField(max_length=12)
    active = models.BooleanField(default=True)
    closed_on = models.DateField(null=True)
    serves = models.CharField(max_length=2, blank=True)
    """M men, F women, MF both."""
    kind = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=12, blank=True)
    operator = models.CharField(max_length=20, blank=True)
    welsh_name = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=12, blank=True)
    """NOMIS's code of its prison region; '' when it has none."""

    class Meta:
        indexes = [models.Index(fields=["type", "name"], name="agency_by_type")]


class Location(models.Model):
    """A node of one agency's tree: wing, landing, cell, or another room."""

    id = models.BigIntegerField(primary_key=True)
    agency = models.CharField(max_length=6)
    code = models.CharField(max_length=40)
    parent_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=240)
    """Without the agency: A-1-001."""
    local_name = models.CharField(max_length=40, blank=True)
    type = models.CharField(max_length=12)
    unit_type = models.CharField(max_length=12, blank=True)
    capacity = models.IntegerField(null=True)
    operational_capacity = models.IntegerField(null=True)
    certified_accommodation = models.IntegerField(null=True)
    certified = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    deactivated_on = models.DateField(null=True)
    deactivate_reason = models.CharField(max_length=12, blank=True)
    sort_key = models.CharField(max_length=300)
    """Natural order of the path: numbers first, then A to Z."""

    class Meta:
        indexes = [
            models.Index(fields=["agency", "sort_key"], name="location_by_agency"),
            models.Index(fields=["agency", "path"], name="location_by_path"),
            models.Index(fields=["parent_id"], name="location_by_parent"),
        ]


class ReferenceCode(models.Model):
    """One code of one list. Inactive codes still label old records and are never offered."""

    id = models.BigAutoField(primary_key=True)
    domain = models.CharField(max_length=16)
    code = models.CharField(max_length=40)
    description = models.CharField(max_length=200)
    sequence = models.IntegerField(default=99)
    active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)
    parent = models.CharField(max_length=16, blank=True)
    attributes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domain", "code"], name="reference_code_once")]
        indexes = [
            GinIndex(fields=["description"], opclasses=["gin_trgm_ops"], name="reference_code_by_words"),
        ]
