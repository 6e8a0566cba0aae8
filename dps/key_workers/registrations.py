"""What this service adds to others: its grants, tiles, card, actions, timeline entries and operations."""


def register_all() -> None:
    from dps.key_workers.permissions import GRANTS
    from dps.platform import access

    access.register(GRANTS)
