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
