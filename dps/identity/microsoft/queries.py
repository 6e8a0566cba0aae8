from dps.identity.microsoft import rules
from dps.identity.models import Account


def accounts_of(address: str) -> list[Account]:
    """The accounts that hold this verified address and may sign in, by source and name. One statement."""
    return list(
        Account.objects.filter(
            email=address, email_verified=True, inactive=False, locked=False, source__in=rules.SOURCES
        ).order_by("source", "username")
    )
