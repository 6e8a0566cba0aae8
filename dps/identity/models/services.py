from django.contrib.postgres.fields import ArrayField
from django.db import models


class Service(models.Model):
    """Another system that people open from the home page. Services of this product register their own tiles."""

    code = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500)
    roles = ArrayField(models.CharField(max_length=60), default=list)
    """Any of these shows it; empty for everybody."""
    prisons = ArrayField(models.CharField(max_length=6), default=list)
    """Shown only to those working in one of these; empty for anywhere."""
    contact = models.CharField(max_length=240, blank=True)
    enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "code"]
