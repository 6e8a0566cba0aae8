def register() -> None:
    """Notes go with a prison number that is merged into another."""
    from dps.case_notes.writing.moving import prepare_merge
    from dps.prisoners.changes import merging

    merging.register(prepare_merge)
