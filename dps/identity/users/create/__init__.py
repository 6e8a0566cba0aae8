"""Making accounts for prison staff."""
