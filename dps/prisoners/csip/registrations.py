def register() -> None:
    """The card of the quick look and the operation of the API."""
    from dps.platform import api as platform_api
    from dps.prisoners.csip import api, presenters, queries
    from dps.prisoners.quick_look.cards import Card, Link
    from dps.prisoners.quick_look.cards import register as add_card
    from dps.prisoners.rules.access import Part

    part = Part.IN_CASELOAD_ONLY
    add_card(
        Card(
            "csip",
            "Challenge, support and intervention (CSIP)",
            65,
            part,
            queries.RECORDS_SQL,
            presenters.card,
            "prisoners/csip/card.html.jinja",
            Link("CSIP history", "csip/", part),
        )
    )
    platform_api.register(api.router, "/prisoners")
