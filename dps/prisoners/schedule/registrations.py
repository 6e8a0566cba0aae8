def register() -> None:
    """The operation of the schedule."""
    from dps.platform import api as platform_api
    from dps.prisoners.schedule import api

    platform_api.register(api.router, "/prisoners")
