"""The kinds of note somebody wants above the lists."""
