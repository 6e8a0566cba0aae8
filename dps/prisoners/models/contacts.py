from django.db import models


class Contact(models.Model):
    """Somebody a person knows (social) or who works with them (official)."""

    id = models.BigIntegerField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="contacts")
    type = models.CharField(max_length=12)
    """S social, O official."""
    relationship = models.CharField(max_length=12, blank=True)
    contact_person_id = models.BigIntegerField(null=True, db_index=True)
    """The somebody, who may be known to many people."""
    first_name = models.CharField(max_length=35, blank=True)
    middle_names = models.CharField(max_length=71, blank=True)
    last_name = models.CharField(max_length=35, blank=True)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=12, blank=True)
    comment = models.CharField(max_length=240, blank=True)
    next_of_kin = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    approved_visitor = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["booking"], name="contact_by_booking", include=["type", "active"])]


class KeyWorker(models.Model):
    """A key worker allocation made in NOMIS."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey("prisoners.Booking", on_delete=models.CASCADE, related_name="key_workers")
    staff_id = models.BigIntegerField()
    first_name = models.CharField(max_length=35, blank=True)
    last_name = models.CharField(max_length=35, blank=True)
    assigned_at = models.DateTimeField()
    agency = models.CharField(max_length=6, blank=True)
    active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "staff_id", "assigned_at"], name="key_worker_once")]
