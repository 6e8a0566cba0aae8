"""What this service adds to others: its grants, navigation, tiles and cards."""


def register_all() -> None:
    from dps.prisoners.quick_look import registrations as quick_look
    from dps.prisoners.search import registrations as search

    search.register()
    quick_look.register()
