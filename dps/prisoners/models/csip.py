from django.db import models


class CsipRecord(models.Model):
    """A challenge, support and intervention plan, from its referral on: as NOMIS holds it, read only
    (prisoners.md 3, form-builder.md 4.2)."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="csip_records")
    log_code = models.CharField(max_length=10, blank=True)
    prison = models.CharField(max_length=6, blank=True)
    incident_on = models.DateField(null=True)
    incident_type = models.CharField(max_length=12, blank=True)
    referred_on = models.DateField(null=True)
    referral_complete = models.BooleanField(default=False)
    screening_outcome = models.CharField(max_length=12, blank=True)
    screened_on = models.DateField(null=True)
    investigated = models.BooleanField(default=False)
    """Whether anything of an investigation was written down."""
    decision = models.CharField(max_length=12, blank=True)
    decided_on = models.DateField(null=True)
    case_manager = models.CharField(max_length=100, blank=True)
    first_review_on = models.DateField(null=True)
    created_at = models.DateTimeField(null=True)


class CsipReview(models.Model):
    """A review of a plan: what is next, or that it is closed."""

    id = models.BigIntegerField(primary_key=True)
    record = models.ForeignKey(CsipRecord, on_delete=models.CASCADE, related_name="reviews", db_constraint=False)
    sequence = models.IntegerField()
    remains_open = models.BooleanField(default=False)
    next_review_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
