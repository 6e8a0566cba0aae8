def register_all() -> None:
    """The grants of e-mail domains and their card. Called once when the application starts."""
    from dps.identity.users import menu
    from dps.identity.users.domains.permissions import GRANTS, DomainPermission
    from dps.platform import access

    access.register(GRANTS)
    menu.register(
        menu.MenuCard(
            "Manage email domains",
            "Which organisations' addresses may be used for accounts",
            "domains:list",
            DomainPermission.MAINTAIN,
            40,
        )
    )
