"""Who tells this service that somebody left: movements, merges, and the clock."""


def register() -> None:
    """Called once when the application starts."""
    from dps.key_workers.leaving import commands, jobs  # noqa: F401
    from dps.platform import events
    from dps.prisoners.changes import merging

    events.subscribe("prisoner.received", commands.person_moved)
    events.subscribe("prisoner.released", commands.person_moved)
    events.subscribe("prisoner.merged", commands.numbers_merged)
    merging.register(commands.numbers_merge)
