"""What the history adds to a person's pages: its tab, and entries of the timeline."""


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.subject_access import sources
    from dps.key_workers.history import pages, presenters, subject_access
    from dps.prisoners.profile import tabs
    from dps.prisoners.rules.access import Part
    from dps.prisoners.timeline.sources import Source
    from dps.prisoners.timeline.sources import register as add_source

    tabs.register(tabs.Tab("Key work", "key-work/", 85, shown=pages.shows_tab))
    add_source(Source("key-work", "Key work", 85, Part.BASIC, presenters.TIMELINE_SQL, presenters.told))
    sources.register(sources.Source("keyWorkers", "Key workers and personal officers", 20, subject_access.entries))
