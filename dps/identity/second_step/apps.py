from pathlib import Path

from django.apps import AppConfig


class SecondStepConfig(AppConfig):
    name = "dps.identity.second_step"
    label = "second_step"

    def ready(self) -> None:
        from django.conf import settings

        from dps.identity.provider.step_up import register_step_up
        from dps.identity.second_step import rules, step_up
        from dps.identity.second_step.commands import forget_what_is_over
        from dps.identity.second_step.permissions import GRANTS
        from dps.identity.sessions import again
        from dps.identity.sign_in import steps
        from dps.platform import access, notify
        from dps.platform.jobs import upkeep

        rules.is_outside(None, settings.TRUSTED_NETWORKS)  # a network nobody can read stops the start, not a sign-in
        access.register(GRANTS)
        notify.register_templates(Path(__file__).parent / "emails")
        steps.register(steps.Step("second step", 20, "second_step:challenge", step_up.needed_to_sign_in))
        register_step_up(step_up.before_client)
        again.ask_further(step_up.before_changing)
        upkeep.register("second steps", forget_what_is_over)
