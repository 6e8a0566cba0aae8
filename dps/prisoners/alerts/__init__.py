"""Alerts: warnings about a person, the list of them, changing them, and looking after their types and codes."""
