"""Searches that somebody keeps under a name, to run again or to share."""
