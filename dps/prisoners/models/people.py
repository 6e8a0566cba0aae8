from django.db import models


class Person(models.Model):
    """One person, by prison number. Names, birth and sex are those of the working name."""

    number = models.CharField(primary_key=True, max_length=10)
    nomis_root_id = models.BigIntegerField(null=True, unique=True)
    title = models.CharField(max_length=12, blank=True)
    first_name = models.CharField(max_length=35, blank=True)
    middle_names = models.CharField(max_length=71, blank=True)
    last_name = models.CharField(max_length=35)
    suffix = models.CharField(max_length=12, blank=True)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=12, blank=True)
    ethnicity = models.CharField(max_length=12, blank=True)
    birth_place = models.CharField(max_length=25, blank=True)
    birth_country = models.CharField(max_length=12, blank=True)
    supporting_prison = models.CharField(max_length=6, blank=True)
    """Set for a restricted patient: the prison that looks after them while they are in a secure hospital."""
    hospital = models.CharField(max_length=6, blank=True)
    discharged_to_hospital_on = models.DateField(null=True)
    restricted_as_of = models.CharField(max_length=40, blank=True)
    """Set when staff decided whether they are a restricted patient: booking/movement it was decided after. Any later
    movement overrules the decision; '' when NOMIS alone says."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_restricted_patient_has_prison_and_hospital",
                condition=models.Q(supporting_prison="", hospital="") | ~models.Q(supporting_prison=""),
            )
        ]


class PersonName(models.Model):
    """The working name or an alias. Exactly one working name a person."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    name_type = models.CharField(max_length=12, blank=True)
    is_working = models.BooleanField(default=False)
    title = models.CharField(max_length=12, blank=True)
    first_name = models.CharField(max_length=35, blank=True)
    middle_names = models.CharField(max_length=71, blank=True)
    last_name = models.CharField(max_length=35)
    suffix = models.CharField(max_length=12, blank=True)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=12, blank=True)
    ethnicity = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="name_by_person", include=["is_working"])]


class Identifier(models.Model):
    """PNC, CRO, national insurance and so on. MERGED holds a prison number lost by a merge."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    name_id = models.BigIntegerField()
    """The name record it was given with (NOMIS: OFFENDER_ID)."""
    sequence = models.IntegerField()
    """From NOMIS; 0 and below for numbers recorded here that NOMIS has not numbered yet."""
    type = models.CharField(max_length=12)
    value = models.CharField(max_length=20)
    authority = models.CharField(max_length=240, blank=True)
    """Who issued it, or a comment: NOMIS has one box for both."""
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_id", "sequence"], name="identifier_once")]
        indexes = [models.Index(fields=["person", "type"], name="identifier_by_person")]


class ProfileDetail(models.Model):
    """Religion, nationality, smoker, listener and the like: a type and a code (or text) on a booking."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="profile_details")
    sequence = models.IntegerField()
    type = models.CharField(max_length=12)
    code = models.CharField(max_length=40, blank=True)
    comment = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "type", "sequence"], name="profile_detail_once")]


class Language(models.Model):
    """A language a person speaks, reads or writes."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=12)
    type = models.CharField(max_length=12)
    reads = models.CharField(max_length=12, blank=True)
    writes = models.CharField(max_length=12, blank=True)
    speaks = models.CharField(max_length=12, blank=True)
    comment = models.CharField(max_length=240, blank=True)
    interpreter_required = models.BooleanField(default=False)
    preferred_spoken = models.BooleanField(default=False)
    preferred_written = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "code", "type"], name="language_once")]


class CareNeed(models.Model):
    """A disability, condition or maternity status; body scans are recorded here too in NOMIS."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="care_needs")
    type = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    status = models.CharField(max_length=12, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    description = models.CharField(max_length=240, blank=True)


class ReasonableAdjustment(models.Model):
    """What a prison does so that somebody with a care need is not worse off."""

    id = models.BigIntegerField(primary_key=True)
    care_need = models.ForeignKey(CareNeed, on_delete=models.CASCADE, related_name="adjustments", db_constraint=False)
    treatment = models.CharField(max_length=12)
    """A code of the domain HEALTH_TREAT."""
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    comment = models.CharField(max_length=240, blank=True)
    prison = models.CharField(max_length=6, blank=True)


class Neurodiversity(models.Model):
    """How somebody's mind works differently, as they say or as a specialist found. Recorded here: NOMIS does not
    hold it."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="neurodiversity")
    kind = models.CharField(max_length=20)
    how_known = models.CharField(max_length=20)
    """SELF_DECLARED, SCREENED, ASSESSED."""
    found_on = models.DateField()
    support = models.CharField(max_length=1000, blank=True)
    """What helps, in plain words."""
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=240)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=240, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name_plural = "neurodiversity"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(ended_at=None), name="neurodiversity_once"
            )
        ]


class Image(models.Model):
    """A photograph, JPEG. The current one is the newest active front view of the face for the current booking."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="images")
    captured_at = models.DateTimeField()
    object_type = models.CharField(max_length=12)
    """OFF_BKG a face, OFF_IDM a mark."""
    object_sequence = models.IntegerField(null=True)
    """Of a mark: its sequence."""
    view = models.CharField(max_length=12, blank=True)
    orientation = models.CharField(max_length=12, blank=True)
    active = models.BooleanField(default=False)
    thumbnail = models.BinaryField(null=True)
    full_size = models.BinaryField(null=True)
    added_by = models.CharField(max_length=240, blank=True)

    class Meta:
        indexes = [models.Index(fields=["booking", "-captured_at"], name="image_by_booking")]
