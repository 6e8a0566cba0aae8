"""Sessions and entries: counted from case notes as they are written, changed and deleted (key-workers.md 5.1)."""
