"""What this service adds to others: its grants, navigation, tiles, tabs and cards."""


def register_all() -> None:
    from dps.prisoners.care_needs import registrations as care_needs
    from dps.prisoners.cell_sharing import registrations as cell_sharing
    from dps.prisoners.changes import registrations as changes
    from dps.prisoners.csip import registrations as csip
    from dps.prisoners.diet import registrations as diet
    from dps.prisoners.identifiers import registrations as identifiers
    from dps.prisoners.location import registrations as location
    from dps.prisoners.marks import registrations as marks
    from dps.prisoners.money import registrations as money
    from dps.prisoners.names import registrations as names
    from dps.prisoners.neurodiversity import registrations as neurodiversity
    from dps.prisoners.next_of_kin import registrations as next_of_kin
    from dps.prisoners.offences import registrations as offences
    from dps.prisoners.personal import registrations as personal
    from dps.prisoners.profile import registrations as profile
    from dps.prisoners.property import registrations as property_kept
    from dps.prisoners.quick_look import registrations as quick_look
    from dps.prisoners.reaching import registrations as reaching
    from dps.prisoners.restricted_patients import registrations as restricted_patients
    from dps.prisoners.schedule import registrations as schedule
    from dps.prisoners.search import registrations as search
    from dps.prisoners.summary import registrations as summary
    from dps.prisoners.timeline import registrations as timeline
    from dps.prisoners.visits import registrations as visits

    rooms = (
        search, profile, quick_look, location, offences, money, visits, cell_sharing, csip, schedule, personal, changes,
        diet, timeline, restricted_patients, marks, next_of_kin, names, identifiers, reaching, summary,
        property_kept, neurodiversity, care_needs,
    )  # fmt: skip
    for room in rooms:
        room.register()
