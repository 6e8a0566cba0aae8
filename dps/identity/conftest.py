from typing import Any

import pytest
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account

PASSWORD = "landing keys kettle 7"


def second_step_passed(client: Client) -> None:
    """Whoever is signed in with `client` has shown a second factor in this session too."""
    session = client.session
    session["methods"] = ["pwd", "otp"]
    session.save()


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
