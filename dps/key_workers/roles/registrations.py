"""What roles add to the home of the service."""


def register() -> None:
    """Called once when the application starts."""
    from dps.key_workers.levels import Level
    from dps.key_workers.settings.home import HomeTile
    from dps.key_workers.settings.home import register as add_tile

    add_tile(
        HomeTile(
            "Manage {worker} roles",
            "Make somebody a {worker}, or remove the role",
            "roles/",
            Level.ALLOCATE,
            60,
        )
    )
