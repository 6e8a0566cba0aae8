"""Where people live outside and how they are reached: of the person, and of those they know."""

from django.db import models


class Address(models.Model):
    """An address of a person, or of somebody they know (`contact_person_id`): exactly one of the two."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", null=True, on_delete=models.CASCADE, related_name="addresses")
    contact_person_id = models.BigIntegerField(null=True, db_index=True)
    flat = models.CharField(max_length=30, blank=True)
    premise = models.CharField(max_length=50, blank=True)
    """House or building: its name or number."""
    street = models.CharField(max_length=160, blank=True)
    locality = models.CharField(max_length=70, blank=True)
    town = models.CharField(max_length=12, blank=True)
    county = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=12, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    primary = models.BooleanField(default=False)
    postal = models.BooleanField(default=False)
    no_fixed_address = models.BooleanField(default=False)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    comment = models.CharField(max_length=240, blank=True)
    uprn = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="address_of_one",
                condition=models.Q(person=None, contact_person_id__isnull=False)
                | models.Q(person__isnull=False, contact_person_id=None),
            )
        ]


class AddressUsage(models.Model):
    """What an address is for: home, release, curfew."""

    id = models.BigAutoField(primary_key=True)
    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="usages", db_constraint=False)
    usage = models.CharField(max_length=12)
    """A code of the domain ADDRESS_TYPE."""
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "usage"], name="address_usage_once")]


class Phone(models.Model):
    """A telephone number of a person, of somebody they know, or of an address: exactly one of the three."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", null=True, on_delete=models.CASCADE, related_name="phones")
    contact_person_id = models.BigIntegerField(null=True, db_index=True)
    address = models.ForeignKey(
        Address, null=True, on_delete=models.CASCADE, related_name="phones", db_constraint=False
    )
    type = models.CharField(max_length=12)
    number = models.CharField(max_length=40)
    extension = models.CharField(max_length=7, blank=True)


class EmailAddress(models.Model):
    """An e-mail address of a person, or of somebody they know."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey("prisoners.Person", null=True, on_delete=models.CASCADE, related_name="emails")
    contact_person_id = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=240)
