from django.db import migrations, models

FILL = """
UPDATE prisoners_searchextraword x SET words = n.words FROM prisoners_searchname n WHERE n.id = x.name_id
"""


class Migration(migrations.Migration):
    dependencies = [("prisoners", "0004_names_in_use")]

    operations = [
        migrations.AddField(
            model_name="searchextraword",
            name="words",
            field=models.CharField(db_collation="C", default="", max_length=260),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="searchextraword", name="search_extra_word"),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="searchextraword",
            index=models.Index(fields=["word", "name"], include=["words"], name="search_extra_word"),
        ),
    ]
