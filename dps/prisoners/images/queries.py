"""Reads of photographs."""

from django.db import connection


def photograph(image_id: int, *, full_size: bool) -> bytes | None:
    """The JPEG of one image; the thumbnail unless asked otherwise."""
    column = "coalesce(full_size, thumbnail)" if full_size else "coalesce(thumbnail, full_size)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM prisoners_image WHERE id = %s", [image_id])
        row = cursor.fetchone()
        return bytes(row[0]) if row and row[0] else None
