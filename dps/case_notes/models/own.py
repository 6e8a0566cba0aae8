"""What one member of staff keeps for writing: drafts, favourites, texts to begin from."""

from django.db import models


class Draft(models.Model):
    """A note somebody has begun: kept as they type, seen by nobody else, gone when it is saved or after a time."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="note_drafts")
    about = models.CharField(max_length=40, blank=True)
    """'' for a new note; the id of the note that more details are added to."""
    values = models.JSONField(default=dict)
    """The boxes of the form as typed."""
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "person", "about"], name="note_draft_once")]
        indexes = [models.Index(fields=["saved_at"], name="note_draft_by_age")]


class FavouriteKind(models.Model):
    """A type and sub-type that somebody wants at the top of the list."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    sub_type = models.ForeignKey("case_notes.NoteSubType", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "sub_type"], name="favourite_kind_once")]


class ReadyText(models.Model):
    """A text to begin a note from: one's own, or shared with everybody who works in a prison."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    """Who made it."""
    made_by = models.CharField(max_length=240)
    prison = models.CharField(max_length=6, blank=True)
    """Shared with this prison; '' for one's own use."""
    name = models.CharField(max_length=80)
    sub_type = models.ForeignKey("case_notes.NoteSubType", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "name"], name="ready_text_by_owner"),
            models.Index(fields=["prison", "name"], name="ready_text_by_prison", condition=~models.Q(prison="")),
        ]
