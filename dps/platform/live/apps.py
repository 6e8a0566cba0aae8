from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "dps.platform.live"
    label = "platform_live"
