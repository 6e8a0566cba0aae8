from django.conf import settings
from django.db import models


class MicrosoftPerson(models.Model):
    """Whose account this is at Microsoft: the person who signed in to it first. An address can be given to somebody
    else, a subject never is; it means something only to the registration it was told to (identity.md 3.5)."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=200)
    """Of this product at the issuer."""
    subject = models.CharField(max_length=255)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "issuer", "client_id"], name="microsoft_person_one_an_account")
        ]
