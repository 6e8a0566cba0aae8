"""What reading adds to others: the tab, the tile, timeline entries, behaviour for the quick look."""


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.opening import may_open_notes
    from dps.case_notes.permissions import CaseNotePermission
    from dps.case_notes.reading import timeline
    from dps.case_notes.reading.behaviour import BEHAVIOUR_SQL
    from dps.identity.home.tiles import Tile
    from dps.identity.home.tiles import register as add_tile
    from dps.prisoners.profile import tabs
    from dps.prisoners.quick_look import cards
    from dps.prisoners.rules.access import Part
    from dps.prisoners.timeline.sources import Source
    from dps.prisoners.timeline.sources import register as add_source

    tabs.register(
        tabs.Tab("Case notes", "case-notes/", 45, shown=lambda person, actor: may_open_notes(person.record, actor))
    )
    cards.supply("behaviour", BEHAVIOUR_SQL)
    add_source(
        Source(
            "case-note",
            "Case notes",
            35,
            Part.BASIC,
            timeline.NOTES_SQL,
            timeline.tell,
            shown=lambda person, actor: may_open_notes(person.record, actor),
        )
    )
    add_tile(
        Tile(
            "My case notes",
            "What you wrote about people in your prison",
            "my_case_notes",
            CaseNotePermission.SEE_MINE,
            20,
        )
    )
