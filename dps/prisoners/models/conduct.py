from django.db import models


class Adjudication(models.Model):
    """A person charged with breaking prison rules. The id is the adjudication number."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="adjudications")
    incident_at = models.DateTimeField(null=True)
    agency = models.CharField(max_length=6, blank=True)


class AdjudicationHearing(models.Model):
    """One result of one hearing."""

    id = models.BigAutoField(primary_key=True)
    hearing_id = models.BigIntegerField()
    sequence = models.IntegerField(default=1)
    adjudication = models.ForeignKey(Adjudication, on_delete=models.CASCADE, related_name="hearings")
    at = models.DateTimeField()
    type = models.CharField(max_length=12, blank=True)
    plea = models.CharField(max_length=12, blank=True)
    finding = models.CharField(max_length=12, blank=True)
    """PROVED and so on; '' when there is no result yet."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hearing_id", "sequence"], name="hearing_result_once")]


class Punishment(models.Model):
    """A punishment given at an adjudication."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="punishments")
    sequence = models.IntegerField()
    adjudication_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=12)
    months = models.IntegerField(null=True)
    days = models.IntegerField(null=True)
    amount_pence = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12, blank=True)
    effective_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="punishment_once")]


class NonAssociation(models.Model):
    """Two people to be kept apart, held as two mirrored rows as NOMIS does: one from each side."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="non_associations")
    other = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="+")
    sequence = models.IntegerField()
    reason = models.CharField(max_length=12, blank=True)
    other_reason = models.CharField(max_length=12, blank=True)
    restriction = models.CharField(max_length=12, blank=True)
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    authorised_by = models.CharField(max_length=60, blank=True)
    comment = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "other", "sequence"], name="non_association_once")]
