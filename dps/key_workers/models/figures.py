from django.db import models


class PrisonStatistic(models.Model):
    """One prison and policy on one day, as counted that night or rebuilt later (key-workers.md 5.4)."""

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    policy = models.CharField(max_length=16)
    date = models.DateField()
    prisoner_count = models.PositiveIntegerField()
    high_complexity_count = models.PositiveIntegerField(default=0)
    eligible_count = models.PositiveIntegerField()
    assigned_count = models.PositiveIntegerField()
    eligible_staff_count = models.PositiveIntegerField()
    reception_to_allocation_days = models.PositiveIntegerField(null=True)
    reception_to_session_days = models.PositiveIntegerField(null=True)
    overdue_count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "date", "policy"], name="prison_statistic_once")]
        indexes = [models.Index(fields=["date", "policy"], name="prison_statistic_by_day")]


class PrisonerStatistic(models.Model):
    """One person in one snapshot: where they lived, and since when they could have had a worker."""

    id = models.BigAutoField(primary_key=True)
    statistic = models.ForeignKey(PrisonStatistic, on_delete=models.CASCADE, related_name="people", db_index=False)
    person = models.ForeignKey(
        "prisoners.Person", on_delete=models.CASCADE, related_name="key_work_statistics", db_index=False
    )
    cell_path = models.CharField(max_length=240, blank=True)
    eligible_from = models.DateField(null=True)
    """Null for high complexity of need."""
    assigned = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statistic", "person"], name="prisoner_statistic_once")]
        indexes = [models.Index(fields=["person"], name="prisoner_statistic_by_person")]


class DayOfSessions(models.Model):
    """How many sessions and entries happened in one prison on one day (London). Kept in step with the recorded
    events, in the transaction that changes them, so that no dashboard counts notes."""

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=12)
    policy = models.CharField(max_length=16)
    date = models.DateField()
    sessions = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "policy", "date"], name="day_of_sessions_once")]
        indexes = [
            models.Index(fields=["date", "policy"], name="day_of_sessions_by_day", include=["sessions", "entries"])
        ]
