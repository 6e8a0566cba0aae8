from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Change(models.Model):
    """One thing of a person's record, before and after. Append-only.

    `kind` and `key` say which: the kind as in `kinds`, the key telling one from another of that kind (an alert's id, a
    profile type, '' where a person has only one). `before` is null when it was added, `after` when it was removed;
    both hold the fields of our own tables by name.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="changes")
    booking_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=80, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    username = models.CharField(max_length=240)
    display_name = models.CharField(max_length=240, blank=True)
    prison = models.CharField(max_length=6, blank=True)
    """The prison the person was in."""
    reason = models.TextField(blank=True)
    restores = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """The earlier change whose state before it was put back."""

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="change_by_person"),
            models.Index(fields=["person", "kind", "key", "-id"], name="change_by_thing"),
        ]


class FormerId(models.Model):
    """The id a record made here had until NOMIS gave it another: pages and links that hold the old one still work."""

    old = models.BigIntegerField(primary_key=True)
    new = models.BigIntegerField()
