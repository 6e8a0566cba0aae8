from django.apps import AppConfig


class EstateConfig(AppConfig):
    name = "dps.estate"
    label = "estate"
    address = "estate/"

    def ready(self) -> None:
        from dps.estate.permissions import GRANTS
        from dps.estate.queries import agency_name
        from dps.platform import access
        from dps.platform.design.context import name_prisons_with

        access.register(GRANTS)
        name_prisons_with(agency_name)
