"""What the settings add to the home of the service."""


def register() -> None:
    """Called once when the application starts."""
    from dps.key_workers.levels import Level
    from dps.key_workers.settings import home

    home.register(
        home.HomeTile(
            "Settings for {workers}",
            "How many prisoners each {worker} takes, and how often sessions take place",
            "settings",
            Level.ALLOCATE,
            90,
            when_off=True,
        )
    )
