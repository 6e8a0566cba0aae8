"""The summary of a person for other systems: who they are, by which names and numbers, and where."""
