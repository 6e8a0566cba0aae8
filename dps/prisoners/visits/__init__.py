"""Visits a person had and will have."""
