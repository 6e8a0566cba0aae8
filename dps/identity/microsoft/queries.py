from collections.abc import Sequence

from dps.identity.microsoft import rules
from dps.identity.microsoft.models import MicrosoftPerson
from dps.identity.models import Account


def accounts_of(address: str) -> list[Account]:
    """The accounts that hold this verified address and may sign in, by source and name. One statement."""
    return list(
        Account.objects.filter(
            email=address, email_verified=True, inactive=False, locked=False, source__in=rules.SOURCES
        ).order_by("source", "username")
    )


def open_to(person: rules.Person, accounts: Sequence[Account]) -> list[Account]:
    """Those of the accounts that are not another person's at Microsoft. One statement."""
    of_others = set(
        MicrosoftPerson.objects.filter(account__in=accounts, issuer=person.issuer, client_id=person.client_id)
        .exclude(subject=person.subject)
        .values_list("account_id", flat=True)
    )
    return [account for account in accounts if account.pk not in of_others]
