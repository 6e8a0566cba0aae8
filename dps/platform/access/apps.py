from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "dps.platform.access"
    label = "access"
