"""What the staff list adds: its tile, operations of the API, the job that brings staff back."""


def register() -> None:
    """Called once when the application starts."""
    from dps.identity.home import tiles
    from dps.key_workers.levels import Level
    from dps.key_workers.permissions import KeyWorkPermission
    from dps.key_workers.settings.home import HomeTile
    from dps.key_workers.settings.home import register as add_tile
    from dps.key_workers.staff import api as of_staff
    from dps.key_workers.staff import jobs  # noqa: F401
    from dps.platform import api

    api.register(of_staff.router, "/prisons")
    api.register(of_staff.searching, "/search/prisons")
    api.register(of_staff.reference, "/reference-data")
    add_tile(
        HomeTile(
            "Manage {workers}",
            "Their status, capacity and working pattern, who they look after and the sessions they held",
            "staff/",
            Level.VIEW,
            20,
        )
    )
    tiles.register(
        tiles.Tile(
            "Key workers and personal officers",
            "Who looks after whom, sessions due, staff and their figures",
            "key_workers",
            KeyWorkPermission.OPEN,
            30,
        )
    )
