from django.db import models


class AccountBalance(models.Model):
    """What a person has in one account at one prison. Pence; may be negative."""

    class Account(models.TextChoices):
        PRIVATE_CASH = "CASH"
        SPENDS = "SPENDS"
        SAVINGS = "SAVINGS"

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="balances")
    prison = models.CharField(max_length=6)
    account = models.CharField(max_length=8, choices=Account)
    balance_pence = models.BigIntegerField(default=0)
    hold_pence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "prison", "account"], name="balance_once")]


class AccountTransaction(models.Model):
    """Money in or out of one account at one prison."""

    id = models.BigAutoField(primary_key=True)
    transaction_id = models.BigIntegerField()
    entry = models.IntegerField()
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="transactions")
    prison = models.CharField(max_length=6)
    account = models.CharField(max_length=8, choices=AccountBalance.Account)
    on = models.DateField()
    type = models.CharField(max_length=6, blank=True)
    amount_pence = models.BigIntegerField()
    """Money in is above 0, money out below."""
    description = models.CharField(max_length=240, blank=True)
    reference = models.CharField(max_length=12, blank=True)
    held_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transaction_id", "entry"], name="transaction_once")]
        indexes = [models.Index(fields=["person", "account", "-on", "-id"], name="transaction_by_account")]


class DamageObligation(models.Model):
    """What a person owes for damage, and what of it is paid. Pence."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="damage_obligations")
    reference = models.CharField(max_length=20, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    prison = models.CharField(max_length=6)
    owed_pence = models.BigIntegerField(default=0)
    paid_pence = models.BigIntegerField(default=0)
    status = models.CharField(max_length=12, blank=True)
    """ACTIVE, PAID, INACT, ONH on hold, APPEAL."""
    comment = models.TextField(blank=True)
