def register() -> None:
    """The Personal tab, its own sections, the kinds of changes made from them, and the operations."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds
    from dps.prisoners.personal import api, panels
    from dps.prisoners.personal.kinds import KINDS
    from dps.prisoners.personal.sections import SECTIONS
    from dps.prisoners.profile import tabs

    tabs.register(tabs.Tab("Personal", "personal/", 10))
    for kind in KINDS:
        kinds.register(kind)
    for section in SECTIONS:
        panels.register(section)
    platform_api.register(api.router, "/prisoners")
