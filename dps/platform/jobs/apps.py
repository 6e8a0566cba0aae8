from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dps.platform.jobs"
    label = "platform_jobs"
