"""Reads of which one may fail and the rest of the page go on."""

from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction


def failing_alone() -> AbstractContextManager[object]:
    """Around a read that may fail: within a transaction it gets a savepoint, so that its failure ends nothing else."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
