from pathlib import Path

from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "dps.identity.contact"
    label = "contact"
    address = "account/"

    def ready(self) -> None:
        from dps.identity.contact.commands import note_undeliverable
        from dps.identity.contact.confirming_pages import STEP, is_asked
        from dps.identity.sign_in import steps
        from dps.platform import notify

        notify.register_templates(Path(__file__).parent / "emails")
        notify.when_undeliverable(note_undeliverable)
        steps.register(steps.Step(STEP, 30, "passwords:ask_to_confirm", is_asked))
