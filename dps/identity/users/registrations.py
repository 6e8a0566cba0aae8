"""What looking after accounts adds to others: its grants, its tile, its cards."""


def register_all() -> None:
    """Register this room; rooms inside it add themselves here."""
    from dps.identity.home import tiles
    from dps.identity.users import menu
    from dps.identity.users.bulk import registrations as bulk
    from dps.identity.users.domains import registrations as domains
    from dps.identity.users.permissions import GRANTS, UserPermission
    from dps.identity.users.roles import registrations as roles
    from dps.platform import access

    access.register(GRANTS)
    menu.register(
        menu.MenuCard(
            "Search for a DPS user",
            "Find somebody who works in a prison; see and change what they may do",
            "users:search",
            UserPermission.SEE,
            10,
        )
    )
    menu.register(
        menu.MenuCard(
            "Create a DPS user",
            "A new general, local administrator or central administrator account",
            "users:create",
            UserPermission.CREATE,
            20,
        )
    )
    menu.register(
        menu.MenuCard(
            "Link a second account to a DPS user",
            "Give somebody who has one account the other kind as well",
            "users:link",
            UserPermission.CREATE,
            30,
        )
    )
    tiles.register(
        tiles.Tile(
            "Manage user accounts",
            "Find staff accounts, create them and change what they may do",
            "users:menu",
            UserPermission.OPEN_MENU,
            70,
        )
    )
    domains.register_all()
    roles.register_all()
    bulk.register_all()
