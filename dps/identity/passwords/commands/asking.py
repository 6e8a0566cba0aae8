"""Somebody who cannot sign in asks for an e-mail. What follows is done by the worker."""

from datetime import datetime

from django.db import transaction

from dps.identity.accounts import attempts
from dps.identity.passwords import rules
from dps.identity.passwords.commands.telling import HOUR
from dps.identity.passwords.models import Asked
from dps.platform.audit.record import where


@transaction.atomic
def ask(*, kind: Asked.Kind, typed: str, at: datetime) -> None:
    """Note what was typed (a user name or an address) and let the worker answer it.

    The same work whoever exists: nobody is looked up here. More than ten requests an hour from one network address are
    left without an answer, and without a word about it (identity.md 2.4).
    """
    address, request_id = where()
    if address is not None and (
        attempts.count(f"asked for mail from {address}", at=at, window=HOUR) > rules.REQUESTS_AN_HOUR_FROM_ONE_ADDRESS
    ):
        return
    from dps.identity.passwords.jobs import answer_asked  # imports the commands

    asked = Asked.objects.create(kind=kind, typed=typed, at=at, address=address, request_id=request_id)
    answer_asked.defer(asked_id=asked.pk)
