"""Counting what may only be done so often, in windows, in the database: true for all processes together."""

from datetime import datetime, timedelta

from django.db import connection


def count(key: str, *, at: datetime, window: timedelta) -> int:
    """One more of `key`; gives how many there have been in the window it falls in. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO identity_attempts AS kept (key, window_started, number)
            VALUES (%(key)s, %(at)s, 1)
            ON CONFLICT (key) DO UPDATE SET
              number = CASE WHEN kept.window_started > %(since)s THEN kept.number + 1 ELSE 1 END,
              window_started = CASE WHEN kept.window_started > %(since)s THEN kept.window_started ELSE %(at)s END
            RETURNING number
            """,
            {"key": key[:300], "at": at, "since": at - window},
        )
        return int(cursor.fetchone()[0])


def so_far(key: str, *, at: datetime, window: timedelta) -> int:
    """How many of `key` there have been in the current window. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM identity_attempts WHERE key = %s AND window_started > %s", [key[:300], at - window]
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def forget(key: str) -> None:
    """Begin to count `key` afresh."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_attempts WHERE key = %s", [key[:300]])


def forget_old(before: datetime) -> None:
    """Drop windows that began before `before`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_attempts WHERE window_started < %s", [before])
