"""What proves who somebody is beside a password, and the challenges in which it is asked for."""

import uuid

from django.db import models
from django.db.models import Q

from dps.identity.models import Account


class Challenge(models.Model):
    """One time of asking one person, in one browser. A code belongs to one challenge and is kept only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="second_steps")
    way = models.CharField(max_length=12)
    """A `rules.Way`: how it is asked now."""
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    """HMAC-SHA-256 of challenge and code with a key of ours; '' when no code was sent."""
    code_ends_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    passkey_asked = models.BinaryField(default=b"")
    """What a passkey is to sign; empty once it was answered."""

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="second_step_by_end")]


class AuthenticatorApp(models.Model):
    """An app that shows a new code every half minute. Until `confirmed_at` it is only being set up."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="authenticator_apps")
    key_sealed = models.TextField()
    """The shared key, encrypted with a key derived from SECRET_KEY."""
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    """The half minute (since 1970) of the last code used: neither it nor an earlier one is accepted again."""
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(confirmed_at__isnull=False), name="app_one"),
            models.UniqueConstraint(fields=["account"], condition=Q(confirmed_at__isnull=True), name="app_one_new"),
        ]


class Passkey(models.Model):
    """A key in a device, a browser or a password manager, of which we keep the public half."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=50)
    credential_id = models.BinaryField(unique=True, max_length=1023)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    """How often it says it signed. One that does not count says 0; one that goes back was copied."""
    transports = models.JSONField(default=list)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "id"], name="passkey_by_account")]


class RecoveryCode(models.Model):
    """A code on paper for when everything else is lost. Used once."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64, unique=True)
    """HMAC-SHA-256 of account and code with a key of ours."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account"], name="recovery_code_unused", condition=Q(used_at__isnull=True))]


class AlwaysAsk(models.Model):
    """Somebody chose to be asked for the second step at every sign-in."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="always_ask")
    chosen_at = models.DateTimeField()
