from django.apps import AppConfig


class ExternalConfig(AppConfig):
    name = "dps.identity.external"
    label = "external"
    address = "external-users/"

    def ready(self) -> None:
        from dps.identity.external import registrations

        registrations.register_all()
