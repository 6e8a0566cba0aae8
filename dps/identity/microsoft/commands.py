from datetime import datetime

from dps.identity.models import Account
from dps.platform import audit
from dps.platform.access import SYSTEM


def refuse(reason: str, *, at: datetime, address: str = "") -> None:
    """Record that a sign-in with Microsoft was refused. `address` is a verified e-mail address that no account has."""
    details = {"way": "microsoft", "reason": reason} | ({"email": address} if address else {})
    audit.record("SIGN_IN_REFUSED", by=SYSTEM, subject_type="account", details=details, at=at)


def confirm(account: Account, *, method: str, at: datetime) -> None:
    """Record that Microsoft said who this is, and by which method (RFC 8176): the steps of signing in follow."""
    audit.record(
        "MICROSOFT_ACCOUNT_CONFIRMED",
        by=SYSTEM,
        subject_type="account",
        subject_id=account.username,
        details={"method": method},
        at=at,
    )
