import uuid
from typing import Any

from django.db import models

from dps.platform.notify import rules, sealed
from dps.platform.notify.stand_in.models import StandInFault, StandInLimit, StandInMessage, StandInTemplate

__all__ = [
    "Message",
    "NotifyTemplate",
    "Sending",
    "StandInFault",
    "StandInLimit",
    "StandInMessage",
    "StandInTemplate",
    "Step",
]


class Message(models.Model):
    """The outbox: one e-mail or text. Its id is the reference GOV.UK Notify knows it by, so it is sent once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    template = models.CharField(max_length=100)
    template_hash = models.CharField(max_length=64)
    template_version = models.PositiveIntegerField(null=True)
    """GOV.UK Notify's number of the version it used."""
    kind = models.CharField(max_length=5)
    """email or sms."""
    recipient = models.CharField(max_length=320, blank=True)
    username = models.CharField(max_length=240, blank=True)
    sealed_values = models.BinaryField(default=bytes)
    """What fills the placeholders, encrypted. Emptied once it is delivered."""
    sealed_content = models.BinaryField(default=bytes)
    """Subject and body as GOV.UK Notify took them, without links and codes, and what it said when it refused."""
    about = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=True)
    state = models.CharField(max_length=20, default=rules.State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    """Attempts since it began, or since a person had it tried again."""
    trying_since = models.DateTimeField(null=True)
    unsure = models.BooleanField(default=False)
    """An attempt ended without an answer: ask GOV.UK Notify whether it has it before sending."""
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    error_status = models.PositiveSmallIntegerField(null=True)
    error_type = models.CharField(max_length=60, blank=True)
    error_words = models.CharField(max_length=200, blank=True)
    notify_id = models.UUIDField(null=True)
    resend_of = models.UUIDField(null=True)
    """The message that failed and that this one repeats."""
    resends = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    receipt_at = models.DateTimeField(null=True)
    """When GOV.UK Notify last called back about it."""
    ask_at = models.DateTimeField(null=True)
    """When to ask where it is, if no receipt came."""
    told_at = models.DateTimeField(null=True)
    """When those who look after the address were told that it does not exist."""

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "id"], name="message_by_time"),
            models.Index(fields=["state", "-created_at"], name="message_by_state"),
            models.Index(fields=["template", "-created_at"], name="message_by_template"),
            models.Index(fields=["recipient", "-created_at"], name="message_by_recipient"),
            models.Index(fields=["username", "-created_at"], name="message_by_user"),
            models.Index(fields=["notify_id"], name="message_by_notify_id"),
            models.Index(fields=["resend_of"], name="message_resent", condition=models.Q(resend_of__isnull=False)),
            models.Index(
                fields=["not_before"], name="message_waiting", condition=models.Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["ask_at"], name="message_to_ask", condition=models.Q(ask_at__isnull=False)),
            models.Index(fields=["-receipt_at"], name="message_receipts", condition=models.Q(receipt_at__isnull=False)),
            models.Index(fields=["changed_at"], name="message_failed", condition=models.Q(
                state__in=["held", "failed_permanent", "failed_temporary", "failed_technical", "expired"])),
        ]  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """What fills the placeholders, opened. Raises sealed.Unreadable."""
        return sealed.unseal(self.sealed_values) or {}

    @property
    def content(self) -> dict[str, Any]:
        """`subject`, `body` and `errors`, as far as known. Raises sealed.Unreadable."""
        return sealed.unseal(self.sealed_content) or {}


class Step(models.Model):
    """One thing that happened to a message, for its timeline."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=20)
    words = models.CharField(max_length=300, blank=True)


class NotifyTemplate(models.Model):
    """Which template at GOV.UK Notify a key is, in this environment, and what the last check found."""

    key = models.CharField(max_length=100, primary_key=True)
    notify_id = models.UUIDField()
    version = models.PositiveIntegerField(null=True)
    placeholders = models.JSONField(default=list)
    """Those GOV.UK Notify's template had when last checked."""
    last_checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)


class Sending(models.Model):
    """How sending as a whole is doing. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    busy_until = models.DateTimeField(null=True)
    """Turns are given out up to here."""
    paused_until = models.DateTimeField(null=True)
    paused_words = models.CharField(max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True)
    """Nothing is sent until an administrator says try again."""
    stopped_words = models.CharField(max_length=200, blank=True)
