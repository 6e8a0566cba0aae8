from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dps.platform.audit"
    label = "audit"
