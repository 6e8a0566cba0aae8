from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "dps.platform.api"
    label = "platform_api"

    def ready(self) -> None:
        from dps.platform.api import repeats
        from dps.platform.jobs import upkeep

        upkeep.register("answered writes", repeats.forget_old)
