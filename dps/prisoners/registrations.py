"""What this service adds to others: its grants, navigation, tiles, tabs and cards."""


def register_all() -> None:
    from dps.prisoners.alerts import registrations as alerts
    from dps.prisoners.location import registrations as location
    from dps.prisoners.profile import registrations as profile
    from dps.prisoners.quick_look import registrations as quick_look
    from dps.prisoners.search import registrations as search

    for room in (search, profile, quick_look, alerts, location):
        room.register()
