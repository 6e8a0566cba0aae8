from django.db import models

from dps.identity.models import OneTimeLink


class AskedByAdministrator(models.Model):
    """A link to confirm an address that an administrator asked for. Once it is confirmed, every session of the account
    ends."""

    link = models.OneToOneField(OneTimeLink, primary_key=True, on_delete=models.CASCADE, related_name="+")
