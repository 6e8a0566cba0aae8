"""What administrators do to anybody's notes, for a reason: delete, replace and restore (case-notes.md 5.8)."""
