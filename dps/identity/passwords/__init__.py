"""Forgotten, first, changed and expired passwords."""
