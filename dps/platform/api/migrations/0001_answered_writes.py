from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='AnsweredWrite',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('caller', models.CharField(max_length=500)),
                ('key', models.CharField(max_length=200)),
                ('asked_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('body', models.BinaryField(default=b'')),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='answered_write_by_age')],
                'constraints': [models.UniqueConstraint(fields=('caller', 'key'), name='answered_write_once')],
            },
        ),
    ]
