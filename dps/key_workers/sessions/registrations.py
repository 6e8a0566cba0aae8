"""What sessions add to others: they follow case notes."""


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes import watchers
    from dps.key_workers.sessions.watching import notes_changed

    watchers.register(notes_changed)
