"""Pages about people outside prisons and their groups."""
