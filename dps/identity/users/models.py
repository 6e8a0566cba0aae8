"""What looking after accounts keeps beside the accounts: allowed e-mail domains, and changes of roles in bulk."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class EmailDomain(models.Model):
    """A domain whose addresses may be used, and those of its parts. One that was removed is kept, so that loading the
    product's own list does not bring it back."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    """In small letters, without a sign before it: justice.gov.uk."""
    description = models.CharField(max_length=200)
    added_by = models.CharField(max_length=240)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class BulkChange(models.Model):
    """Roles given to many people, or taken away, under one ticket. A draft until it is confirmed."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Not started"
        WAITING = "WAITING", "Waiting to start"
        RUNNING = "RUNNING", "Running"
        COMPLETE = "COMPLETE", "Complete"

    class Action(models.TextChoices):
        ADD = "ADD", "Add"
        REMOVE = "REMOVE", "Remove"

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=60)
    """The ticket that asked for it."""
    action = models.CharField(max_length=6, choices=Action, blank=True)
    roles = ArrayField(models.CharField(max_length=60), default=list)
    usernames = ArrayField(models.CharField(max_length=240), default=list)
    """As uploaded, in capitals, each once, in order of name. Emptied once each has its items."""
    people = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    """How many rows of the file named somebody a second time."""
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    requested_by = models.CharField(max_length=240)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    """When something was last done; none for long while it is not complete means that its job was lost."""
    completed_at = models.DateTimeField(null=True)
    assignments = models.PositiveIntegerField(default=0)
    """People times roles."""
    succeeded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    @property
    def done(self) -> int:
        return self.succeeded + self.failed


class BulkChangeItem(models.Model):
    """One role of one person."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        SUCCESS = "SUCCESS", "Success"
        ERROR = "ERROR", "Error"

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="items")
    username = models.CharField(max_length=240)
    role = models.CharField(max_length=60)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "username", "role"], name="bulk_item_once")]
        indexes = [models.Index(fields=["change", "state", "id"], name="bulk_item_by_state")]
