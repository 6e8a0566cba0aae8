"""Addresses are found by postcode, however it was spaced, and by their words."""

from django.db import migrations

BY_POSTCODE = """
CREATE INDEX address_by_postcode ON prisoners_address ((replace(upper(postcode), ' ', '')) text_pattern_ops)
    WHERE person_id IS NOT NULL AND postcode <> '';
"""
BY_WORDS = """
CREATE INDEX address_by_words ON prisoners_address
    USING gin ((dps_fold(flat || ' ' || premise || ' ' || street || ' ' || locality)) gin_trgm_ops)
    WHERE person_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("prisoners", "0007_own_ids")]
    operations = [
        migrations.RunSQL(BY_POSTCODE, "DROP INDEX address_by_postcode"),
        migrations.RunSQL(BY_WORDS, "DROP INDEX address_by_words"),
    ]
