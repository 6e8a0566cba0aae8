import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("identity", "0002_sign_on")]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("PASSWORD", "Forgotten password"), ("USERNAME", "Forgotten user name")], max_length=8)),
                ("typed", models.CharField(max_length=240)),
                ("at", models.DateTimeField()),
                ("address", models.GenericIPAddressField(null=True)),
                ("request_id", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="UserNameWanted",
            fields=[
                ("link", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="identity.onetimelink")),
            ],
        ),
    ]
