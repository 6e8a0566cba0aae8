from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CaseNote(models.Model):
    """One note. Its text is never edited by ordinary staff; what is added later is an `Amendment`.

    `occurred_at` (happened) is never after `created_at`. Author and location are snapshots of the moment of writing.
    """

    class System(models.TextChoices):
        DPS = "DPS"
        NOMIS = "NOMIS"

    id = models.UUIDField(primary_key=True)
    """Time-ordered (version 7): `rules.ids.note_id`."""
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="case_notes", db_index=False)
    booking_id = models.BigIntegerField(null=True)
    """The booking it was written on (prisoners.Booking id)."""
    sub_type = models.ForeignKey("case_notes.NoteSubType", on_delete=models.PROTECT, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    location = models.CharField(max_length=12, blank=True)
    """The prison the person was in, TRN or OUT."""
    author_username = models.CharField(max_length=64)
    author_user_id = models.CharField(max_length=64, blank=True)
    """The NOMIS staff id, else the account's key."""
    author_name = models.CharField(max_length=80)
    text = models.TextField()
    system_generated = models.BooleanField(default=False)
    system = models.CharField(max_length=5, choices=System, default=System.DPS)
    """Where it was first written."""
    legacy_id = models.BigIntegerField(unique=True)
    """Negative when first written here, positive (CASE_NOTE_ID) when it came from NOMIS."""
    nomis_id = models.BigIntegerField(null=True, unique=True)
    """CASE_NOTE_ID of it in NOMIS, once it is there; the same as `legacy_id` when it came from there."""
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=64)
    words = SearchVectorField(null=True)
    """Every word of the text and its amendments (English), kept by whoever writes either: `queries.keep_words`."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "-created_at", "-id"],
                name="note_by_created",
                include=["sub_type", "occurred_at", "location", "system_generated"],
            ),
            models.Index(
                fields=["person", "-occurred_at", "-id"],
                name="note_by_occurred",
                include=["sub_type", "created_at", "location", "system_generated"],
            ),
            models.Index(fields=["author_username", "-created_at"], name="note_by_author"),
            models.Index(fields=["author_user_id", "-created_at"], name="note_by_author_id"),
            models.Index(fields=["created_at"], name="note_by_day_created"),
            models.Index(fields=["sub_type", "created_at"], name="note_by_kind", include=["location"]),
            GinIndex(fields=["person", "words"], name="note_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="note_happened_before_it_was_created",
                condition=models.Q(occurred_at__lte=models.F("created_at")),
            )
        ]


class Amendment(models.Model):
    """More details added to a note later, with their own author and time. Oldest first."""

    id = models.UUIDField(primary_key=True)
    note = models.ForeignKey(CaseNote, on_delete=models.CASCADE, related_name="amendments", db_index=False)
    author_username = models.CharField(max_length=64)
    author_user_id = models.CharField(max_length=64, blank=True)
    author_name = models.CharField(max_length=80)
    text = models.TextField()
    system = models.CharField(max_length=5, choices=CaseNote.System, default=CaseNote.System.DPS)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["note", "created_at", "id"], name="amendment_by_note"),
            models.Index(fields=["author_username", "-created_at"], name="amendment_by_author"),
        ]
