"""One note about several people: the same incident, written once, kept in each record."""
