"""Adding notes, adding more details to them, and what every write of one does."""
