"""What identity keeps of accounts. Rooms with tables of their own (second step, provider, …) keep them themselves."""

from dps.identity.models.access import AccessWithdrawn, AdministeredPrison, Role, RoleGiven
from dps.identity.models.accounts import Account, Contact, EarlierPassword
from dps.identity.models.attempts import Attempts
from dps.identity.models.links import OneTimeLink
from dps.identity.models.services import Service
from dps.identity.models.sessions import StaffSession

__all__ = [
    "AccessWithdrawn",
    "Account",
    "AdministeredPrison",
    "Attempts",
    "Contact",
    "EarlierPassword",
    "OneTimeLink",
    "Role",
    "RoleGiven",
    "Service",
    "StaffSession",
]
