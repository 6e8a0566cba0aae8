def register() -> None:
    """The location tab."""
    from dps.prisoners.profile import tabs
    from dps.prisoners.rules.access import Part

    tabs.register(tabs.Tab("Location", "location/", 60, Part.LOCATION))
