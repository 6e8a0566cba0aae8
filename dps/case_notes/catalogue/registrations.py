def register() -> None:
    """The tile of those who look after types."""
    from dps.case_notes.permissions import CaseNotePermission
    from dps.identity.home.tiles import Tile
    from dps.identity.home.tiles import register as add_tile

    add_tile(
        Tile(
            "Case note types",
            "Types and sub-types: who is offered them and who reads them; notes the system writes",
            "case_note_types",
            CaseNotePermission.LOOK_AFTER_TYPES,
            64,
        )
    )
