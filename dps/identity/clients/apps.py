from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "dps.identity.clients"
    label = "clients"
    address = "clients/"

    def ready(self) -> None:
        from dps.identity.clients.commands import forget_unshown
        from dps.identity.clients.permissions import GRANTS, ClientPermission
        from dps.identity.home import tiles
        from dps.platform import access
        from dps.platform.jobs import upkeep

        access.register(GRANTS)
        upkeep.register("client secrets nobody came to see", forget_unshown)
        tiles.register(
            tiles.Tile(
                "Systems that sign in here",
                "Register systems, change their settings and secrets",
                "clients:clients",
                ClientPermission.SEE,
                92,
            )
        )
