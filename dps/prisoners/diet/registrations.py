def register() -> None:
    """The section of the Personal tab, and the kind of change made from it."""
    from dps.prisoners.changes import kinds
    from dps.prisoners.diet.kinds import DIET
    from dps.prisoners.diet.presenters import section
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    kinds.register(DIET)
    panels.register(
        panels.Panel(
            key="diet",
            title="Diet and food allergies",
            order=panels.DIET,
            part=Part.DIET,
            sql="SELECT to_jsonb(d) FROM prisoner_diet_diet d WHERE d.person_id = %(number)s",
            present=section,
        )
    )
