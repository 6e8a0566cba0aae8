"""The jobs of the rooms inside this one: here is where the worker looks for them."""

from dps.identity.users.bulk import jobs

__all__ = ["jobs"]
