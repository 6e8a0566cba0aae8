from django.db import migrations


def load(apps, schema_editor):
    from dps.case_notes.catalogue.loading import load_types

    load_types(apps.get_model("case_notes", "NoteType"), apps.get_model("case_notes", "NoteSubType"))


def switch_on(apps, schema_editor):
    from django.utils import timezone

    apps.get_model("case_notes", "SystemNoteSwitch").objects.get_or_create(
        prison="*ALL*", kind="alerts", defaults={"on": True, "changed_at": timezone.now(), "changed_by": "SYS"}
    )


class Migration(migrations.Migration):
    """Every type and sub-type of case-notes.md 4, and notes about alerts written for every prison."""

    dependencies = [
        ("case_notes", "0001_case_notes"),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunPython(switch_on, migrations.RunPython.noop),
    ]
