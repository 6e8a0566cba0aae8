"""Pages on which case notes are read."""
