"""Ids of records made here: above the ten digits of NOMIS, so that the two never meet (decision 2)."""

from django.db import connection


def next_own_id() -> int:
    """A number that no record has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('dps_own_id')")
        return int(cursor.fetchone()[0])
