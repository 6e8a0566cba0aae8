from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "dps.platform.events"
    label = "events"
