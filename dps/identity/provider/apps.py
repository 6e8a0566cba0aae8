from django.apps import AppConfig


class ProviderConfig(AppConfig):
    name = "dps.identity.provider"
    label = "provider"

    def ready(self) -> None:
        from dps.identity.provider import api, commands, keys
        from dps.identity.provider.permissions import GRANTS
        from dps.identity.sessions.commands import when_ended
        from dps.platform import access, local_time
        from dps.platform import api as platform_api
        from dps.platform.jobs import upkeep

        access.register(GRANTS)
        when_ended(commands.end_with_sessions)
        platform_api.verify_tokens_with(api.caller_of)
        platform_api.register(api.users, "/users")
        platform_api.register(api.token, "/token")
        upkeep.register("tokens", commands.forget_what_is_over)
        upkeep.register("signing keys", lambda: keys.forget_old(local_time.now()))
