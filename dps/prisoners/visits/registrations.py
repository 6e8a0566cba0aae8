def register() -> None:
    """The operation of visits."""
    from dps.platform import api as platform_api
    from dps.prisoners.visits import api

    platform_api.register(api.router, "/prisoners")
