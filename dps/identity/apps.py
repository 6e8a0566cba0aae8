from datetime import timedelta
from pathlib import Path

from django.apps import AppConfig

KEEP_ATTEMPTS = timedelta(days=1)


class IdentityConfig(AppConfig):
    name = "dps.identity"
    label = "identity"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from dps.estate.permissions import EstatePermission
        from dps.identity.accounts import attempts, jobs  # noqa: F401 jobs: their timers are known by being imported
        from dps.identity.home import tiles
        from dps.identity.permissions import GRANTS, IdentityPermission
        from dps.identity.sessions import jobs as of_sessions  # noqa: F401
        from dps.identity.sessions.commands import when_ended
        from dps.platform import access, local_time, notify
        from dps.platform.design import navigation
        from dps.platform.jobs import upkeep
        from dps.platform.live import ask_again_about

        user_logged_in.disconnect(dispatch_uid="update_last_login")  # `sign_in.commands.complete` notes it, once
        access.register(GRANTS)
        when_ended(ask_again_about)
        notify.register_templates(Path(__file__).parent / "emails")
        upkeep.register("attempts", lambda: attempts.forget_old(local_time.now() - KEEP_ATTEMPTS))
        tiles.register(
            tiles.Tile(
                "Prisons and codes",
                "Find a prison, its wings and the code lists",
                "estate:prisons",
                EstatePermission.SEE,
                80,
            )
        )
        tiles.register(
            tiles.Tile(
                "Services on the home page",
                "Add and change the tiles of other systems",
                "services",
                IdentityPermission.LOOK_AFTER_SERVICES,
            )
        )
        tiles.register(
            tiles.Tile(
                "Messages sent",
                "Emails and texts: what was sent, what failed, templates",
                "notify:messages",
                "notify:messages:see",
            )
        )
        navigation.register(navigation.Item("Prisons and codes", "estate:prisons", EstatePermission.SEE, 80))
