"""A search that asks too much of the database ends in words, not in a page that never comes (search.md 2: 10 s)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from dps.platform.web.refusals import Invalid

LONGEST_MS = 10_000
TOO_WIDE = "This search takes too long. Add a prison, or more words, to narrow it"


@contextmanager
def patiently() -> Iterator[None]:
    """Statements inside may run for LONGEST_MS. Raises Invalid when one does not end by then."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
    except OperationalError as failure:
        if getattr(failure.__cause__, "sqlstate", "") == "57014":
            raise Invalid({"": TOO_WIDE}) from failure
        raise
