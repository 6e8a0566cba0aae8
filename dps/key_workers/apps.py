from django.apps import AppConfig


class KeyWorkersConfig(AppConfig):
    name = "dps.key_workers"
    label = "key_workers"
    address = ""

    def ready(self) -> None:
        from dps.key_workers import registrations

        registrations.register_all()
