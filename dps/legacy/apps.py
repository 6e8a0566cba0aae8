from django.apps import AppConfig


class LegacyConfig(AppConfig):
    name = "dps.legacy"
    label = "legacy"
    address = "nomis/"

    def ready(self) -> None:
        from dps.legacy import registrations

        registrations.register_all()
