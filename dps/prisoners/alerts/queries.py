"""Reads of a person's alerts."""

from django.db import connection

from dps.prisoners.profile.queries import ALERTS, AlertRow


def all_alerts(number: str) -> list[AlertRow]:
    """Every alert, newest first. One statement however many."""
    with connection.cursor() as cursor:
        cursor.execute(f"{ALERTS} ORDER BY active_from DESC, code, id", [number])
        return [AlertRow(*row) for row in cursor.fetchall()]
