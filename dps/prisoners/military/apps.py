from django.apps import AppConfig


class MilitaryConfig(AppConfig):
    name = "dps.prisoners.military"
    label = "prisoner_military"
    address = ""

    def ready(self) -> None:
        from dps.prisoners.military import registrations

        registrations.register()
