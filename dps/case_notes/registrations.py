"""What this service adds to others: its grants, tiles, tab, cards, actions, timeline entries and operations."""


def register_all() -> None:
    from dps.case_notes.permissions import GRANTS
    from dps.platform import access

    access.register(GRANTS)
