from datetime import UTC, date, datetime
from typing import Any

import pytest

from dps.estate.models import Agency
from dps.identity.accounts.catalogue import load_roles
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account, AdministeredPrison
from dps.identity.requests import commands
from dps.identity.requests.models import AccessRequest
from dps.platform.access import Actor

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
CHRISTMAS = date(2026, 12, 25)


def make(username: str, roles: str = "", caseloads: str = "", administers: str = "", **given: Any) -> Account:
    """An account with a verified address, holding PRISON when it has a caseload."""
    held = sorted({*roles.split(), *(["PRISON"] if caseloads else [])})
    codes = caseloads.split()
    account = Account.objects.create(
        username=username,
        **{
            "first_name": username.title(), "last_name": "Person", "email": f"{username.lower()}@justice.gov.uk",
            "email_verified": True, "roles": held, "caseloads": codes, "active_caseload": codes[0] if codes else "",
            **given,
        },
    )  # fmt: skip
    AdministeredPrison.objects.bulk_create(AdministeredPrison(account=account, prison=p) for p in administers.split())
    return account


def actor(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username))


def ask(roles: str = "", prison: str = "", **changed: Any) -> list[AccessRequest]:
    """OFFICER asks, for Christmas."""
    given = {
        "roles": roles.split(), "prison": prison, "why": "Covering the wing office", "ends_on": CHRISTMAS,
        "by": actor("OFFICER"), "at": NOW, "today": TODAY, **changed,
    }  # fmt: skip
    return commands.ask_for(**given)


def agree(request: AccessRequest, by: str = "ADM", **changed: Any) -> AccessRequest:
    given = {
        "request_id": request.pk, "version": request.version, "ends_on": request.ends_on, "by": actor(by), "at": NOW,
        "today": TODAY, **changed,
    }  # fmt: skip
    return commands.agree(**given)


@pytest.fixture
def people(db: None) -> None:
    """An officer of Leeds; administrators of Leeds and of Moorland, central ones, one for people outside prisons, the
    product's own; a governor; somebody outside."""
    for code, name in (("LEI", "Leeds (HMP)"), ("MDI", "Moorland (HMP & YOI)"), ("NHI", "New Hall (HMP & YOI)")):
        Agency.objects.create(code=code, name=name, type="INST")
    Agency.objects.create(code="HYI", name="Holloway (HMP)", type="INST", active=False)
    load_roles()
    make("OFFICER", "POM", "LEI", staff_id=1)
    make("COLLEAGUE", "POM UPDATE_ALERT", "LEI MDI")
    make("LSA", "MAINTAIN_ACCESS_ROLES", "LEI", administers="LEI")
    make("LSA_MDI", "MAINTAIN_ACCESS_ROLES", "MDI", administers="MDI")
    make("ADM", "MAINTAIN_ACCESS_ROLES_ADMIN", "NHI")
    make("ADM2", "MAINTAIN_ACCESS_ROLES_ADMIN OAUTH_ADMIN", "NHI")
    make("EXT", "MAINTAIN_OAUTH_USERS", "NHI")
    make("TOP", "CENTRAL_ADMIN", "NHI")
    make("GOVERNOR", "ACCESS__REVIEW__RW", "LEI")
    make("OUTSIDE", "", "", source="auth")
