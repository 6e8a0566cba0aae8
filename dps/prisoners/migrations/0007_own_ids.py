from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("prisoners", "0006_record_in_full")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE dps_own_id START WITH 10000000001",
            "DROP SEQUENCE dps_own_id",
        )
    ]
