from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "dps.prisoners.alerts"
    label = "prisoner_alerts"
    address = ""

    def ready(self) -> None:
        from dps.prisoners.alerts import registrations

        registrations.register()
