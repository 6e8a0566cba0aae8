def register() -> None:
    """The location tab and its operation."""
    from dps.platform import api as platform_api
    from dps.prisoners.location import api
    from dps.prisoners.profile import tabs
    from dps.prisoners.rules.access import Part

    tabs.register(tabs.Tab("Location", "location/", 60, Part.LOCATION))
    platform_api.register(api.router, "/prisoners")
