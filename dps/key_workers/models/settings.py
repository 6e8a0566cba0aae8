from django.db import models


class PrisonSettings(models.Model):
    """How one prison runs one scheme. No row: the scheme is off, with the defaults of `rules.settings`."""

    class Order(models.TextChoices):
        BY_ALLOCATIONS = "BY_ALLOCATIONS", "By number of allocations"
        BY_NAME = "BY_NAME", "By name"

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    policy = models.CharField(max_length=16)
    enabled = models.BooleanField(default=False)
    allow_recommendation = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(default=9)
    """People one worker takes before recommendation passes them over; 1 to 999."""
    frequency_in_weeks = models.PositiveSmallIntegerField(default=1)
    has_high_complexity = models.BooleanField(default=False)
    order = models.CharField(max_length=14, choices=Order, default=Order.BY_ALLOCATIONS)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=240)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "policy"], name="key_work_settings_once")]


class EmailWish(models.Model):
    """That somebody wants to be e-mailed. No row: no e-mail (key-workers.md 8)."""

    class Kind(models.TextChoices):
        ALLOCATED = "ALLOCATED", "When people are allocated to me or taken from me"
        ARRIVALS = "ARRIVALS", "When people without a worker have arrived"
        RETURNING = "RETURNING", "When staff come back from leave"
        DUE = "DUE", "Every Monday: sessions due and overdue"

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    prison = models.CharField(max_length=6)
    policy = models.CharField(max_length=16)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "prison", "policy", "kind"], name="email_wish_once")
        ]
        indexes = [models.Index(fields=["prison", "policy", "kind"], name="email_wish_by_prison")]
