def register() -> None:
    """The overview tab and its own cards."""
    from dps.prisoners.profile import tabs
    from dps.prisoners.quick_look import cards
    from dps.prisoners.quick_look.own_cards import CARDS

    tabs.register(tabs.Tab("Overview", "", 0))
    for card in CARDS:
        cards.register(card)
