"""Every write of the notify room."""
