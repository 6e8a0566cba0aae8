from django.db import models


class PhysicalAttributes(models.Model):
    """Height and weight on a booking. The highest sequence counts."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="physical_attributes")
    sequence = models.IntegerField(default=1)
    height_cm = models.IntegerField(null=True)
    weight_kg = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="physical_attributes_once")]


class Mark(models.Model):
    """A tattoo, scar or other mark on the body. Its photographs are images with its sequence."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="marks")
    sequence = models.IntegerField()
    """From NOMIS; 0 and below for marks recorded here that NOMIS has not numbered yet."""
    type = models.CharField(max_length=12)
    """TAT, SCAR, MARK or OTH."""
    body_part = models.CharField(max_length=12)
    side = models.CharField(max_length=12, blank=True)
    orientation = models.CharField(max_length=12, blank=True)
    comment = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="mark_once")]
