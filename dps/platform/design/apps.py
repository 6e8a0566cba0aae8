from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "dps.platform.design"
    label = "design"
