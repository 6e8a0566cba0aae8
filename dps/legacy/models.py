"""What the link to NOMIS remembers. The NOMIS tables themselves are in `dps.legacy.nomis`."""

from django.db import models


class LinkState(models.Model):
    """The one row about the link as a whole."""

    ONLY = "nomis"

    name = models.CharField(primary_key=True, max_length=10, default=ONLY)
    follower_seen_at = models.DateTimeField(null=True)
    """Heartbeat of the process that follows NOMIS, also while NOMIS does not answer."""
    last_answer_at = models.DateTimeField(null=True)
    """When NOMIS last answered a whole round of questions."""
    failing_since = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    """Why the last round failed, in plain English."""
    load_started_at = models.DateTimeField(null=True)
    load_finished_at = models.DateTimeField(null=True)
    load_rows = models.BigIntegerField(default=0)
    load_seconds = models.FloatField(default=0)
    search_current = models.BooleanField(default=False)
    """False from the start of a full load until the search records have been made again."""
    last_change_at = models.DateTimeField(null=True)
    """When the newest change was made in NOMIS, by its clock."""
    last_change_applied_at = models.DateTimeField(null=True)
    last_change_delay = models.FloatField(null=True)
    """Seconds from one to the other."""


class FeedState(models.Model):
    """How far one feed has come."""

    feed = models.CharField(primary_key=True, max_length=40)
    load_started_at = models.DateTimeField(null=True)
    load_finished_at = models.DateTimeField(null=True)
    load_position = models.JSONField(null=True)
    """The key of the last row committed by a full load that has not finished; none otherwise."""
    clock = models.CharField(max_length=32, blank=True)
    """London wall-clock time, by the clock of NOMIS, up to which its changes have been taken (less the overlap)."""
    rows_read = models.BigIntegerField(default=0)
    rows_written = models.BigIntegerField(default=0)
    rows_deleted = models.BigIntegerField(default=0)
    load_rows = models.BigIntegerField(default=0)
    load_seconds = models.FloatField(default=0)
    last_change_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)
    """When deleted rows were last looked for."""
    last_error = models.TextField(blank=True)
    absent = models.JSONField(default=list)
    """Tables and columns that this NOMIS does not have, e.g. ["offender_images", "offenders.suffix"]."""


class SetAsideRow(models.Model):
    """A NOMIS row that is not here, or not whole, and why."""

    class Kind(models.TextChoices):
        UNREADABLE = "UNREADABLE", "Cannot be read"
        WAITING = "WAITING", "Waiting for another record"
        CHANGED = "CHANGED", "Loaded with something left out"

    id = models.BigAutoField(primary_key=True)
    feed = models.CharField(max_length=40)
    key = models.JSONField()
    key_text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "key_text"], name="set_aside_once")]
        indexes = [models.Index(fields=["-last_seen_at", "-id"], name="set_aside_newest")]


class StaffAccess(models.Model):
    """A caseload or role that NOMIS gives a user. Kept apart from what DPS gives, so that it can be taken away."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=240)
    kind = models.CharField(max_length=8)
    """CASELOAD or ROLE."""
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username", "kind", "code"], name="staff_access_once")]


class StaffEmail(models.Model):
    """An e-mail address that NOMIS holds of a user. An account without one takes the only work address there is."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=240)
    address = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username", "address"], name="staff_email_once")]
