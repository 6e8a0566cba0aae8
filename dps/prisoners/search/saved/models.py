import uuid

from django.db import models

LONGEST_NAME, LONGEST_ADDRESS = 80, 1500


class SavedSearch(models.Model):
    """A search under a name. Its key makes a link that colleagues may open: they see what they may see."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    owner = models.CharField(max_length=240)
    """User name."""
    name = models.CharField(max_length=LONGEST_NAME)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    """Path and query, below /prisoners/."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_once")]
