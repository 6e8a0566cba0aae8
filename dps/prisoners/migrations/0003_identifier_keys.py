"""PNC, CRO and merged numbers are looked up in their canonical form, however they were written."""

from django.db import migrations

FORWARD = """
CREATE INDEX identifier_by_key ON prisoners_identifier (dps_identifier_key(type, value))
    WHERE type IN ('PNC', 'CRO', 'MERGED', 'NOMS');
"""


class Migration(migrations.Migration):
    dependencies = [("prisoners", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP INDEX identifier_by_key")]
