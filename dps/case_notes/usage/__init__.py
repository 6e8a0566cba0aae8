"""How many notes there are of each kind, and when the latest was: counted in one statement (case-notes.md 5.11)."""
