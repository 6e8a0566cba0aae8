def register() -> None:
    """Notes about alerts, as they happen and every night."""
    from dps.case_notes.system_notes import alerts
    from dps.case_notes.system_notes import jobs as of_alerts  # noqa: F401
    from dps.platform import events

    events.subscribe("person.alert.created", alerts.note_change)
    events.subscribe("person.alert.inactive", alerts.note_change)
