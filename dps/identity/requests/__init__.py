"""Asking for access, with approval and end dates."""
