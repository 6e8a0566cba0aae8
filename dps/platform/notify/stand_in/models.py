import uuid

from django.db import models


class StandInMessage(models.Model):
    """What the stand-in was asked to send. Kept seven days, as GOV.UK Notify does."""

    number = models.BigAutoField(primary_key=True)
    """In the order they came: two may come within one tick of the clock."""
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    """The id callers know it by."""
    service_id = models.UUIDField()
    key_type = models.CharField(max_length=6)
    kind = models.CharField(max_length=5)
    reference = models.CharField(max_length=1000, null=True)
    recipient = models.CharField(max_length=320)
    template_id = models.UUIDField()
    template_version = models.PositiveIntegerField()
    subject = models.TextField(blank=True)
    body = models.TextField()
    one_click_unsubscribe_url = models.TextField(blank=True)
    status = models.CharField(max_length=24)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    """How often its receipt was tried."""
    answer = models.PositiveSmallIntegerField(null=True)
    """What our receiver last answered; 0 for nothing."""

    class Meta:
        db_table = "notify_stand_in_message"
        indexes = [
            models.Index(fields=["reference"], name="stand_in_by_reference"),
            models.Index(fields=["recipient", "-number"], name="stand_in_by_recipient"),
        ]


class StandInTemplate(models.Model):
    """One version of a template."""

    id = models.BigAutoField(primary_key=True)
    template_id = models.UUIDField()
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=5)
    subject = models.TextField(null=True)
    body = models.TextField()
    hash = models.CharField(max_length=64)
    archived = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "notify_stand_in_template"
        constraints = [models.UniqueConstraint(fields=["template_id", "version"], name="stand_in_one_version")]


class StandInLimit(models.Model):
    """How many messages a key type of a service may send, and how many it has."""

    id = models.BigAutoField(primary_key=True)
    service_id = models.UUIDField()
    key_type = models.CharField(max_length=6)
    per_minute = models.PositiveIntegerField(default=3000)
    per_day = models.PositiveIntegerField(default=250_000)
    tokens = models.FloatField(null=True)
    filled_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    used_today = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "notify_stand_in_limit"
        constraints = [models.UniqueConstraint(fields=["service_id", "key_type"], name="stand_in_one_limit")]


class StandInFault(models.Model):
    """Something that goes wrong the next `remaining` times."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=24)
    remaining = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=0)
    """How long the silent and the slow ones take."""

    class Meta:
        db_table = "notify_stand_in_fault"
