"""So that people outside prisons are found by words, and listed by name, among all accounts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("external", "0001_groups"),
        ("estate", "0001_initial"),
        ("identity", "0002_sign_on"),
    ]

    operations = [
        migrations.RunSQL(
            """CREATE INDEX external_user_by_words ON identity_account USING gin
                 (upper(first_name || ' ' || last_name || ' ' || username || ' ' || email) gin_trgm_ops)
                 WHERE source = 'auth'""",
            "DROP INDEX external_user_by_words",
        ),
        migrations.RunSQL(
            """CREATE INDEX external_user_by_name ON identity_account (upper(last_name), upper(first_name), id)
                 WHERE source = 'auth'""",
            "DROP INDEX external_user_by_name",
        ),
    ]
