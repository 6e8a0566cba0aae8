from django.db import migrations, models

_FROM_THE_AUDIT = """
UPDATE case_notes_deletednote d
   SET restored_because = e.details->>'reason'
  FROM audit_auditentry e
 WHERE d.restored_at IS NOT NULL
   AND e.subject_type = 'prisoner' AND e.subject_id = d.person_id
   AND e.action IN ('CASE_NOTE_RESTORED', 'CASE_NOTE_AMENDMENT_RESTORED')
   AND e.details->>'kept' = d.id::text AND e.details->>'reason' <> ''
"""


class Migration(migrations.Migration):
    """Why a note was restored stands beside that it was; what was restored before is told by the audit."""

    dependencies = [
        ("audit", "0003_longer_subjects"),
        ("case_notes", "0004_notes_by_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="deletednote",
            name="restored_because",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(_FROM_THE_AUDIT, migrations.RunSQL.noop),
    ]
