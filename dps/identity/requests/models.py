"""What was asked for and decided, caseloads that end, and who looked at what people may do."""

from django.db import models
from django.db.models import Q

from dps.identity.models import Account
from dps.identity.requests.rules import Kind


class AccessRequest(models.Model):
    """One role or caseload somebody asked for, or its removal. `version` counts what happened to it."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Waiting"
        AGREED = "AGREED", "Agreed"
        REFUSED = "REFUSED", "Refused"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="access_requests")
    """Whose access it is about."""
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.value) for kind in Kind])
    code = models.CharField(max_length=60)
    """The role, or the prison."""
    why = models.CharField(max_length=500)
    ends_on = models.DateField(null=True)
    """The last day it is needed, as asked for; once agreed, as agreed."""
    asked_by = models.CharField(max_length=240)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.CharField(max_length=240, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was refused."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "code"], condition=Q(state="OPEN"), name="access_request_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(state="OPEN"), name="access_request_waiting"),
            models.Index(fields=["account", "-asked_at"], name="access_request_by_account"),
            models.Index(fields=["asked_by", "-asked_at"], name="access_request_by_asker"),
        ]


class CaseloadGiven(models.Model):
    """A caseload given for a request, up to and including `ends_on`. Those without a row came another way."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="caseloads_given")
    caseload = models.CharField(max_length=6)
    given_by = models.CharField(max_length=240)
    given_at = models.DateTimeField()
    ends_on = models.DateField(null=True)
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "caseload"], name="caseload_given_once")]
        indexes = [
            models.Index(fields=["ends_on"], name="caseload_given_ends", condition=Q(ends_on__isnull=False)),
        ]


class EndReminder(models.Model):
    """Somebody was told that a role or caseload is about to end: once for each last day."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14)
    code = models.CharField(max_length=60)
    ends_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "code", "ends_on"], name="end_reminder_once")]
        indexes = [models.Index(fields=["ends_on"], name="end_reminder_by_day")]


class AccessReview(models.Model):
    """The last time somebody looked whether a person still needs a role. Earlier ones are in the audit."""

    class Verdict(models.TextChoices):
        NEEDED = "NEEDED", "Still needed"
        TAKE_AWAY = "TAKE_AWAY", "Take away"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="access_reviews")
    role = models.CharField(max_length=60)
    prison = models.CharField(max_length=6)
    verdict = models.CharField(max_length=10, choices=Verdict)
    by = models.CharField(max_length=240)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role"], name="access_review_last")]
