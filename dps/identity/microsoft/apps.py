from django.apps import AppConfig


class MicrosoftConfig(AppConfig):
    name = "dps.identity.microsoft"
    label = "microsoft"

    def ready(self) -> None:
        from dps.identity.microsoft.issuer import registration
        from dps.identity.microsoft.permissions import GRANTS
        from dps.identity.sign_in import steps
        from dps.platform import access

        access.register(GRANTS)
        steps.register_other_way(
            steps.OtherWay(
                "Sign in with your justice Microsoft account", "microsoft:start", lambda: registration() is not None
            )
        )
