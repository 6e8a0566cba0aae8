from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "dps.prisoners.changes"
    label = "prisoner_changes"
    address = ""
