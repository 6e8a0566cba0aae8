"""What is held about a person, to give to them when they ask (a subject access request; case-notes.md 2.6)."""
