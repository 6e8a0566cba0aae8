"""What search reads: one record a person, one row a name. Rebuilt in the transaction that changes a person."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchRecord(models.Model):
    """Everything lists and headers show of one person. Written only by `commands.refresh_records`."""

    person = models.OneToOneField(
        "prisoners.Person", primary_key=True, on_delete=models.CASCADE, related_name="search_record"
    )
    booking_id = models.BigIntegerField(null=True)
    book_number = models.CharField(max_length=14, blank=True)
    first_name = models.CharField(max_length=35, blank=True)
    middle_names = models.CharField(max_length=71, blank=True)
    last_name = models.CharField(max_length=35)
    name_sort = models.CharField(max_length=160, db_collation="C")
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=12, blank=True)
    ethnicity = models.CharField(max_length=12, blank=True)
    nationality = models.CharField(max_length=40, blank=True)
    religion = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=14, blank=True)
    in_out = models.CharField(max_length=12, blank=True)
    agency = models.CharField(max_length=6, blank=True)
    left_agency = models.CharField(max_length=6, blank=True)
    """Where the last movement came from: for a released person, the prison released from."""
    last_movement_type = models.CharField(max_length=12, blank=True)
    last_movement_reason = models.CharField(max_length=12, blank=True)
    last_movement_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    cell_path = models.CharField(max_length=240, blank=True)
    cell_sort = models.CharField(max_length=300, blank=True, db_collation="C")
    category = models.CharField(max_length=12, blank=True)
    category_review_on = models.DateField(null=True)
    csra = models.CharField(max_length=12, blank=True)
    csra_on = models.DateField(null=True)
    incentive = models.CharField(max_length=12, blank=True)
    imprisonment_status = models.CharField(max_length=12, blank=True)
    band = models.IntegerField(null=True)
    legal_status = models.CharField(max_length=24, blank=True)
    release_on = models.DateField(null=True)
    confirmed_release_on = models.DateField(null=True)
    image_id = models.BigIntegerField(null=True)
    supporting_prison = models.CharField(max_length=6, blank=True)
    hospital = models.CharField(max_length=6, blank=True)
    pnc = models.CharField(max_length=20, blank=True)
    cro = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "name_sort"], name="search_by_agency", condition=~models.Q(agency="OUT")),
            models.Index(
                fields=["supporting_prison"], name="search_restricted", condition=~models.Q(supporting_prison="")
            ),
        ]


class SearchName(models.Model):
    """One name of one person, folded: no accents, capitals or punctuation (`rules.fold`)."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey(
        "prisoners.Person", on_delete=models.CASCADE, related_name="search_names", db_index=False
    )
    is_working = models.BooleanField()
    first = models.CharField(max_length=80, db_collation="C")
    last = models.CharField(max_length=80, db_collation="C")
    words = models.CharField(max_length=260, db_collation="C")
    """Every word of both names with a space before each, joined forms too: `% smi%` finds a beginning."""
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="search_name_by_person"),
            models.Index(fields=["last", "first", "person"], name="search_name_last_first", include=["is_working"]),
            models.Index(fields=["first", "last", "person"], name="search_name_first_last", include=["is_working"]),
        ]


class SearchExtraWord(models.Model):
    """A word of a name that is not its first, or its words joined: Doe and Smithdoe of Smith-Doe."""

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(max_length=80, db_collation="C")
    name = models.ForeignKey(SearchName, on_delete=models.CASCADE, related_name="extra_words")
    words = models.CharField(max_length=260, db_collation="C")
    """The name's words again, so that a second typed word is looked for without fetching the name."""

    class Meta:
        indexes = [models.Index(fields=["word", "name"], name="search_extra_word", include=["words"])]


class NameInUse(models.Model):
    """A first or last name that somebody bears, folded. Likeness is looked for here. Names that went stay: harmless."""

    class Which(models.TextChoices):
        FIRST = "F", "First name"
        LAST = "L", "Last name"

    id = models.BigAutoField(primary_key=True)
    which = models.CharField(max_length=1, choices=Which)
    name = models.CharField(max_length=80, db_collation="C")
    sound = models.CharField(max_length=12, db_collation="C")
    """Double Metaphone of the name."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["which", "name"], name="name_in_use_once")]
        indexes = [
            models.Index(fields=["which", "sound"], name="name_in_use_by_sound"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="name_in_use_by_likeness"),
        ]
