"""How many kinds stay a list one takes in at a glance."""

MOST_FAVOURITES = 12
