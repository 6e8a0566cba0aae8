def register() -> None:
    """Notes go with a prison number that is merged into another. What no database keeps, NUL, is left out of
    what is written (case-notes.md 5.2)."""
    from dps.case_notes.writing.moving import prepare_merge
    from dps.platform.web import nul
    from dps.prisoners.changes import merging

    merging.register(prepare_merge)
    nul.leave_out_at(r"(/api/(search/|system-generated/|admin/)?|/|/prisoners/[^/]+/)case-notes/")
