import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("identity", "0004_account_searches")]

    operations = [
        migrations.CreateModel(
            name="AskedByAdministrator",
            fields=[
                ("link", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="identity.onetimelink")),
            ],
        ),
    ]
