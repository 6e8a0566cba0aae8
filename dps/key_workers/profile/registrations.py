"""What profiles add: the way to one's own."""


def register() -> None:
    """Called once when the application starts."""
    from dps.key_workers.levels import Level
    from dps.key_workers.settings.home import HomeTile
    from dps.key_workers.settings.home import register as add_tile

    add_tile(
        HomeTile(
            "My {worker} allocations",
            "The people you look after, when their next session is due, and what you recorded",
            "mine/",
            Level.SELF,
            10,
            highest=Level.SELF,
        )
    )
