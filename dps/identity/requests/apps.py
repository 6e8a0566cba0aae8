from pathlib import Path

from django.apps import AppConfig, apps


class RequestsConfig(AppConfig):
    name = "dps.identity.requests"
    label = "access_requests"
    address = "access-requests/"

    def ready(self) -> None:
        from dps.identity.home import tiles
        from dps.identity.requests.commands import forget_old_reminders
        from dps.identity.requests.permissions import GRANTS, AccessRequestPermission
        from dps.platform import access, local_time, notify
        from dps.platform.access import SIGNED_IN
        from dps.platform.jobs import upkeep

        access.register(GRANTS)
        notify.register_templates(Path(__file__).parent / "emails")
        upkeep.register("reminders of access that ended", lambda: forget_old_reminders(local_time.today()))
        tiles.register(
            tiles.Tile("Your access", "What you can do and why; ask for more", "access_requests:mine", SIGNED_IN, 90)
        )
        if apps.is_installed("dps.identity.users"):
            from dps.identity.users import menu

            menu.register(
                menu.MenuCard(
                    "Access requests to decide",
                    "Agree to or refuse what people ask for",
                    "access_requests:to_decide",
                    AccessRequestPermission.DECIDE,
                    40,
                )
            )
            menu.register(
                menu.MenuCard(
                    "Who can do what in a prison",
                    "Review whether people still need the roles they have",
                    "access_requests:review",
                    AccessRequestPermission.REVIEW,
                    45,
                )
            )
