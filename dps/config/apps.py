from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "dps.config"
    label = "config"
