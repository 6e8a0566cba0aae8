"""What the API of case notes adds: its operations."""


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.api import ROUTERS
    from dps.platform import api

    for prefix, router in ROUTERS:
        api.register(router, prefix)
