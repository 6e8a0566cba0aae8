from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prisoners", "0007_own_ids")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="restricted_as_of",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        )
    ]
