import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prisoner_search_index", "0002_names_by_birth")]
    operations = [
        migrations.AddField(
            model_name="searchdetail",
            name="alert_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="searchdetail",
            name="alert_ends",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(), default=list, size=None
            ),
        ),
    ]
