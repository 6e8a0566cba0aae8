from pathlib import Path


def register_all() -> None:
    """The grants, e-mails and cards of people outside prisons. Called once when the application starts."""
    from dps.identity.external.permissions import GRANTS
    from dps.identity.external.permissions import ExternalPermission as May
    from dps.identity.users import menu
    from dps.platform import access, notify

    access.register(GRANTS)
    notify.register_templates(Path(__file__).parent / "emails")
    for card in (
        (
            "Search for an external user",
            "Find somebody outside prisons; see and change what they may do",
            "search",
            May.SEE,
            50,
        ),
        (
            "Create an external user",
            "An account for the police, a court, a supplier or a partner",
            "create",
            May.CHANGE,
            52,
        ),
        ("View groups", "The groups you look after, and what their members can be given", "groups", May.SEE_GROUPS, 54),
        ("Create a group", "For people of one organisation or contract", "create_group", May.CHANGE_GROUPS, 56),
        ("Download group members", "Who is in a provider's group, as a file", "download", May.DOWNLOAD_MEMBERS, 58),
    ):
        name, description, url_name, capability, order = card
        menu.register(menu.MenuCard(name, description, f"external:{url_name}", capability, order))
