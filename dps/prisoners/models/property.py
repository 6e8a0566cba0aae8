from django.db import models


class PropertyContainer(models.Model):
    """A box or bag of a person's property, kept by the prison (prisoners.md 4)."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="property_containers")
    container = models.CharField(max_length=12, blank=True)
    """What it is: a code of the domain PPTY_CNTNR."""
    seal_mark = models.CharField(max_length=20, blank=True)
    location_id = models.BigIntegerField(null=True)
    """Where it stands: a place inside a prison."""
    active = models.BooleanField(default=False)
