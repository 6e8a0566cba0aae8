from collections.abc import Callable

import pytest
from django.test import Client

from dps.identity.models import Account
from dps.platform import local_time


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser in which somebody of Leeds with these roles is signed in, lately enough for administration."""
    from dps.key_workers.tests.workers import somebody

    def as_holder(*roles: str, username: str = "SOMEBODY", **more: object) -> Client:
        account = Account.objects.filter(username=username).first() or somebody(username, *roles, **more)  # type: ignore[arg-type]
        client = Client()
        client.force_login(account)
        session = client.session
        session.update({"password_confirmed": int(local_time.now().timestamp()), "methods": ["pwd", "otp"]})
        session.save()
        return client

    return as_holder
