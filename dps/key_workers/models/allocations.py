import uuid

from django.db import models
from django.db.models import Q


class Allocation(models.Model):
    """That a worker looks, or looked, after a person. One active one a person and policy."""

    class Reason(models.TextChoices):
        MANUAL = "MANUAL", "Manual"
        AUTO = "AUTO", "Automatic"

    class Ended(models.TextChoices):
        MANUAL = "MANUAL", "Manual"
        OVERRIDE = "OVERRIDE", "Override"
        RELEASED = "RELEASED", "Released"
        STAFF_STATUS_CHANGE = "STAFF_STATUS_CHANGE", "Staff member status change"
        TRANSFER = "TRANSFER", "Transfer"
        MERGED = "MERGED", "Merged"
        MISSING = "MISSING", "Missing"
        DUPLICATE = "DUPLICATE", "Duplicate"
        UNKNOWN = "UNKNOWN", "Unknown"
        CHANGE_IN_COMPLEXITY_OF_NEED = "CHANGE_IN_COMPLEXITY_OF_NEED", "Change in complexity of need"
        NO_LONGER_IN_PRISON = "NO_LONGER_IN_PRISON", "No longer in the prison"
        PRISON_USES_KEY_WORK = "PRISON_USES_KEY_WORK", "Prison now uses key worker"
        MIGRATION = "MIGRATION", "Deallocated during DPS rollout"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(
        "prisoners.Person", on_delete=models.CASCADE, related_name="key_work_allocations", db_index=False
    )
    prison = models.CharField(max_length=6)
    staff_id = models.BigIntegerField()
    policy = models.CharField(max_length=16)
    allocated_at = models.DateTimeField()
    allocated_by = models.CharField(max_length=64)
    reason = models.CharField(max_length=8, choices=Reason)
    why = models.CharField(max_length=200, blank=True)
    """Of an automatic one: why this worker was recommended."""
    is_active = models.BooleanField(default=True)
    deallocated_at = models.DateTimeField(null=True)
    deallocated_by = models.CharField(max_length=64, blank=True)
    deallocation_reason = models.CharField(max_length=32, choices=Ended, blank=True)
    last_session_on = models.DateField(null=True)
    """Of an active one: the last session at this prison, whoever held it."""
    next_due_on = models.DateField(null=True)
    """Of an active one: the day by which the next session is due (`rules.due`). Kept by whoever changes what it
    follows from: allocation, sessions, the prison's frequency."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "policy"], name="one_active_allocation", condition=Q(is_active=True)
            )
        ]
        indexes = [
            models.Index(
                fields=["prison", "policy", "staff_id"], name="allocation_active", condition=Q(is_active=True)
            ),
            models.Index(
                fields=["prison", "policy", "next_due_on"], name="allocation_due", condition=Q(is_active=True)
            ),
            models.Index(fields=["person", "policy", "-allocated_at"], name="allocation_by_person"),
            models.Index(fields=["prison", "policy", "staff_id", "allocated_at"], name="allocation_by_staff"),
        ]


class NomisAllocation(models.Model):
    """A key worker allocation as NOMIS has it: taken over once, when a prison begins to use key work here."""

    id = models.BigAutoField(primary_key=True)
    booking_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    assigned_at = models.DateTimeField()
    agency = models.CharField(max_length=6, blank=True)
    active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)
    assigned_by = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking_id", "staff_id", "assigned_at"], name="nomis_allocation_once")
        ]
        indexes = [models.Index(fields=["agency"], name="nomis_allocation_by_prison", condition=Q(active=True))]


class AllocationRound(models.Model):
    """One save of the allocate pages: what it did, so that it can be undone while nothing has changed since."""

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    policy = models.CharField(max_length=16)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=240)
    made = models.JSONField(default=list)
    """Ids of allocations made."""
    ended = models.JSONField(default=list)
    """Ids of allocations ended."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=240, blank=True)

    class Meta:
        indexes = [models.Index(fields=["prison", "policy", "-saved_at"], name="allocation_round_newest")]


class ComplexityOfNeed(models.Model):
    """How complex a person's needs were last assessed to be. Active and HIGH: no key worker."""

    class Level(models.TextChoices):
        LOW = "LOW", "Low"
        MEDIUM = "MEDIUM", "Medium"
        HIGH = "HIGH", "High"

    person = models.OneToOneField(
        "prisoners.Person", primary_key=True, on_delete=models.CASCADE, related_name="complexity_of_need"
    )
    level = models.CharField(max_length=6, choices=Level)
    active = models.BooleanField(default=True)
    assessed_at = models.DateTimeField()
    assessed_by = models.CharField(max_length=240)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="high_complexity", condition=Q(active=True, level="HIGH")),
        ]
