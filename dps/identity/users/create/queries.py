from dps.identity.models import Account
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import NotFound


def made_by(actor: Actor, username: str) -> Account:
    """An account that the actor made. Two statements. Raises NotFound for any other."""
    name = username.strip().upper()
    made = AuditEntry.objects.filter(
        subject_type="account", subject_id=name, action="ACCOUNT_CREATED", username=actor.username
    )
    account = Account.objects.filter(username=name).first() if made.exists() else None
    if account is None:
        raise NotFound(username)
    return account
