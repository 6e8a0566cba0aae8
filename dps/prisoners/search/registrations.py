def register() -> None:
    """Search's grants, navigation and tiles."""
    from dps.identity.home import tiles
    from dps.platform import access, api
    from dps.platform.design import navigation
    from dps.prisoners.permissions import GRANTS, PrisonerPermission
    from dps.prisoners.profile import warnings
    from dps.prisoners.search.api import router
    from dps.prisoners.search.api.permissions import GRANTS as API_GRANTS
    from dps.prisoners.search.duplicates.pages import warn_of_duplicates

    access.register(GRANTS)
    access.register(API_GRANTS)
    api.register(router, "/prisoners/search")
    warnings.register(warn_of_duplicates)
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
