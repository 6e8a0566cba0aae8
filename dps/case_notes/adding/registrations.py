"""What the pages for writing add to others: actions on the overview and beside notes, a tile, nightly upkeep."""


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.adding import offering
    from dps.case_notes.adding.drafts import commands as drafts
    from dps.case_notes.adding.drafts.rules import KEPT_FOR
    from dps.case_notes.permissions import CaseNotePermission
    from dps.case_notes.reading import note_actions
    from dps.identity.home import tiles
    from dps.platform import local_time
    from dps.platform.jobs import upkeep
    from dps.prisoners.changes import merging
    from dps.prisoners.profile import actions

    actions.register(
        actions.Action("add-case-note", offering.add_words, "case-notes/add/", 10, CaseNotePermission.WRITE)
    )
    note_actions.register_for_list(
        note_actions.ListAction("add", "Add case note", "add/", 10, offering.may_add, is_button=True)
    )
    note_actions.register(note_actions.NoteAction("more", "Add more details", "more/", 10, offering.may_add_more))
    note_actions.register(note_actions.NoteAction("type", "Correct the type", "type/", 20, offering.may_correct))
    tiles.register(
        tiles.Tile(
            "One note about several people",
            "Write about the same incident in several records at once",
            "notes_for_several",
            CaseNotePermission.WRITE,
            21,
        )
    )
    upkeep.register("drafts of case notes", lambda: drafts.forget_old(local_time.now() - KEPT_FOR))
    merging.register(drafts.prepare_merge)
