"""Groups of people outside prisons. The people themselves are accounts of the source `auth`."""

from django.db import models

from dps.identity.models import Account, Role


class Group(models.Model):
    """People of one organisation or contract, and the roles they may be given."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class ChildGroup(models.Model):
    """A part of a group, for other systems: nobody is a member of it by itself."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name", "code"]


class GroupRole(models.Model):
    """A role that members of a group may be given."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="group_roles")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    automatic = models.BooleanField(default=False)
    """Given at once to everybody who joins."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "role"], name="group_role_once")]


class GroupMember(models.Model):
    """Somebody in a group. A member who holds AUTH_GROUP_MANAGER looks after the group."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="group_memberships")
    added_by = models.CharField(max_length=240)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "group"], name="group_member_once")]
