from django.apps import AppConfig


class CaseNotesConfig(AppConfig):
    name = "dps.case_notes"
    label = "case_notes"
    address = ""

    def ready(self) -> None:
        from dps.case_notes import registrations

        registrations.register_all()
