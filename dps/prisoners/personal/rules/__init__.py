"""What may be said of a person, and in which measures (prisoners.md 7)."""
