"""Staff accounts: who signs in, with what, and what state the account is in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Collate, Upper
from django.utils import timezone


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").strip().upper())


class Account(AbstractBaseUser):
    """Something that signs in. `username` is stored in capitals, `email` in small letters."""

    class Source(models.TextChoices):
        LOCAL = "auth", "External"
        NOMIS = "nomis", "DPS"
        DELIUS = "delius", "Delius"
        MICROSOFT = "azuread", "Microsoft Azure"

    key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    """What other systems know the account by, for life."""
    username = models.CharField(max_length=240, unique=True)
    email = models.CharField(max_length=240, blank=True)
    email_verified = models.BooleanField(default=False)
    first_name = models.CharField(max_length=50, blank=True)
    last_name = models.CharField(max_length=50, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.NOMIS)
    staff_id = models.BigIntegerField(null=True)
    is_administrator = models.BooleanField(default=False)
    """An ADMIN account: the longer password length and the second step apply."""
    created_at = models.DateTimeField(default=timezone.now)
    password_changed_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)
    """The next sign-in leads to choosing a new password."""
    locked = models.BooleanField(default=False)
    """By wrong passwords or codes. A reset by e-mail opens it."""
    inactive = models.BooleanField(default=False)
    """By an administrator, a leaver or lack of use. Only an administrator opens it."""
    inactive_reason = models.CharField(max_length=100, blank=True)
    inactive_since = models.DateTimeField(null=True)
    warned_unused_at = models.DateTimeField(null=True)
    """When told that the account will be closed for lack of use."""
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    second_step = models.CharField(max_length=12, blank=True)
    """The preferred second step: EMAIL, BACKUP_EMAIL, TEXT, APP or PASSKEY; '' for whichever there is."""
    roles = ArrayField(models.CharField(max_length=60), default=list)
    caseloads = ArrayField(models.CharField(max_length=6), default=list)
    active_caseload = models.CharField(max_length=6, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        indexes = [
            GinIndex(fields=["roles"], name="account_by_role"),
            GinIndex(fields=["caseloads"], name="account_by_caseload"),
            models.Index(fields=["staff_id"], name="account_by_staff"),
            models.Index(fields=["email"], name="account_by_email"),
            models.Index(
                Collate(Upper("last_name"), "C"),
                Collate(Upper("first_name"), "C"),
                "id",
                name="account_by_name_in_capitals",
            ),
            models.Index(Collate(Upper("first_name"), "C"), name="account_by_first_name"),
            models.Index(fields=["email"], opclasses=["varchar_pattern_ops"], name="account_by_start_of_email"),
            models.Index(fields=["id"], condition=models.Q(locked=True), name="account_locked"),
            models.Index(fields=["last_login"], name="account_by_last_sign_in"),
        ]

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in."""
        return not self.inactive and not self.locked


class Contact(models.Model):
    """A further way to reach somebody, for codes."""

    class Kind(models.TextChoices):
        BACKUP_EMAIL = "BACKUP_EMAIL", "Backup email address"
        MOBILE = "MOBILE", "Mobile number"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=240)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="contact_once")]


class EarlierPassword(models.Model):
    """The hash of a password used before, so that it is not used again."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="earlier_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-set_at"], name="earlier_password_newest")]
