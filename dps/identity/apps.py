from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "dps.identity"
    label = "identity"

    def ready(self) -> None:
        from dps.estate.permissions import EstatePermission
        from dps.identity import tiles
        from dps.identity.permissions import GRANTS
        from dps.platform import access
        from dps.platform.design import navigation

        access.register(GRANTS)
        tiles.register(
            tiles.Tile(
                "Prisons and codes",
                "Find a prison, its wings and the code lists",
                "estate:prisons",
                EstatePermission.SEE,
                80,
            )
        )
        navigation.register(navigation.Item("Prisons and codes", "estate:prisons", EstatePermission.SEE, 80))
