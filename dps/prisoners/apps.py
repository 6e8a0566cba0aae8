from django.apps import AppConfig


class PrisonersConfig(AppConfig):
    name = "dps.prisoners"
    label = "prisoners"

    def ready(self) -> None:
        from dps.prisoners import registrations

        registrations.register_all()
