"""What the link adds to others: its grants."""


def register_all() -> None:
    """Called once when the application starts."""
    from dps.legacy.permissions import GRANTS
    from dps.platform import access

    access.register(GRANTS)
