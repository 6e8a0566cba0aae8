from django.db import models

from dps.identity.models.accounts import Account


class OneTimeLink(models.Model):
    """A link sent by e-mail that proves who follows it. Only its hash is kept; following it by GET uses nothing up."""

    class Kind(models.TextChoices):
        RESET = "RESET", "Choose a new password"
        FIRST = "FIRST", "Choose a first password"
        EMAIL = "EMAIL", "Confirm an email address"
        BACKUP_EMAIL = "BACKUP_EMAIL", "Confirm a backup email address"
        MOBILE = "MOBILE", "Confirm a mobile number"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=Kind)
    hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, hexadecimal. A mobile's code is hashed with the account's key."""
    address = models.CharField(max_length=240, blank=True)
    """The address or number it was sent to, which it confirms."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["account", "kind"], name="link_by_account")]
