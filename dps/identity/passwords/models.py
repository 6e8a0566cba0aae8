"""What waits: requests to be answered by e-mail, and links that are not yet for one account."""

from django.db import models

from dps.identity.models import OneTimeLink


class Asked(models.Model):
    """Something typed on a page open to everybody, waiting to be answered by e-mail.

    Who typed it never waits for the answer, so its time tells nothing of who exists. Gone once it is answered.
    """

    class Kind(models.TextChoices):
        PASSWORD = "PASSWORD", "Forgotten password"
        USERNAME = "USERNAME", "Forgotten user name"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    typed = models.CharField(max_length=240)
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    """Where from, for the audit."""
    request_id = models.CharField(max_length=64, blank=True)


class UserNameWanted(models.Model):
    """A link to a mailbox that several accounts share: whoever follows it says first which one is meant."""

    link = models.OneToOneField(OneTimeLink, primary_key=True, on_delete=models.CASCADE, related_name="+")
