from django.db import models


class SecretToShow(models.Model):
    """A client secret between being made and being shown, once, to whoever made it. Sealed, and gone after minutes."""

    id = models.BigAutoField(primary_key=True)
    client_id = models.CharField(max_length=255)
    account_id = models.BigIntegerField()
    sealed = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "client_id"], name="secret_to_show_once")]
