"""Roles: what there are, and what was given or taken away here beside what NOMIS gives."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dps.identity.models.accounts import Account


class AdminType(models.TextChoices):
    """Which kind of administrator may give a role (identity.md 5.1)."""

    LOCAL = "DPS_LSA", "Local system administrator"
    CENTRAL = "DPS_ADM", "Central administrator"
    EXTERNAL = "EXT_ADM", "External administrator"
    HIDDEN = "IMS_HIDDEN", "System only"


class Role(models.Model):
    """One role of the catalogue."""

    code = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=128)
    description = models.CharField(max_length=1024, blank=True)
    admin_types = ArrayField(models.CharField(max_length=10), default=list)
    hidden_on = models.DateField(null=True)
    """No longer offered from this day on; still in force where it is held."""

    class Meta:
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class RoleGiven(models.Model):
    """A role given here. Roles an account holds without a row here came from NOMIS."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles_given")
    role = models.CharField(max_length=60)
    given_by = models.CharField(max_length=240)
    given_at = models.DateTimeField()
    ends_on = models.DateField(null=True)
    """The last day in force; none for as long as needed."""
    reference = models.CharField(max_length=60, blank=True)
    """The ticket or request it was given for."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role"], name="role_given_once")]
        indexes = [
            models.Index(fields=["ends_on"], name="role_given_ends", condition=models.Q(ends_on__isnull=False)),
            models.Index(fields=["role"], name="role_given_by_role"),
        ]


class AccessWithdrawn(models.Model):
    """A role or caseload that NOMIS gives and that was taken away here: it does not come back by itself."""

    class Kind(models.TextChoices):
        ROLE = "ROLE", "Role"
        CASELOAD = "CASELOAD", "Caseload"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="access_withdrawn")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=60)
    by = models.CharField(max_length=240)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "code"], name="access_withdrawn_once")]


class AdministeredPrison(models.Model):
    """A prison whose users a local system administrator looks after."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="administered_prisons")
    prison = models.CharField(max_length=6)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "prison"], name="administered_prison_once")]
