def register() -> None:
    """The operations that tell what was changed."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import api

    platform_api.register(api.router, "/prisoners")
