"""The types and sub-types of notes, and those who look after them."""
