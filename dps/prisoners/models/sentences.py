from django.db import models


class ImprisonmentStatus(models.Model):
    """Why the person is held, e.g. RX remanded, SENT03. One `latest` a booking."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="statuses")
    sequence = models.IntegerField()
    status = models.CharField(max_length=12)
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    latest = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="imprisonment_status_once")]


class SentenceCalculation(models.Model):
    """One calculation of a booking's key dates. The newest (then the highest id) counts."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="calculations")
    calculated_at = models.DateTimeField()
    reason = models.CharField(max_length=12, blank=True)
    comment = models.CharField(max_length=240, blank=True)
    effective_length = models.CharField(max_length=12, blank=True)
    """yy/mm/dd"""
    dates = models.JSONField(default=dict)
    """{"CRD": ["2027-03-01", null], ...}: key date -> [calculated, overridden], ISO dates."""

    class Meta:
        indexes = [models.Index(fields=["booking", "-calculated_at", "-id"], name="calculation_by_booking")]


class ReleaseDetail(models.Model):
    """The confirmed release of a booking."""

    booking = models.OneToOneField(
        "prisoners.Booking", primary_key=True, on_delete=models.CASCADE, related_name="release_detail"
    )
    confirmed_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    automatic_on = models.DateField(null=True)
    reason = models.CharField(max_length=12, blank=True)


class CourtCase(models.Model):
    """A case at court."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="court_cases")
    number = models.CharField(max_length=25, blank=True)
    status = models.CharField(max_length=12, blank=True)
    """A active, I inactive, C closed."""
    court = models.CharField(max_length=6, blank=True)
    began_on = models.DateField(null=True)


class CourtAppearance(models.Model):
    """A day at court, past or planned."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="court_appearances")
    case_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    type = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=12, blank=True)
    court = models.CharField(max_length=6, blank=True)

    class Meta:
        indexes = [models.Index(fields=["booking", "at"], name="court_appearance_by_booking")]


class Charge(models.Model):
    """An offence charged."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="charges")
    case_id = models.BigIntegerField(null=True)
    offence_code = models.CharField(max_length=25)
    description = models.CharField(max_length=240, blank=True)
    committed_on = models.DateField(null=True)
    committed_until = models.DateField(null=True)
    most_serious = models.BooleanField(default=False)
    result = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["booking"], name="charge_by_booking", include=["most_serious"])]


class Sentence(models.Model):
    """One sentence line."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="sentences")
    sequence = models.IntegerField()
    case_id = models.BigIntegerField(null=True)
    category = models.CharField(max_length=12, blank=True)
    type = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12, blank=True)
    """A active, I inactive."""
    line = models.IntegerField(null=True)
    consecutive_to = models.IntegerField(null=True)
    fine_pence = models.BigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="sentence_once")]


class SentenceTerm(models.Model):
    """How long one sentence line runs: a term of imprisonment, of licence and so on."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="sentence_terms")
    sentence_sequence = models.IntegerField()
    sequence = models.IntegerField()
    code = models.CharField(max_length=12)
    years = models.IntegerField(null=True)
    months = models.IntegerField(null=True)
    weeks = models.IntegerField(null=True)
    days = models.IntegerField(null=True)
    life = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "sentence_sequence", "sequence"], name="sentence_term_once")
        ]


class SentencedCharge(models.Model):
    """Which offence a sentence line is for."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="sentenced_charges")
    sentence_sequence = models.IntegerField()
    charge_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "sentence_sequence", "charge_id"], name="sentenced_charge_once")
        ]
