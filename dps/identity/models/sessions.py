import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class StaffSession(AbstractBaseSession):
    """One browser in which somebody is signed in, or is signing in.

    `session_key` is a digest of the secret that the browser holds; `public_id` is no secret.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    account_id = models.BigIntegerField(null=True)
    """None until the whole sign-in is complete."""
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """To the minute."""
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)
    """The browser and system as it names itself."""
    methods = ArrayField(models.CharField(max_length=12), default=list)
    """How it was proved who this is: pwd, then otp, hwk …(RFC 8176)."""

    class Meta:
        indexes = [models.Index(fields=["account_id", "-seen_at"], name="session_by_account")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from dps.identity.sessions.store import SessionStore

        return SessionStore
