"""Writing case notes: a new note, more details, a wrong type put right, one note about several people, and what helps
with it: drafts, favourites, ready texts."""
