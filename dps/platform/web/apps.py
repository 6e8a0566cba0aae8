from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dps.platform.web"
    label = "web"
