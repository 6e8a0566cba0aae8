def register() -> None:
    """Who may hear that a person changed."""
    from dps.platform.live import register_guard
    from dps.prisoners.profile.watching import may_watch

    register_guard(may_watch)
