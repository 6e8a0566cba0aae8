from pathlib import Path

from django.apps import AppConfig


class PasswordsConfig(AppConfig):
    name = "dps.identity.passwords"
    label = "passwords"

    def ready(self) -> None:
        from django.core.checks import register

        from dps.identity.passwords.checks import breached_file_is_there
        from dps.identity.passwords.registrations import register_all
        from dps.platform import notify

        register(breached_file_is_there)
        notify.register_templates(Path(__file__).parent / "emails")
        register_all()
