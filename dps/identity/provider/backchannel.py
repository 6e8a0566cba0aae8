"""Sign-out at other systems, server to server (OpenID Connect Back-Channel Logout)."""

import requests
import structlog
from django.db import connection

from dps.identity.provider import rules, tokens
from dps.identity.provider.models import Client

TIMEOUT_SECONDS = (3.05, 5)
log = structlog.get_logger("dps.sign_out")


class NotTold(Exception):
    """The other system could not be told now: the job is tried again."""


def tell(*, client: int, username: str, session: str) -> None:
    """Post a signed logout token to where the client wants it. `client` is its key here.

    Only to the address that is registered now, never on to where that leads. A system that refuses the token is not
    asked again. Raises NotTold when it could not be reached or failed itself.
    """
    found = Client.objects.filter(pk=client).first()
    if found is None or not rules.may_be_told(found.backchannel_logout_uri):
        return
    token = tokens.logout_token(client_id=found.client_id, username=username, session=session)
    if not connection.in_atomic_block:
        connection.close()  # no connection of ours waits for another system
    try:
        answer = requests.post(
            found.backchannel_logout_uri,
            data={"logout_token": token},
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
            stream=True,
        )
        answer.close()
    except requests.RequestException as failure:
        raise NotTold(type(failure).__name__) from None
    if answer.status_code >= 500:
        raise NotTold(str(answer.status_code))
    if answer.status_code not in (200, 204):
        log.warning("sign-out not taken", client=found.client_id, status=answer.status_code)
