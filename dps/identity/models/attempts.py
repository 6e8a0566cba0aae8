from django.db import models


class Attempts(models.Model):
    """How often something was tried in the current window: failures from an address, mails asked for an account.

    Never keyed by a user name that does not exist, so guesses leave no rows.
    """

    key = models.CharField(primary_key=True, max_length=300)
    """What is counted, e.g. `sign-in from 10.1.2.3`."""
    window_started = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)
