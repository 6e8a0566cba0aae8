from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "dps.platform.notify"
    label = "notify"

    def ready(self) -> None:
        from dps.platform import access
        from dps.platform.jobs import upkeep
        from dps.platform.notify.commands.upkeep import forget_old
        from dps.platform.notify.health import state
        from dps.platform.notify.permissions import GRANTS
        from dps.platform.web import health

        access.register(GRANTS)
        upkeep.register("old messages", forget_old)
        health.register("notify", state)
