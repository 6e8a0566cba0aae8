"""Who looked after a person, and when: the page, and entries of the timeline (key-workers.md 2.9)."""
