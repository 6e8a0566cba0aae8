"""People of one last name and birth are found without reading everybody of that name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("prisoner_search_index", "0001_what_people_are_looked_for_by")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS search_name_by_birth ON prisoners_searchname (date_of_birth, last) INCLUDE (first, person_id)",
            "DROP INDEX search_name_by_birth",
        )
    ]
