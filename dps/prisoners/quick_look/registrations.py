def register() -> None:
    """The quick look's own cards, and who may hear that a person changed."""
    from dps.platform.live import register_guard
    from dps.prisoners.quick_look import cards
    from dps.prisoners.quick_look.own_cards import CARDS
    from dps.prisoners.quick_look.watching import may_watch

    for card in CARDS:
        cards.register(card)
    register_guard(may_watch)
