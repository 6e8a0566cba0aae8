from django.apps import AppConfig


class DietConfig(AppConfig):
    name = "dps.prisoners.diet"
    label = "prisoner_diet"
    address = ""
