"""What subject access adds to others: its tile, the notes as a source, its operation."""


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.permissions import CaseNotePermission
    from dps.case_notes.subject_access import api, presenters, sources
    from dps.identity.home.tiles import Tile
    from dps.identity.home.tiles import register as add_tile
    from dps.platform import api as platform_api

    sources.register(sources.Source("caseNotes", "Case notes", 10, presenters.entries))
    platform_api.register(api.router, "/subject-access-request")
    add_tile(
        Tile(
            "Subject access requests",
            "Everything held about a person in case notes and key work, to give to them",
            "subject_access",
            CaseNotePermission.ANSWER_SUBJECT_ACCESS,
            64,
        )
    )
