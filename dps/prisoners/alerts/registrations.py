def register() -> None:
    """The alerts tab."""
    from dps.prisoners.profile import tabs

    tabs.register(tabs.Tab("Alerts", "alerts/", 30))
