def register() -> None:
    """The offences tab and its operation."""
    from dps.platform import api as platform_api
    from dps.prisoners.offences import api
    from dps.prisoners.profile import tabs

    tabs.register(tabs.Tab("Offences", "offences/", 40))
    platform_api.register(api.router, "/prisoners")
