"""How many people fit on a watch list."""

MOST_WATCHED = 100
"""Beyond it the list is no longer something one looks through."""
