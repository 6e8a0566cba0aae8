from collections.abc import Callable
from typing import Any

import pytest

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account


@pytest.fixture
def ruth(db: None) -> Account:
    """Looks after the accounts of others, so she always passes a second step."""
    return create_user(
        username="RUTH_ADM",
        email="ruth.castellano@justice.gov.uk",
        first_name="Ruth",
        last_name="Castellano",
        password="landing keys kettle 7",
        roles=["MAINTAIN_ACCESS_ROLES_ADMIN"],
        caseloads=["LEI"],
    )


@pytest.fixture
def last_sent() -> Callable[..., Any]:
    """The newest message to a person, of one template or of any: `.recipient`, `.values`."""
    from dps.platform.notify.models import Message

    def newest(account: Account, template: str = "") -> Any:
        found = Message.objects.filter(username=account.username)
        return (found.filter(template=template) if template else found).order_by("-created_at").first()

    return newest
