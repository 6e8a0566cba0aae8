def register() -> None:
    """The operations of accounts and damage obligations."""
    from dps.platform import api as platform_api
    from dps.prisoners.money import api

    platform_api.register(api.router, "/prisoners")
