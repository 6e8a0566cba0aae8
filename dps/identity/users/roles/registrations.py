def register_all() -> None:
    """The grants of the catalogue of roles and its cards. Called once when the application starts."""
    from dps.identity.users import menu
    from dps.identity.users.roles.permissions import GRANTS, RolePermission
    from dps.platform import access

    access.register(GRANTS)
    menu.register(
        menu.MenuCard(
            "View roles",
            "The catalogue: what each role is for, who may give it, how many hold it",
            "roles:list",
            RolePermission.SEE,
            70,
        )
    )
    menu.register(
        menu.MenuCard("Create a role", "Add a role to the catalogue", "roles:create", RolePermission.CHANGE, 80)
    )
    menu.register(
        menu.MenuCard(
            "Unused roles", "Roles nobody holds, and roles by number of holders", "roles:use", RolePermission.SEE, 90
        )
    )
