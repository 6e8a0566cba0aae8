def register() -> None:
    """The timeline tab and what this service itself knows of."""
    from dps.prisoners.profile import tabs
    from dps.prisoners.timeline import sources
    from dps.prisoners.timeline.own_sources import SOURCES

    tabs.register(tabs.Tab("Timeline", "timeline/", 70))
    for source in SOURCES:
        sources.register(source)
