def register() -> None:
    from dps.platform import api as platform_api
    from dps.prisoners.summary import api

    platform_api.register(api.router, "/prisoners")
