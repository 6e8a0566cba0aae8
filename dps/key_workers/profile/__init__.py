"""One worker: their figures, the people they look after, what they wrote."""
