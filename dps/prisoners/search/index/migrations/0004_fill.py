"""People who are there already are looked through, too."""

from pathlib import Path
from typing import Any

from django.db import migrations

ROOM = Path(__file__).parents[1]


def fill(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM prisoners_searchrecord)")
        if cursor.fetchone()[0]:
            cursor.execute("TRUNCATE prisoner_search_index_searchmark")
            for name in ("refresh.sql", "refresh_marks.sql"):
                cursor.execute((ROOM / name).read_text(encoding="utf-8"), {"numbers": None})


class Migration(migrations.Migration):
    dependencies = [("prisoner_search_index", "0003_alerts_held")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
