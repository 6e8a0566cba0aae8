"""What this service adds to others: its grants, tiles, card, actions, timeline entries and operations."""


def register_all() -> None:
    from dps.key_workers.allocating import registrations as allocating
    from dps.key_workers.dashboards import registrations as dashboards
    from dps.key_workers.due import registrations as due
    from dps.key_workers.emails import registrations as emails
    from dps.key_workers.figures import registrations as figures
    from dps.key_workers.history import registrations as history
    from dps.key_workers.leaving import registrations as leaving
    from dps.key_workers.permissions import GRANTS
    from dps.key_workers.profile import registrations as profile
    from dps.key_workers.record import registrations as record
    from dps.key_workers.roles import registrations as roles
    from dps.key_workers.sessions import registrations as sessions
    from dps.key_workers.settings import registrations as settings
    from dps.key_workers.staff import registrations as staff
    from dps.platform import access

    access.register(GRANTS)
    sessions.register()
    figures.register()
    dashboards.register()
    settings.register()
    staff.register()
    profile.register()
    roles.register()
    due.register()
    record.register()
    emails.register()
    allocating.register()
    leaving.register()
    history.register()
