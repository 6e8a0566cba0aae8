"""Reading case notes: a person's list, one note, slips, one's own notes, and what other pages show of notes."""
