"""Giving people a worker, and taking workers away: search, choices, and the one save that checks everything."""
