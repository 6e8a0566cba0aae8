from django.db import models


class WaitingPhotograph(models.Model):
    """A photograph that was sent, and is not confirmed yet. One for each person and member of staff."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="+")
    username = models.CharField(max_length=240)
    sent_at = models.DateTimeField(db_index=True)
    picture = models.BinaryField()
    """JPEG, uncut."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "username"], name="photograph_waiting_once")]
