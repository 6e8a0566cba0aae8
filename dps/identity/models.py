"""Staff accounts. Later services hang MFA, tokens and requests on them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").strip().upper())


class Account(AbstractBaseUser):
    """Something that signs in. `username` is stored in capitals."""

    class Source(models.TextChoices):
        LOCAL = "auth", "External"
        NOMIS = "nomis", "DPS"
        DELIUS = "delius", "Delius"
        MICROSOFT = "azuread", "Microsoft Azure"

    username = models.CharField(max_length=240, unique=True)
    email = models.CharField(max_length=240, blank=True)
    first_name = models.CharField(max_length=50, blank=True)
    last_name = models.CharField(max_length=50, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.NOMIS)
    staff_id = models.BigIntegerField(null=True)
    is_administrator = models.BooleanField(default=False)
    """An ADMIN account: the longer password length applies."""
    locked = models.BooleanField(default=False)
    inactive = models.BooleanField(default=False)
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    roles = ArrayField(models.CharField(max_length=60), default=list)
    caseloads = ArrayField(models.CharField(max_length=6), default=list)
    active_caseload = models.CharField(max_length=6, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        indexes = [
            GinIndex(fields=["roles"], name="account_by_role"),
            models.Index(fields=["staff_id"], name="account_by_staff"),
        ]

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in."""
        return not self.inactive and not self.locked


class AddressFailures(models.Model):
    """Failed sign-ins from one network address in the current five minutes. A prison shares one address."""

    address = models.GenericIPAddressField(primary_key=True)
    window_started = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
