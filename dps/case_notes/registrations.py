"""What this service adds to others: its grants, tiles, tab, cards, actions, timeline entries and operations."""


def register_all() -> None:
    from dps.case_notes.adding import registrations as of_adding
    from dps.case_notes.administration import registrations as of_administration
    from dps.case_notes.api import registrations as of_api
    from dps.case_notes.catalogue import registrations as of_catalogue
    from dps.case_notes.permissions import GRANTS
    from dps.case_notes.reading import registrations as reading
    from dps.case_notes.subject_access import registrations as of_subject_access
    from dps.case_notes.system_notes import registrations as of_system_notes
    from dps.case_notes.writing import registrations as of_writing
    from dps.platform import access

    access.register(GRANTS)
    of_writing.register()
    of_system_notes.register()
    of_catalogue.register()
    reading.register()
    of_administration.register()
    of_subject_access.register()
    of_adding.register()
    of_api.register()
