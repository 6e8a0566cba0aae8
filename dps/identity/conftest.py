from typing import Any

import pytest

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account

PASSWORD = "landing keys kettle 7"


@pytest.fixture
def details() -> dict[str, Any]:
    """What it takes to make an account."""
    return {
        "username": "AISHA_GEN",
        "email": "aisha.holroyd@justice.gov.uk",
        "first_name": "Aisha",
        "last_name": "Holroyd",
        "password": PASSWORD,
    }


@pytest.fixture
def aisha(db: None, details: dict[str, Any]) -> Account:
    """Works in Leeds and in Moorland."""
    return create_user(**details, roles=["GLOBAL_SEARCH"], caseloads=["LEI", "MDI"])
