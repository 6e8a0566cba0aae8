def register() -> None:
    """Search's grants, navigation and tiles."""
    from dps.identity.home import tiles
    from dps.platform import access
    from dps.platform.design import navigation
    from dps.prisoners.permissions import GRANTS, PrisonerPermission

    access.register(GRANTS)
    navigation.register(navigation.Item("Prisoner search", "search", PrisonerPermission.SEARCH_MY_PRISON, 10))
    navigation.register(navigation.Item("Global search", "global_search", PrisonerPermission.SEARCH_EVERYWHERE, 20))
    tiles.register(
        tiles.Tile(
            "Prisoner search",
            "Find people in the prison you are working in",
            "search",
            PrisonerPermission.SEARCH_MY_PRISON,
            10,
        )
    )
    tiles.register(
        tiles.Tile(
            "Global search",
            "Find people in any establishment, in transit or released",
            "global_search",
            PrisonerPermission.SEARCH_EVERYWHERE,
            20,
        )
    )
