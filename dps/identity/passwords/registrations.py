from datetime import timedelta

from django.http import HttpRequest

from dps.identity.accounts import links
from dps.identity.models import Account
from dps.identity.passwords.commands import tell_locked
from dps.identity.passwords.models import Asked
from dps.identity.passwords.pages import STEP
from dps.identity.sign_in import steps
from dps.identity.sign_in.after import when_locked
from dps.platform import local_time
from dps.platform.jobs import upkeep

KEEP_UNANSWERED = timedelta(days=2)


def register_all() -> None:
    """What the room adds to signing in and to the nightly upkeep."""
    steps.register(steps.Step(STEP, 10, "passwords:forced", must_choose))
    when_locked(tell_locked)
    upkeep.register("links that ended", lambda: links.forget_old(local_time.now() - links.KEEP))
    upkeep.register(
        "requests never answered", lambda: Asked.objects.filter(at__lt=local_time.now() - KEEP_UNANSWERED).delete()
    )


def must_choose(request: HttpRequest, account: Account) -> bool:
    """Whether the password that was just given has to be a new one. Another way in is no worse for an old password."""
    return account.must_change_password and steps.PASSWORD in request.session[steps.ON_THE_WAY]["methods"]
