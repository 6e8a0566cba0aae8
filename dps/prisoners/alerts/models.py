"""What alerts need beside the alerts themselves, which are `prisoners.Alert`."""

from django.db import models


class RestrictedCode(models.Model):
    """A code that only named users may add, change or delete."""

    code = models.CharField(primary_key=True, max_length=12)
    restricted_at = models.DateTimeField()
    restricted_by = models.CharField(max_length=240)


class PrivilegedUser(models.Model):
    """Somebody named for a code; it counts while the code is restricted. User names in capitals."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=12)
    username = models.CharField(max_length=240)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "username"], name="privileged_user_once")]


class EndTold(models.Model):
    """That an alert ended on a day has been told: once, whoever or whatever ended it."""

    id = models.BigAutoField(primary_key=True)
    alert_id = models.UUIDField()
    active_to = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert_id", "active_to"], name="end_of_alert_told_once")]
        indexes = [models.Index(fields=["active_to"], name="end_told_by_day")]


class AlertReview(models.Model):
    """Somebody looked at an alert and left it as it is."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey("prisoners.Alert", on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField()
    username = models.CharField(max_length=240)
    display_name = models.CharField(max_length=240, blank=True)

    class Meta:
        indexes = [models.Index(fields=["alert", "-at"], name="review_by_alert")]


class BulkAlert(models.Model):
    """One alert for many people: a draft until it is started, then a record of what was done."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        WAITING = "WAITING", "Waiting to start"
        RUNNING = "RUNNING", "In progress"
        COMPLETE = "COMPLETE", "Complete"

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    type = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    mode = models.CharField(max_length=40, blank=True)
    planned_by = models.CharField(max_length=240)
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    """The day it was started: alerts start and end on it, however long the work takes."""
    moved_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    """How many the work is for, those whose alert ends included. Set when it is started."""
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    @property
    def done(self) -> int:
        return self.created + self.updated + self.unchanged + self.expired + self.failed


class BulkAlertPerson(models.Model):
    """Somebody a bulk alert is for, and what came of it. `named` is false for those whose alert ends."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        CREATE = "CREATE", "New alert"
        UPDATE = "UPDATE", "End date removed"
        UNCHANGED = "UNCHANGED", "Already active"
        EXPIRE = "EXPIRE", "Ended"
        ERROR = "ERROR", "Not done"

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(BulkAlert, on_delete=models.CASCADE, related_name="items")
    number = models.CharField(max_length=10)
    named = models.BooleanField(default=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="bulk_alert_once_for_each")]
        indexes = [
            models.Index(fields=["plan", "number"], name="bulk_alert_waiting", condition=models.Q(state="WAITING")),
        ]
