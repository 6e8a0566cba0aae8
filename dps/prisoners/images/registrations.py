def register() -> None:
    """The kind of change, and what is forgotten every night."""
    from dps.platform import api as platform_api
    from dps.platform import local_time
    from dps.platform.jobs import upkeep
    from dps.prisoners.changes import kinds
    from dps.prisoners.images import api, commands, presenters
    from dps.prisoners.rules.access import Part

    kinds.register(
        kinds.Kind(commands.KIND, lambda key: "Photograph", presenters.described, part=Part.PHOTO, edit=Part.EDIT_PHOTO)
    )
    upkeep.register("photographs nobody confirmed", lambda: commands.forget_waiting(local_time.now()))
    platform_api.register(api.router, "/prisoners")
