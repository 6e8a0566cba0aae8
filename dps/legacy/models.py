"""What the link to NOMIS remembers. The NOMIS tables themselves are in `dps.legacy.nomis`."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class LinkState(models.Model):
    """The one row about the link as a whole."""

    ONLY = "nomis"

    name = models.CharField(primary_key=True, max_length=10, default=ONLY)
    follower_seen_at = models.DateTimeField(null=True)
    """Heartbeat of the process that follows NOMIS, also while NOMIS does not answer."""
    last_answer_at = models.DateTimeField(null=True)
    """When NOMIS last answered a whole round of questions."""
    failing_since = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    """Why the last round failed, in plain English."""
    load_started_at = models.DateTimeField(null=True)
    load_finished_at = models.DateTimeField(null=True)
    load_rows = models.BigIntegerField(default=0)
    load_seconds = models.FloatField(default=0)
    search_current = models.BooleanField(default=False)
    """False from the start of a full load until the search records have been made again."""
    last_change_at = models.DateTimeField(null=True)
    """When the newest change was made in NOMIS, by its clock."""
    last_change_applied_at = models.DateTimeField(null=True)
    last_change_delay = models.FloatField(null=True)
    """Seconds from one to the other."""
    writes_failing_since = models.DateTimeField(null=True)
    """Since when NOMIS could not be reached to write to it."""
    writes_failure = models.TextField(blank=True)
    writes_failures = models.PositiveIntegerField(default=0)
    """How often in a row: the pause grows with it."""
    writes_try_at = models.DateTimeField(null=True)
    """Nobody tries before."""


class FeedState(models.Model):
    """How far one feed has come."""

    feed = models.CharField(primary_key=True, max_length=40)
    load_started_at = models.DateTimeField(null=True)
    load_finished_at = models.DateTimeField(null=True)
    load_position = models.JSONField(null=True)
    """The key of the last row committed by a full load that has not finished; none otherwise."""
    clock = models.CharField(max_length=32, blank=True)
    """London wall-clock time, by the clock of NOMIS, up to which its changes have been taken (less the overlap)."""
    rows_read = models.BigIntegerField(default=0)
    rows_written = models.BigIntegerField(default=0)
    rows_deleted = models.BigIntegerField(default=0)
    load_rows = models.BigIntegerField(default=0)
    load_seconds = models.FloatField(default=0)
    last_change_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)
    """When deleted rows were last looked for."""
    last_error = models.TextField(blank=True)
    absent = models.JSONField(default=list)
    """Tables and columns that this NOMIS does not have, e.g. ["offender_images", "offenders.suffix"]."""


class SetAsideRow(models.Model):
    """A NOMIS row that is not here, or not whole, and why."""

    class Kind(models.TextChoices):
        UNREADABLE = "UNREADABLE", "Cannot be read"
        WAITING = "WAITING", "Waiting for another record"
        CHANGED = "CHANGED", "Loaded with something left out"

    id = models.BigAutoField(primary_key=True)
    feed = models.CharField(max_length=40)
    key = models.JSONField()
    key_text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "key_text"], name="set_aside_once")]
        indexes = [models.Index(fields=["-last_seen_at", "-id"], name="set_aside_newest")]


class StaffAccess(models.Model):
    """A caseload or role that NOMIS gives a user. Kept apart from what DPS gives, so that it can be taken away."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=240)
    kind = models.CharField(max_length=8)
    """CASELOAD or ROLE."""
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username", "kind", "code"], name="staff_access_once")]


class StaffEmail(models.Model):
    """An e-mail address that NOMIS holds of a user. An account without one takes the only work address there is."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=240)
    address = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username", "address"], name="staff_email_once")]


OF_STAFF = "staff "
"""What the name of a member of staff begins with where a prison number could stand."""


def about(whose: str) -> models.Q:
    """Writes about one person or member of staff (`QueuedWrite.whose`)."""
    if whose.startswith(OF_STAFF):
        return models.Q(staff_id=int(whose.removeprefix(OF_STAFF)))
    return models.Q(person_id=whose)


class QueuedWrite(models.Model):
    """One change made here on its way into NOMIS. Writes of one thing arrive in the order in which they were made."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        DONE = "DONE", "Done"
        FAILED = "FAILED", "Refused"
        CONFLICT = "CONFLICT", "To settle"
        SWITCHED_OFF = "SWITCHED_OFF", "Kept back"

    class Outcome(models.TextChoices):
        NONE = "", ""
        WRITTEN = "WRITTEN", "Written"
        THERE_ALREADY = "THERE_ALREADY", "Already so in NOMIS"
        GIVEN_UP = "GIVEN_UP", "Given up: NOMIS's version was taken"

    id = models.BigAutoField(primary_key=True)
    change_id = models.BigIntegerField(unique=True)
    """The change it carries (prisoner_changes.Change); of staff, a number of the same row of numbers."""
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="nomis_writes", null=True)
    staff_id = models.BigIntegerField(null=True)
    """Whom it is about: a person, or a member of staff by NOMIS's number."""
    booking_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=80, blank=True)
    """As the change has it; NOMIS's own once the thing has one."""
    prison = models.CharField(max_length=6, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    username = models.CharField(max_length=240)
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    outcome = models.CharField(max_length=13, choices=Outcome, blank=True, default=Outcome.NONE)
    attempts = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField()
    """Not before."""
    reason = models.TextField(blank=True)
    """Why it waits, failed or is in conflict, in plain English."""
    theirs = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    """Of a conflict: what NOMIS held, by its column names; null when it held nothing."""
    ours_wins = models.BooleanField(default=False)
    """A person decided that it is written whatever NOMIS holds."""
    settled_by = models.CharField(max_length=240, blank=True)
    queued_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, staff_id=None) | models.Q(person=None, staff_id__isnull=False),
                name="write_about_one",
            )
        ]
        indexes = [
            models.Index(fields=["person", "id"], name="write_open", condition=~models.Q(state="DONE")),
            models.Index(
                fields=["staff_id", "id"],
                name="write_open_of_staff",
                condition=~models.Q(state="DONE") & models.Q(staff_id__isnull=False),
            ),
            models.Index(fields=["kind"], name="write_open_by_kind", condition=~models.Q(state="DONE")),
            models.Index(fields=["try_at"], name="write_due", condition=models.Q(state="WAITING")),
            models.Index(fields=["state", "-id"], name="write_by_state"),
            models.Index(fields=["-done_at"], name="write_done", condition=models.Q(state="DONE")),
        ]

    @property
    def whose(self) -> str:
        """The prison number, or `staff 21`: the writes of one are carried out one after the other."""
        return self.person_id if self.person_id is not None else f"{OF_STAFF}{self.staff_id}"


class WrittenRow(models.Model):
    """The time stamp that our last write left on a row of NOMIS: a later one there is somebody else's change."""

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    stamp = models.CharField(max_length=32)
    change_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="written_row_once")]


class Mapping(models.Model):
    """Which record of NOMIS is which of ours, for those that began here. Neither side may be taken twice."""

    class How(models.TextChoices):
        WRITTEN = "WRITTEN", "Written to NOMIS"
        FOUND = "FOUND", "Found in NOMIS"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=24)
    our_key = models.CharField(max_length=80)
    """The first key it had here."""
    nomis_key = models.CharField(max_length=80)
    """As the NOMIS table has it; parts of a composite key separated by ' / '."""
    person = models.ForeignKey("prisoners.Person", on_delete=models.CASCADE, related_name="nomis_mappings")
    how = models.CharField(max_length=7, choices=How)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "our_key"], name="mapping_of_ours_once"),
            models.UniqueConstraint(fields=["kind", "nomis_key"], name="mapping_of_theirs_once"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="mapping_by_person")]


class Reconciliation(models.Model):
    """One comparison of everybody's records of a kind on both sides, and what was not the same."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=24)
    everybody = models.BooleanField()
    """Also people who are not in custody."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    """Records of NOMIS that were compared."""
    mismatches = models.PositiveIntegerField(default=0)
    """People for whom the two sides differ."""
    errors = models.PositiveIntegerField(default=0)
    """People who could not be compared."""
    failure = models.TextField(blank=True)
    """Why it ended early, or why people could not be compared."""

    class Meta:
        indexes = [models.Index(fields=["kind", "-started_at"], name="reconciliation_newest")]


class Mismatch(models.Model):
    """One person of a reconciliation for whom the two sides differ. Keys are those of NOMIS; of what it lacks, ours."""

    id = models.BigAutoField(primary_key=True)
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="found")
    person_id = models.CharField(max_length=10)
    missing_here = models.JSONField(default=list)
    missing_there = models.JSONField(default=list)
    differing = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reconciliation", "person_id"], name="mismatch_once")]


class WriteSwitch(models.Model):
    """Whether changes of a kind made in a prison are written to NOMIS. The most particular row counts; none: on."""

    EVERY = "*ALL*"

    id = models.BigAutoField(primary_key=True)
    prison = models.CharField(max_length=6)
    kind = models.CharField(max_length=24)
    on = models.BooleanField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "kind"], name="write_switch_once")]
