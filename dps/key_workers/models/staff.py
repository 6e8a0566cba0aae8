from django.db import models


class StaffRole(models.Model):
    """That somebody is a key worker (or personal officer) at a prison. In force until `to_date`, exclusive."""

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    staff_id = models.BigIntegerField()
    policy = models.CharField(max_length=16)
    first_name = models.CharField(max_length=50, blank=True)
    last_name = models.CharField(max_length=50, blank=True)
    """As NOMIS or their account had them when last read."""
    username = models.CharField(max_length=240, blank=True)
    """Of their account here; '' when there is none."""
    position = models.CharField(max_length=12, default="PRO")
    schedule_type = models.CharField(max_length=12, default="FT")
    hours_per_week = models.DecimalField(max_digits=5, decimal_places=2, default=35)
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    """When NOMIS last said so; null when it was given here and NOMIS has not said it."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "staff_id", "policy"], name="staff_role_once")]
        indexes = [
            models.Index(fields=["staff_id", "policy"], name="staff_role_by_staff"),
            models.Index(fields=["username"], name="staff_role_by_username"),
        ]


class WorkerSettings(models.Model):
    """What differs from the defaults for one worker at one prison. No row: ACTIVE with the prison's capacity."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", "Active"
        ANNUAL_LEAVE = "UNAVAILABLE_ANNUAL_LEAVE", "Unavailable - annual leave"
        LONG_TERM_ABSENCE = "UNAVAILABLE_LONG_TERM_ABSENCE", "Unavailable - long term absence"
        NO_PRISONER_CONTACT = "UNAVAILABLE_NO_PRISONER_CONTACT", "Unavailable - no prisoner contact"
        INACTIVE = "INACTIVE", "Inactive"

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    staff_id = models.BigIntegerField()
    policy = models.CharField(max_length=16)
    status = models.CharField(max_length=32, choices=Status, default=Status.ACTIVE)
    capacity = models.PositiveSmallIntegerField(null=True)
    """Null: the prison's."""
    reactivate_on = models.DateField(null=True)
    """Of annual leave: the day they are back."""
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=240)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "staff_id", "policy"], name="worker_settings_once")]
        indexes = [
            models.Index(
                fields=["reactivate_on"], name="worker_back_on", condition=models.Q(reactivate_on__isnull=False)
            )
        ]


class Cover(models.Model):
    """A colleague who looks after a worker's people for a time; hands back by itself on the day after `to_date`."""

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    policy = models.CharField(max_length=16)
    staff_id = models.BigIntegerField()
    """Who is away."""
    cover_staff_id = models.BigIntegerField()
    from_date = models.DateField()
    to_date = models.DateField()
    """The last day."""
    note = models.CharField(max_length=1000, blank=True)
    """What the colleague should know."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=240)
    ended_at = models.DateTimeField(null=True)
    """Ended before its day."""

    class Meta:
        indexes = [
            models.Index(fields=["prison", "policy", "to_date"], name="cover_by_prison"),
            models.Index(fields=["cover_staff_id", "to_date"], name="cover_by_colleague"),
        ]
