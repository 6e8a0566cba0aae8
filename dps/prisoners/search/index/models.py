"""Rebuilt with the search record, in the transaction that changes a person (`search.commands.refresh_records`)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchDetail(models.Model):
    """What people are filtered and looked for by, and lists do not show. One row a person."""

    person = models.OneToOneField(
        "prisoners.Person", primary_key=True, on_delete=models.CASCADE, related_name="search_detail"
    )
    agency = models.CharField(max_length=6, blank=True)
    sentence_ends_on = models.DateField(null=True)
    conditional_release_on = models.DateField(null=True)
    confirmed_release_on = models.DateField(null=True)
    post_recall_release_on = models.DateField(null=True)
    language = models.CharField(max_length=12, blank=True)
    """The language they speak best; '' when not recorded."""
    needs_interpreter = models.BooleanField(default=False)
    key_worker_id = models.BigIntegerField(null=True)
    key_worker = models.CharField(max_length=80, blank=True)
    height_cm = models.IntegerField(null=True)
    weight_kg = models.IntegerField(null=True)
    hair = models.CharField(max_length=40, blank=True)
    left_eye = models.CharField(max_length=40, blank=True)
    right_eye = models.CharField(max_length=40, blank=True)
    facial_hair = models.CharField(max_length=40, blank=True)
    face = models.CharField(max_length=40, blank=True)
    build = models.CharField(max_length=40, blank=True)
    shoe_size = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    offence = models.CharField(max_length=240, blank=True)
    """The most serious one charged."""
    alert_codes = ArrayField(models.CharField(max_length=12), default=list)
    alert_ends = ArrayField(models.DateField(), default=list)
    """Each alert code once, and the last day one of it ends ('infinity' in the database: never): whether it is active
    is worked out by the day, so nothing goes stale at midnight."""
    words = SearchVectorField()
    """Every word of the record. Weight A: names and numbers; B: aliases, other numbers, prison; C: what whoever may
    open them may read; D: what only their own prison may."""

    class Meta:
        indexes = [
            models.Index(fields=["agency"], name="search_detail_by_agency", condition=~models.Q(agency="OUT")),
            models.Index(fields=["conditional_release_on"], name="search_conditional"),
            models.Index(fields=["confirmed_release_on"], name="search_confirmed"),
            models.Index(fields=["post_recall_release_on"], name="search_post_recall"),
            GinIndex(fields=["words"], name="search_words"),
        ]


class SearchMark(models.Model):
    """A tattoo, scar or mark of the latest booking. What its words say it is counts beside its type."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="search_marks")
    is_tattoo = models.BooleanField()
    is_scar = models.BooleanField()
    body_part = models.CharField(max_length=12)
    side = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=500, blank=True)
    """Folded, a space before each word."""
