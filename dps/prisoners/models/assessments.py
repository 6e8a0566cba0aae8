from django.db import models


class Assessment(models.Model):
    """A categorisation or a cell sharing risk assessment. Rules: legacy-nomis.md 4."""

    class Kind(models.TextChoices):
        CATEGORY = "CATEGORY"
        CSRA = "CSRA"

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="assessments")
    sequence = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    type = models.CharField(max_length=20)
    """CATEGORY, or the kind of cell sharing assessment: CSR, CSRF, CSRH, CSRDO, CSR1, CSRREV."""
    on = models.DateField()
    status = models.CharField(max_length=12, blank=True)
    """P pending, A active, I inactive; anything else is unusable."""
    calculated_level = models.CharField(max_length=12, blank=True)
    override_level = models.CharField(max_length=12, blank=True)
    override_reason = models.CharField(max_length=12, blank=True)
    override_comment = models.CharField(max_length=240, blank=True)
    review_level = models.CharField(max_length=12, blank=True)
    evaluation_result = models.CharField(max_length=12, blank=True)
    """APP approved, REJ rejected, '' none."""
    evaluated_on = models.DateField(null=True)
    next_review_on = models.DateField(null=True)
    assessor = models.CharField(max_length=80, blank=True)
    committee = models.CharField(max_length=12, blank=True)
    """Of whoever assessed."""
    approval_committee = models.CharField(max_length=12, blank=True)
    approval_comment = models.CharField(max_length=240, blank=True)
    agency = models.CharField(max_length=6, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="assessment_once")]


class AssessmentAnswer(models.Model):
    """What was answered to one question of an assessment, in the words of the day."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="assessment_answers")
    assessment_sequence = models.IntegerField()
    item = models.IntegerField()
    question = models.CharField(max_length=300, blank=True)
    question_order = models.IntegerField(default=99)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "assessment_sequence", "item"], name="assessment_answer_once")
        ]


class IncentiveReview(models.Model):
    """An incentive level given. Current: newest day, then highest sequence (legacy-nomis.md 4)."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="incentive_reviews")
    sequence = models.IntegerField()
    level = models.CharField(max_length=12)
    on = models.DateField()
    at = models.DateTimeField(null=True)
    agency = models.CharField(max_length=6, blank=True)
    comment = models.CharField(max_length=240, blank=True)
    reviewed_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "sequence"], name="incentive_review_once")]
