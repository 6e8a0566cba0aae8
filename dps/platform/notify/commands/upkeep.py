"""What is forgotten every night."""

from datetime import timedelta

from dps.platform import local_time
from dps.platform.notify import rules
from dps.platform.notify.models import Message
from dps.platform.notify.stand_in import commands as stand_in

KEEP_CONTENT = timedelta(days=90)
KEEP_MESSAGES = timedelta(days=2 * 365)


def forget_old() -> None:
    """Forget what messages said after 90 days, that they were sent after two years, and the stand-in's after a week."""
    now = local_time.now()
    old = Message.objects.filter(state__in=[*rules.OVER, rules.State.HELD, rules.State.ACCEPTED])
    old.filter(created_at__lt=now - KEEP_CONTENT).exclude(sealed_values=b"", sealed_content=b"").update(
        sealed_values=b"", sealed_content=b""
    )
    old.filter(created_at__lt=now - KEEP_MESSAGES).delete()
    stand_in.forget_old(now - stand_in.KEEP)
