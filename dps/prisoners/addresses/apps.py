from django.apps import AppConfig


class AddressesConfig(AppConfig):
    name = "dps.prisoners.addresses"
    label = "prisoner_addresses"
    address = ""

    def ready(self) -> None:
        from dps.prisoners.addresses import registrations

        registrations.register()
