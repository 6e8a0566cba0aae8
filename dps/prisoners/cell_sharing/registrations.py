def register() -> None:
    """The operation of cell sharing assessments."""
    from dps.platform import api as platform_api
    from dps.prisoners.cell_sharing import api

    platform_api.register(api.router, "/prisoners")
